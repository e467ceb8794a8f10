import {
  DescribeStatementCommand,
  ExecuteStatementCommand,
  GetStatementResultCommand,
  type Field,
  type RedshiftDataClient,
} from '@aws-sdk/client-redshift-data';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Site } from '../../src/core/identity/profile.ts';
import { ResultMemory } from '../../src/core/redshift/results/resultMemory.ts';
import { fetchResultPage, type ResultPage } from '../../src/core/redshift/results/page/resultPage.ts';
import { StatementResult, type FetchPage } from '../../src/core/redshift/results/statementResult.ts';
import type { TypedRows } from '../../src/core/redshift/results/page/typedRows.ts';
import { runForPage } from '../../src/core/redshift/statements/statements.ts';
import { createRedshiftDataClient } from '../../src/host/aws.ts';
import { request } from '../core/redshift/statements/scriptedAnswers.ts';

/** Bytes, as the setting has it. */
const memoryLimit = 256 * 1024 * 1024;

/** The product's own client, in front of the page server. */
export function createClient(endpoint: string): RedshiftDataClient {
  const site: Site = {
    region: 'us-east-1',
    endpoint,
    applicationArn: 'arn:aws:sso::111122223333:application/ssoins-1/apl-1',
    bridge: { kind: 'awsProfile', name: 'bench' },
    dataRoleArn: 'arn:aws:iam::111122223333:role/Data',
    warehouses: [],
    contextProviderArn: 'arn:aws:iam::aws:contextProvider/IdentityCenter',
  };
  const credentials = {
    accessKeyId: 'ASIAEXAMPLE',
    secretAccessKey: 'example',
    sessionToken: 'example',
    expiration: new Date(Date.now() + 3_600_000),
  };
  return createRedshiftDataClient(site, async () => credentials);
}

/** Runs a statement and opens its result as a cell does, and counts the pages that are fetched. */
export async function openResult(
  client: RedshiftDataClient,
): Promise<{ result: StatementResult; pagesFetched(): number }> {
  const { statement, page } = await runForPage(client, request);
  if (page === undefined) throw new Error('The statement has no result set.');
  let pagesFetched = 1;
  const fetchPage: FetchPage = (token, signal, onNext) => {
    pagesFetched++;
    return fetchResultPage(client, statement.statementId, token, signal, onNext);
  };
  const result = new StatementResult(page, fetchPage, new ResultMemory(memoryLimit));
  return { result, pagesFetched: () => pagesFetched };
}

/** What the product's pages are without the one that is fetched ahead. */
export async function pageByPage(client: RedshiftDataClient): Promise<TypedRows[]> {
  const all: TypedRows[] = [];
  let page: ResultPage | undefined;
  do {
    page = await fetchResultPage(client, 'st-1', page?.nextToken);
    all.push(page.values);
  } while (page.nextToken !== undefined);
  return all;
}

/** What most clients do: a poll each second. */
export async function pollEachSecond(client: RedshiftDataClient): Promise<void> {
  const { Id } = await client.send(new ExecuteStatementCommand({ Sql: request.sql }));
  while ((await client.send(new DescribeStatementCommand({ Id }))).Status !== 'FINISHED') await sleep(1000);
}

/** What most clients do: JSON into an object for each row. */
export async function rowObjects(client: RedshiftDataClient, pages: number): Promise<object[]> {
  const rows: object[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new GetStatementResultCommand({ Id: 'st-1', NextToken }));
    const names = page.ColumnMetadata?.map(({ name = '' }) => name) ?? [];
    for (const fields of page.Records ?? []) rows.push(rowObject(names, fields));
    NextToken = page.NextToken;
  } while (NextToken !== undefined && --pages > 0);
  return rows;
}

export function rowObject(names: readonly string[], fields: readonly Field[]): object {
  const values = fields.map((field, column) => [
    names[column],
    field.isNull ? null : (field.stringValue ?? field.longValue ?? field.doubleValue ?? field.booleanValue),
  ]);
  return Object.fromEntries(values) as object;
}

/** The floor: the same pages as text, without a look at them but for the token. */
export async function pageTexts(endpoint: string): Promise<string[]> {
  const texts: string[] = [];
  let NextToken: string | undefined;
  do {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { 'x-amz-target': 'RedshiftData.GetStatementResultV2' },
      body: JSON.stringify({ NextToken }),
    });
    const text = await response.text();
    NextToken = /"NextToken":"(\d+)"}$/.exec(text.slice(-40))?.[1];
    texts.push(text);
  } while (NextToken !== undefined);
  return texts;
}
