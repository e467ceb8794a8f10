import { StatementResult, type FetchPage } from '../../../../src/core/redshift/results/statementResult.ts';
import { splitPageBody } from '../../../../src/core/redshift/results/page/pageBody.ts';
import { ResultMemory } from '../../../../src/core/redshift/results/resultMemory.ts';
import type { ResultPage } from '../../../../src/core/redshift/results/page/resultPage.ts';
import { Scratch } from '../../../../src/core/redshift/results/page/scratch.ts';
import { readTypedRows } from '../../../../src/core/redshift/results/page/typedRows.ts';
import { writeCsv } from './writeCsv.ts';

const columns = [{ name: 'n', typeName: 'int4', numeric: true }];

export interface Script {
  /** Rows of each page; values count up from 0. */
  readonly sizes: readonly number[];
  /** Whether the service counts the rows; true when absent. */
  readonly counted?: boolean;
  /** Is called before a page answers, with its number. It may throw, or take its time. */
  before?(page: number, signal: AbortSignal): void | Promise<void>;
  /** Is called once the page has come and told its token. */
  parse?(page: number): Promise<void>;
  readonly memory?: ResultMemory;
}

export interface ScriptedResult {
  readonly result: StatementResult;
  /** Numbers of the pages that were fetched, the one that the result began with not among them. */
  readonly fetched: number[];
  readonly memory: ResultMemory;
}

/** A result whose pages come from a script; the first one is there. */
export async function scriptedResult(script: Script): Promise<ScriptedResult> {
  const { memory = new ResultMemory(1_000_000) } = script;
  const fetched: number[] = [];
  const fetchPage: FetchPage = async (token, signal, onNext) => {
    const page = Number(token ?? 0);
    fetched.push(page);
    await script.before?.(page, signal);
    if (page + 1 < script.sizes.length) onNext(String(page + 1));
    await script.parse?.(page);
    return pageOf(script, page);
  };
  return { result: new StatementResult(await pageOf(script, 0), fetchPage, memory), fetched, memory };
}

async function pageOf({ sizes, counted = true }: Script, page: number): Promise<ResultPage> {
  const first = sizes.slice(0, page).reduce((sum, size) => sum + size, 0);
  const rows = Array.from({ length: sizes[page] ?? 0 }, (_, row) => [String(first + row)]);
  const body = JSON.stringify({ Records: [{ CSVRecords: writeCsv(rows) }] });
  const split = await splitPageBody(new TextEncoder().encode(body), new Scratch());
  if (split === undefined) throw new Error('The script is no page.');
  return {
    columns,
    values: await readTypedRows(split.fields, columns),
    ...(counted && { totalRows: sizes.reduce((sum, size) => sum + size, 0) }),
    ...(page + 1 < sizes.length && { nextToken: String(page + 1) }),
  };
}
