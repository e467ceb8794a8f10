import { ExecuteStatementInput$ } from '@aws-sdk/client-redshift-data';
import type { ExecuteStatementInput } from '@aws-sdk/client-redshift-data';
import { statementOutput } from '../aws/dataApi/dataApi.ts';
import type { SignedOperation, Validated } from '../aws/operation.ts';
import { sqlBytes, submissionConstraints, submitStatement } from '../aws/dataApi/statementSubmission.ts';

/** Redshift Data ExecuteStatement: one statement as the person of the call, in a session or in one of its own. */
export const executeStatement: SignedOperation<Validated<ExecuteStatementInput, 'Sql'>> = {
  name: 'ExecuteStatement',
  signed: true,
  action: 'redshift-data:ExecuteStatement',
  input: ExecuteStatementInput$,
  constraints: { ...submissionConstraints, Sql: sqlBytes },
  async run(input, call) {
    const { store, statement } = submitStatement(call, input, { sqls: [input.Sql] });
    await store.wait(statement, input.WaitTimeSeconds, call.signal);
    return statementOutput(statement);
  },
};
