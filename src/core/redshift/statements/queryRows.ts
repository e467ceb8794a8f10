import type { CatalogRow, CatalogRows } from '../catalog/contract.ts';
import { fetchResultPage } from '../results/page/resultPage.ts';
import type { StatementClient, StatementOptions, StatementRequest } from './statementContract.ts';
import { runForPage } from './statements.ts';

/**
 * Runs one statement and fetches all pages of its result, for questions to the catalogue: not for results of people,
 * which may be large.
 * @throws StatementError, Cancelled
 */
export async function queryRows(
  client: StatementClient,
  request: StatementRequest,
  options: StatementOptions = {},
): Promise<CatalogRows> {
  const { statement, page: first } = await runForPage(client, request, options);
  const columns = (first?.columns ?? []).map(({ name }) => name.toLowerCase());
  const rows: CatalogRow[] = [];
  let page = first;
  while (page !== undefined) {
    for (const row of page.values.rows()) {
      rows.push(Object.fromEntries(columns.map((name, index) => [name, row[index] ?? null])));
    }
    const { nextToken } = page;
    page =
      nextToken === undefined
        ? undefined
        : await fetchResultPage(client, statement.statementId, nextToken, options.signal);
  }
  return { columns, rows };
}
