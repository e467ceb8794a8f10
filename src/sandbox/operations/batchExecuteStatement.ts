import { BatchExecuteStatementInput$ } from '@aws-sdk/client-redshift-data';
import type { BatchExecuteStatementInput } from '@aws-sdk/client-redshift-data';
import { statementOutput } from '../aws/dataApi/dataApi.ts';
import type { SignedOperation, Validated } from '../aws/operation.ts';
import { checkBatch } from '../aws/dataApi/statementParameters.ts';
import {
  parametersOfInput,
  sqlBytes,
  submissionConstraints,
  submitStatement,
} from '../aws/dataApi/statementSubmission.ts';

/** Redshift Data BatchExecuteStatement: statements one after another, in one transaction or each in its own. */
export const batchExecuteStatement: SignedOperation<Validated<BatchExecuteStatementInput, 'Sqls'>> = {
  name: 'BatchExecuteStatement',
  signed: true,
  action: 'redshift-data:BatchExecuteStatement',
  input: BatchExecuteStatementInput$,
  constraints: {
    ...submissionConstraints,
    ExecutionMode: { values: ['TRANSACTION', 'AUTO_COMMIT'] },
    Sqls: { length: [1, 40] },
    'Sqls.member': sqlBytes,
  },
  async run(input, call) {
    const { Sqls: sqls, ExecutionMode: executionMode = 'TRANSACTION' } = input;
    checkBatch(sqls, parametersOfInput(input));
    const { store, statement } = submitStatement(call, input, { sqls, executionMode });
    await store.wait(statement, input.WaitTimeSeconds, call.signal);
    return statementOutput(statement);
  },
};
