import { CancelStatementRequest$ } from '@aws-sdk/client-redshift-data';
import type { CancelStatementRequest } from '@aws-sdk/client-redshift-data';
import { statementId, statementsOf } from '../aws/dataApi.ts';
import type { SignedOperation, Validated } from '../aws/operation.ts';

/** Redshift Data CancelStatement. */
export const cancelStatement: SignedOperation<Validated<CancelStatementRequest, 'Id'>> = {
  name: 'CancelStatement',
  signed: true,
  action: 'redshift-data:CancelStatement',
  input: CancelStatementRequest$,
  constraints: { Id: statementId },
  async run({ Id }, call) {
    const store = statementsOf(call);
    await store.cancel(store.find(Id, call.caller), call.signal);
    return { Status: true };
  },
};
