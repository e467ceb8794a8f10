import { CancelStatementRequest$ } from '@aws-sdk/client-redshift-data';
import type { CancelStatementRequest } from '@aws-sdk/client-redshift-data';
import { findStatement, statementId } from '../aws/dataApi.ts';
import type { SignedOperation, Validated } from '../aws/operation.ts';

/** Redshift Data CancelStatement. */
export const cancelStatement: SignedOperation<Validated<CancelStatementRequest, 'Id'>> = {
  name: 'CancelStatement',
  signed: true,
  action: 'redshift-data:CancelStatement',
  input: CancelStatementRequest$,
  constraints: { Id: statementId },
  async run({ Id }, call) {
    const { store, statement } = findStatement(call, Id);
    await store.cancel(statement, call.signal);
    return { Status: true };
  },
};
