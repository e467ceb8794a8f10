import { ListStatementsRequest$ } from '@aws-sdk/client-redshift-data';
import type { ListStatementsRequest } from '@aws-sdk/client-redshift-data';
import { epochSeconds } from '../aws/exactJson.ts';
import { endpointConstraints, listedEndpoints } from '../aws/findEndpoint.ts';
import { listConstraints, listPage } from '../aws/dataApi/listPage.ts';
import type { SignedOperation } from '../aws/operation.ts';
import type { Statement } from '../aws/dataApi/statement.ts';
import { iamSessionOf } from '../aws/dataApi/statementOwner.ts';

/** Redshift Data ListStatements: statements and batches of the caller in the last 24 hours, newest first. */
export const listStatements: SignedOperation<ListStatementsRequest> = {
  name: 'ListStatements',
  signed: true,
  action: 'redshift-data:ListStatements',
  input: ListStatementsRequest$,
  constraints: {
    ...endpointConstraints,
    ...listConstraints,
    StatementName: { length: [0, 500] },
    Status: { values: ['ABORTED', 'ALL', 'FAILED', 'FINISHED', 'PICKED', 'STARTED', 'SUBMITTED'] },
  },
  async run(input, call) {
    const { StatementName: prefix = '', Status: status = 'FINISHED', RoleLevel = true, Database } = input;
    const endpoints = listedEndpoints(call, input);
    const all = endpoints
      .flatMap(({ statements }) => statements.list(call.caller))
      .sort((left, right) => right.createdAt.getTime() - left.createdAt.getTime());
    const { items, nextToken } = listPage(all, input, {
      asked: [endpoints.map(({ name }) => name), prefix, status, RoleLevel, Database],
      idOf: ({ id }) => id,
      matches: (statement) =>
        (status === 'ALL' || statement.status === status) &&
        (statement.request.statementName ?? '').startsWith(prefix) &&
        (RoleLevel || statement.iamSession === iamSessionOf(call.caller)) &&
        (Database === undefined || statement.request.database === Database),
    });
    return { Statements: items.map(statementData), NextToken: nextToken };
  },
};

function statementData(statement: Statement): object {
  const { executionMode, parameters, resultFormat, sqls, statementName } = statement.request;
  return {
    Id: statement.id,
    ...(executionMode ? { QueryStrings: sqls } : { QueryString: sqls[0] }),
    Status: statement.status,
    StatementName: statementName,
    CreatedAt: epochSeconds(statement.createdAt),
    UpdatedAt: epochSeconds(statement.updatedAt),
    QueryParameters: parameters.length > 0 ? parameters : undefined,
    IsBatchStatement: executionMode !== undefined,
    ResultFormat: resultFormat,
    SessionId: statement.session?.id,
  };
}
