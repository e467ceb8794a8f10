import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { queryRows } from '../../../../src/core/redshift/statements/queryRows.ts';
import { executed, finished, request } from './scriptedAnswers.ts';
import { scriptedDataApi, type Script, type ScriptedDataApi } from './scriptedDataApi.ts';

describe('queryRows', () => {
  let api: ScriptedDataApi;
  afterEach(() => api.stop());

  const script = (pages: Script['GetStatementResultV2']): Script => ({
    ExecuteStatement: [executed('FINISHED')],
    DescribeStatement: [finished],
    GetStatementResultV2: pages ?? [],
  });

  it('fetches every page, and gives rows by the names of their columns in lower case', async () => {
    const columns = { ColumnMetadata: [{ name: 'Schema_Name' }, { name: 'remarks' }], TotalNumRows: 3 };
    api = await scriptedDataApi(
      script([
        {
          body: { ...columns, Records: [{ CSVRecords: 'public,"a, b"\r\ncrm,\r\n' }], NextToken: 'second' },
        },
        (call) => ({
          body: { ...columns, Records: [{ CSVRecords: `${String(call.input['NextToken'])},""\r\n` }] },
        }),
      ]),
    );
    assert.deepEqual(await queryRows(api.client, request), {
      columns: ['schema_name', 'remarks'],
      rows: [
        { schema_name: 'public', remarks: 'a, b' },
        { schema_name: 'crm', remarks: null },
        { schema_name: 'second', remarks: '' },
      ],
    });
  });

  it('gives no rows for a statement without a result', async () => {
    api = await scriptedDataApi({
      ExecuteStatement: [{ body: { Id: 'st-1', Status: 'FINISHED', HasResultSet: false } }],
      DescribeStatement: [{ body: { Id: 'st-1', Status: 'FINISHED', HasResultSet: false } }],
    });
    assert.deepEqual(await queryRows(api.client, request), { columns: [], rows: [] });
  });

  it('holds a column that is called as a member of every object is', async () => {
    api = await scriptedDataApi(
      script([{ body: { ColumnMetadata: [{ name: '__proto__' }], Records: [{ CSVRecords: 'value\r\n' }] } }]),
    );
    const { rows } = await queryRows(api.client, request);
    assert.deepEqual(Object.entries(rows[0] ?? {}), [['__proto__', 'value']]);
  });
});
