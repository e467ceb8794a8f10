import { CancelStatementRequest$ } from '@aws-sdk/client-redshift-data';
import type { CancelStatementRequest } from '@aws-sdk/client-redshift-data';
import { CommonError } from '../aws/awsError.ts';
import { findStatement, statementId } from '../aws/dataApi/dataApi.ts';
import type { SignedOperation, Validated } from '../aws/operation.ts';

/** Redshift Data CancelStatement: ends a statement, or a batch as a whole. */
export const cancelStatement: SignedOperation<Validated<CancelStatementRequest, 'Id'>> = {
  name: 'CancelStatement',
  signed: true,
  action: 'redshift-data:CancelStatement',
  input: CancelStatementRequest$,
  constraints: { Id: statementId },
  async run({ Id }, call) {
    const { store, statement, state } = findStatement(call, Id);
    if (state !== statement) {
      throw new CommonError('validation', `Cancel the batch, whose ID is ${statement.id}.`);
    }
    await store.cancel(statement, call.signal);
    return { Status: true };
  },
};
