import { ExecuteStatementInput$ } from '@aws-sdk/client-redshift-data';
import type { ExecuteStatementInput } from '@aws-sdk/client-redshift-data';
import { CommonError } from '../aws/awsError.ts';
import { statementOutput, waitTime } from '../aws/dataApi.ts';
import type { SignedOperation, Validated } from '../aws/operation.ts';
import { endpointConstraints, findEndpoint, refuseMembers } from '../aws/findEndpoint.ts';

type Input = Validated<ExecuteStatementInput, 'Sql'>;

/** Redshift Data ExecuteStatement: one statement as the person of the session, on a workgroup or cluster. */
export const executeStatement: SignedOperation<Input> = {
  name: 'ExecuteStatement',
  signed: true,
  action: 'redshift-data:ExecuteStatement',
  input: ExecuteStatementInput$,
  constraints: {
    ...endpointConstraints,
    Sql: { bytes: [1, 100_000] },
    ClientToken: { length: [1, 64] },
    Parameters: { length: [1, 32767] },
    'Parameters.name': { pattern: /[0-9a-zA-Z_]+/ },
    'Parameters.value': { length: [1, 100_000] },
    ResultFormat: { values: ['JSON', 'CSV'] },
    StatementName: { length: [0, 500] },
    WaitTimeSeconds: waitTime,
  },
  async run(input, call) {
    refuseMembers(input, ['SessionId', 'SessionKeepAliveSeconds']);
    const { Database: database, WorkgroupName = '', ClusterIdentifier } = input;
    const { statements: store } = findEndpoint(call, input);
    if (database === undefined || database === '') {
      throw new CommonError('validation', 'Database is required. Give the database to connect to.');
    }
    const statement = store.submit(
      {
        sql: input.Sql,
        parameters: (input.Parameters ?? []).map(({ name = '', value = '' }) => ({ name, value })),
        database,
        endpoint: ClusterIdentifier === undefined ? { WorkgroupName } : { ClusterIdentifier },
        statementName: input.StatementName,
        resultFormat: input.ResultFormat ?? 'JSON',
      },
      call.caller,
      input.ClientToken,
    );
    await store.wait(statement, input.WaitTimeSeconds, call.signal);
    return statementOutput(statement);
  },
};
