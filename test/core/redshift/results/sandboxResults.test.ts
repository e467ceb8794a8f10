import {
  ExecuteStatementCommand,
  GetStatementResultCommand,
  type RedshiftDataClient,
} from '@aws-sdk/client-redshift-data';
import assert from 'node:assert/strict';
import { text } from 'node:stream/consumers';
import { after, before, describe, it } from 'mocha';
import type { Row } from '../../../../src/core/redshift/results/contract.ts';
import { ResultMemory } from '../../../../src/core/redshift/results/resultMemory.ts';
import { fetchResultPage } from '../../../../src/core/redshift/results/page/resultPage.ts';
import { StatementResult } from '../../../../src/core/redshift/results/statementResult.ts';
import { runForPage } from '../../../../src/core/redshift/statements/statements.ts';
import type { RunningSandbox } from '../../../../src/sandbox/sandbox.ts';
import { clientOf, ownSandbox } from '../sandboxPerson.ts';

const rowCount = 20_000;

/** A value for each remainder of the row's number; NULL and something usual among them. */
const columns: { name: string; type: string; values: string[] }[] = [
  { name: 'small', type: 'int2', values: ['NULL', '-32768', '32767', '0', 'n % 100'] },
  { name: 'whole', type: 'int4', values: ['NULL', '-2147483648', '2147483647', 'n'] },
  {
    name: 'big',
    type: 'int8',
    values: ['NULL', '-9223372036854775808', '9223372036854775807', '9007199254740993', 'n * 7919000001'],
  },
  {
    name: 'exact',
    type: 'numeric(38,10)',
    values: ['NULL', "'-9999999999999999999999999999.9999999999'", "'0.0000000001'", 'n / 8.0', "'NaN'"],
  },
  {
    name: 'double',
    type: 'float8',
    values: [
      'NULL',
      "'NaN'",
      "'Infinity'",
      "'-Infinity'",
      "'1.7976931348623157e308'",
      "'5e-324'",
      "'-0'",
      'n / 7.0',
    ],
  },
  { name: 'single', type: 'float4', values: ['NULL', "'3.4028235e38'", "'1e-45'", 'n / 3.0'] },
  { name: 'yes', type: 'bool', values: ['NULL', 'true', 'false'] },
  {
    name: 'day',
    type: 'date',
    values: ['NULL', "'0001-01-01'", "'9999-12-31'", "'4713-01-01 BC'", "'2024-02-29'"],
  },
  { name: 'clock', type: 'time', values: ['NULL', "'00:00:00'", "'23:59:59.999999'"] },
  {
    name: 'moment',
    type: 'timestamp',
    values: ['NULL', "'0001-01-01 00:00:00'", "'9999-12-31 23:59:59.999999'", "'2026-01-31 12:30:45'"],
  },
  {
    name: 'instant',
    type: 'timestamptz',
    values: ['NULL', "'2026-01-31 12:30:45.123456+00'", "'1969-07-20 20:17:40-05:30'"],
  },
  {
    name: 'words',
    type: 'varchar',
    values: [
      'NULL',
      "''",
      `'say "hi"'`,
      "'a,b'",
      "'line' || chr(13) || chr(10) || 'break' || chr(10)",
      'chr(13)',
      "'東京 😀 e\u0301 שלום \ufeff'",
      "'back' || chr(92) || 'slash ' || chr(9) || chr(1)",
      `chr(34)`,
      "'NULL'",
      "' '",
      "'order ' || n::varchar",
    ],
  },
  {
    name: 'document',
    type: '',
    values: ['NULL', `json_parse('{"a":[1,"x, y",null],"ö":{}}')`, `json_parse('"t"')`],
  },
  { name: 'binary', type: 'varbyte', values: ['NULL', "'abc'", "''"] },
];

const sql = `SELECT n AS id, ${columns
  .map(({ name, type, values }) => {
    const [usual = ''] = values.slice(-1);
    const cases = values.slice(0, -1).map((value, index) => `WHEN ${index} THEN ${cast(value, type)}`);
    return `CASE n % ${values.length} ${cases.join(' ')} ELSE ${cast(usual, type)} END AS ${name}`;
  })
  .join(',\n')}\nFROM generate_series(1, ${rowCount}) AS n ORDER BY n`;

function cast(value: string, type: string): string {
  return type === '' ? value : `(${value})::${type}`;
}

/** What the Data API's two formats say of the same rows. */
describe('results of the sandbox', function () {
  this.timeout(240_000);
  let sandbox: RunningSandbox;
  let client: RedshiftDataClient;
  before(async () => {
    sandbox = await ownSandbox();
    client = await clientOf(sandbox, 'ming@example.com');
  });
  after(async () => {
    client?.destroy();
    await sandbox?.stop();
  });

  it('are the same as CSV in columns and as JSON in Fields, cell by cell', async () => {
    const { workgroup, database } = sandbox.ready.sites[0] ?? assert.fail();
    const { statement, page } = await runForPage(client, {
      sql,
      warehouse: { kind: 'workgroup', name: workgroup, database },
    });
    const result = new StatementResult(
      page ?? assert.fail(),
      (token, signal, onNext) => fetchResultPage(client, statement.statementId, token, signal, onNext),
      new ResultMemory(1e9),
    );
    const { pages } = await result.all();
    const rows = pages.flatMap((values) => values.rows());
    const expected = await jsonRows(client, sql, workgroup, database);
    assert.deepEqual([rows.length, result.totalRows, expected.length], [rowCount, rowCount, rowCount]);
    assert.ok(pages.length > 1);
    const different = rows.findIndex((row, index) =>
      row.some((value, at) => value !== expected[index]?.[at]),
    );
    assert.deepEqual(rows[different], expected[different]);
    assert.deepEqual(await result.rows(9_990, 10_010), expected.slice(9_990, 10_010));
    for (const [index, { name, values }] of columns.entries()) {
      const kinds = new Set(rows.map((row) => row[index + 1]));
      assert.ok(kinds.size >= values.length, `${name} has ${kinds.size} values`);
    }
  });
});

/** By GetStatementResult, from the very bytes: the SDK would round what is larger than a double's digits. */
async function jsonRows(
  client: RedshiftDataClient,
  Sql: string,
  WorkgroupName: string,
  Database: string,
): Promise<Row[]> {
  const { Id } = await client.send(
    new ExecuteStatementCommand({ Sql, WorkgroupName, Database, WaitTimeSeconds: 30 }),
  );
  const rows: Row[] = [];
  let NextToken: string | undefined;
  do {
    const command = new GetStatementResultCommand({ Id, NextToken, WaitTimeSeconds: 30 });
    let body = '';
    command.middlewareStack.add(
      (next) => async (args) => {
        const answer = await next(args);
        const response = answer.response as { body: AsyncIterable<Uint8Array> | Uint8Array };
        body = await text(response.body as AsyncIterable<Uint8Array>);
        response.body = new TextEncoder().encode(body);
        return answer;
      },
      { step: 'deserialize', priority: 'low' },
    );
    ({ NextToken } = await client.send(command));
    // No text holds these names with bare quotes.
    const exact = body.replace(/("(?:long|double)Value":)([^",}]+)/g, '$1"$2"');
    const { Records } = JSON.parse(exact) as { Records: Record<string, string | boolean>[][] };
    for (const fields of Records) rows.push(fields.map(fieldText));
  } while (NextToken !== undefined);
  return rows;
}

function fieldText(field: Record<string, string | boolean>): string | null {
  const [[name, value] = ['', '']] = Object.entries(field);
  return name === 'isNull' ? null : String(value);
}
