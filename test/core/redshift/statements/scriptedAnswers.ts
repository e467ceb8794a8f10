import type { Answer } from './scriptedDataApi.ts';

export const warehouse = { kind: 'workgroup', name: 'redshift-tip-enabled', database: 'dev' } as const;
export const request = { sql: 'SELECT 1', warehouse };
export const refusal = { error: 'ValidationException', message: 'Unknown member WaitTimeSeconds.' };

export const executed = (status?: string): Answer => ({
  body: { Id: 'st-1', ...(status && { Status: status, HasResultSet: true }) },
});
export const described = (status: string, more: object = {}): Answer => ({
  body: { Id: 'st-1', Status: status, ...more },
});
export const finished = described('FINISHED', {
  HasResultSet: true,
  ResultRows: 3,
  Duration: 42_500_000,
  RedshiftQueryId: 77,
});
export const onePage: Answer = {
  body: {
    Records: [{ CSVRecords: 'awsidc:ming@example.com\r\n' }],
    ColumnMetadata: [{ name: 'current_user', typeName: 'name' }],
    TotalNumRows: 1,
  },
};
