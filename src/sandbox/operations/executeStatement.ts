import { ExecuteStatementInput$ } from '@aws-sdk/client-redshift-data';
import type { ExecuteStatementInput } from '@aws-sdk/client-redshift-data';
import { CommonError } from '../aws/awsError.ts';
import { statementOutput, statementsOf, waitTime } from '../aws/dataApi.ts';
import type { SignedOperation, Validated } from '../aws/operation.ts';
import { findWorkgroup } from '../aws/workgroups.ts';

type Input = Validated<ExecuteStatementInput, 'Sql'>;

/** Redshift Data ExecuteStatement: one statement as the person of the session, on a workgroup. */
export const executeStatement: SignedOperation<Input> = {
  name: 'ExecuteStatement',
  signed: true,
  action: 'redshift-data:ExecuteStatement',
  input: ExecuteStatementInput$,
  constraints: {
    Sql: { bytes: [1, 100_000] },
    ClientToken: { length: [1, 64] },
    Parameters: { length: [1, 32767] },
    'Parameters.name': { pattern: /[0-9a-zA-Z_]+/ },
    'Parameters.value': { length: [1, 100_000] },
    ResultFormat: { values: ['JSON', 'CSV'] },
    StatementName: { length: [0, 500] },
    WaitTimeSeconds: waitTime,
    WorkgroupName: {
      length: [3, 128],
      pattern:
        /[a-z0-9-]{3,63}|arn:aws(-[a-z]+)*:redshift-serverless:[a-z0-9-]+:\d{12}:workgroup\/[0-9a-f-]{36}/,
    },
  },
  async run(input, call) {
    refuseWhatIsNotOffered(input);
    const { WorkgroupName: workgroupName, Database: database } = input;
    if (workgroupName === undefined) {
      throw new CommonError('validation', 'WorkgroupName is required. Give the workgroup to run on.');
    }
    if (database === undefined || database === '') {
      throw new CommonError('validation', 'Database is required. Give the database to connect to.');
    }
    const site = findWorkgroup(call, workgroupName);
    if (!site) throw new CommonError('validation', "Redshift endpoint doesn't exist in this region.");
    const store = statementsOf(call);
    const statement = store.submit(
      {
        sql: input.Sql,
        parameters: (input.Parameters ?? []).map(({ name = '', value = '' }) => ({ name, value })),
        database,
        workgroupName,
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

/** @throws CommonError `validation` */
function refuseWhatIsNotOffered(input: Input): void {
  const notOffered = [
    'ClusterIdentifier',
    'SecretArn',
    'DbUser',
    'SessionId',
    'SessionKeepAliveSeconds',
  ] as const;
  const refused = notOffered.find((member) => input[member] !== undefined);
  if (refused !== undefined) {
    throw new CommonError('validation', `The sandbox does not offer ${refused}. Leave it out.`);
  }
}
