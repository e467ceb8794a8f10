import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { Cancelled, HopError } from '../../src/core/errors.ts';
import type { StatementRecord } from '../../src/core/notebook/runRecord.ts';
import type { ResultPage } from '../../src/core/redshift/results/page/resultPage.ts';
import type { ListedStatement } from '../../src/core/redshift/statements/listStatements.ts';
import type { FinishedStatement } from '../../src/core/redshift/statements/statementContract.ts';
import { StatementCancelled, StatementError } from '../../src/core/redshift/statements/statementError.ts';
import type { AccountAtSite } from '../../src/host/accountAtSite.ts';
import type { RunEnd } from '../../src/host/notebook/cellStatement.ts';
import {
  recoverEnded,
  recoverRunning,
  seekRunning,
  type EarlierStatement,
  type Recovered,
  type Sought,
} from '../../src/host/notebook/takeUp/recordedStatement.ts';
import { listSource } from '../core/redshift/results/listSource.ts';

const source = listSource([], []);
const summary = { hasResultSet: true, rowCount: 3, durationMs: 5, queryId: 7 };
const page = {} as ResultPage;

/** What Redshift has of the statement; each member is an answer or an error to throw. */
interface AtRedshift {
  follow?: FinishedStatement | Error;
  resultPage?: ResultPage | Error;
  listed?: readonly Pick<ListedStatement, 'name' | 'statementId' | 'state'>[] | Error;
}

function answer<T>(value: T | Error | undefined): Promise<T> {
  if (value instanceof Error) return Promise.reject(value);
  return value === undefined ? Promise.reject(new Error('nobody should ask this')) : Promise.resolve(value);
}

class World {
  readonly calls: string[] = [];
  readonly told: string[] = [];
  readonly reported: unknown[] = [];
  readonly #redshift: AtRedshift;
  readonly leaving = new AbortController();

  constructor(redshift: AtRedshift) {
    this.#redshift = redshift;
  }

  earlier(record: Partial<StatementRecord>): EarlierStatement {
    const { calls } = this;
    const redshift = this.#redshift;
    const site: Partial<AccountAtSite> = {
      async follow(statementId) {
        calls.push(`follow ${statementId}`);
        const statement = await answer(redshift.follow);
        return statement.hasResultSet ? { statement, page } : { statement };
      },
      resultPage: (statementId) => {
        calls.push(`resultPage ${statementId}`);
        return answer(redshift.resultPage);
      },
      listStatements: (_warehouse, options) => {
        calls.push(`listStatements ${options?.namePrefix}`);
        if (options?.signal?.aborted) return Promise.reject(new Cancelled());
        return answer(redshift.listed as ListedStatement[]);
      },
    };
    return {
      cell: {} as vscode.NotebookCell,
      run: { notebook: '', cell: 0, textHash: '', count: 1, statements: [] },
      statement: {
        text: 'SELECT 1',
        startLine: 0,
        parameters: [],
      } as unknown as EarlierStatement['statement'],
      place: {
        site: site as AccountAtSite,
        warehouse: { kind: 'workgroup', name: 'analytics', database: 'dev' },
      },
      record: { name: 'rsql-1', index: 0, startedAt: 0, state: 'RUNNING', ...record } as StatementRecord,
    };
  }

  readonly services = {
    sources: {
      of: async (_place: unknown, finished: { page?: unknown }) => (finished.page ? source : undefined),
    },
    listeners: [
      {
        submitted: (_run: unknown, { statementId }: { statementId: string }) =>
          void this.told.push(`submitted ${statementId}`),
        ended: (run: { name: string }, end: RunEnd) =>
          void this.told.push(
            `${run.name} ${end.state} ${'statementId' in end ? end.statementId : ''}`.trim(),
          ),
      },
    ],
    leaving: this.leaving.signal,
    report: (error: unknown) => void this.reported.push(error),
  };
}

/** What was recovered, in a word. */
function shape(recovered: Recovered): string {
  if (!recovered) return 'nothing';
  if ('notice' in recovered) return recovered.notice;
  if ('notSent' in recovered) return 'not sent';
  if ('failure' in recovered) return String((recovered.failure.error as Error).message);
  const { statement, source: rows } = recovered.outcome;
  return `${statement.statementId}, ${statement.durationMs} ms${rows ? ', rows' : ''}`;
}

function shapeOfSought(sought: Sought): string {
  if ('recovered' in sought) return shape(sought.recovered);
  return `${sought.statementId} ${sought.runs ? 'runs' : 'has ended'}`;
}

const failed = new StatementError('no such table', { code: 'StatementFailed', statementId: 'id' });
const aborted = new StatementError('cancelled', { code: 'StatementAborted', statementId: 'id' });
const gone = new StatementError('not there', { code: 'ResourceNotFoundException', statementId: 'id' });
const noNetwork = new StatementError('no network', { code: 'NetworkFailure', statementId: 'id' });
const signedOut = new HopError({ hop: 'okta', code: 'SignInRequired' });

describe('a statement that an earlier window saw end', () => {
  const cases: {
    label: string;
    record: Partial<StatementRecord>;
    redshift?: AtRedshift;
    expected: string;
    calls: string[];
    reported?: number;
  }[] = [
    {
      label: 'shows its rows after one call',
      record: { state: 'FINISHED', statementId: 'id', summary },
      redshift: { resultPage: page },
      expected: 'id, 5 ms, rows',
      calls: ['resultPage id'],
    },
    {
      label: 'needs no call where it gave no rows',
      record: { state: 'FINISHED', statementId: 'id', summary: { ...summary, hasResultSet: false } },
      expected: 'id, 5 ms',
      calls: [],
    },
    {
      label: 'shows its error again',
      record: { state: 'FAILED', statementId: 'id' },
      redshift: { follow: failed },
      expected: 'no such table',
      calls: ['follow id'],
    },
    { label: 'that never began shows nothing', record: { state: 'FAILED' }, expected: 'nothing', calls: [] },
    {
      label: 'that was interrupted says so',
      record: { state: 'ABORTED', statementId: 'id' },
      expected: 'This statement was interrupted.',
      calls: [],
    },
    {
      label: 'shows nothing where the service has forgotten it',
      record: { state: 'FINISHED', statementId: 'id', summary },
      redshift: { resultPage: gone },
      expected: 'nothing',
      calls: ['resultPage id'],
      reported: 1,
    },
    {
      label: 'shows nothing where the account can no longer be signed in',
      record: { state: 'FINISHED', statementId: 'id', summary },
      redshift: { resultPage: signedOut },
      expected: 'nothing',
      calls: ['resultPage id'],
      reported: 1,
    },
  ];
  for (const { label, record, redshift = {}, expected, calls, reported = 0 } of cases) {
    it(label, async () => {
      const world = new World(redshift);
      const recovered = await recoverEnded(
        world.earlier(record),
        new AbortController().signal,
        world.services,
      );
      assert.deepEqual(
        [shape(recovered), world.calls, world.reported.length, world.told],
        [expected, calls, reported, []],
      );
    });
  }
});

describe('a statement that may run still', () => {
  const listed = (state: ListedStatement['state']) => [
    { name: 'rsql-10', statementId: 'other', state: 'ABORTED' as const },
    { name: 'rsql-1', statementId: 'id', state },
  ];
  const cases: {
    label: string;
    record: Partial<StatementRecord>;
    listed: NonNullable<AtRedshift['listed']>;
    expected: string;
    told?: string[];
  }[] = [
    {
      label: 'is found by its name where nobody heard its ID, and by the whole of it',
      record: {},
      listed: listed('STARTED'),
      expected: 'id runs',
      told: ['submitted id'],
    },
    {
      label: 'is found running',
      record: { statementId: 'id' },
      listed: listed('PICKED'),
      expected: 'id runs',
    },
    {
      label: 'is found to have ended',
      record: { statementId: 'id' },
      listed: listed('FINISHED'),
      expected: 'id has ended',
    },
    {
      label: 'is followed where the list lacks it',
      record: { statementId: 'id' },
      listed: [],
      expected: 'id runs',
    },
    {
      label: 'is followed where the list is denied',
      record: { statementId: 'id' },
      listed: noNetwork,
      expected: 'id runs',
    },
    { label: 'was never sent where nobody knows its name', record: {}, listed: [], expected: 'not sent' },
    {
      label: 'and may never have begun shows nothing where nobody knows its name',
      record: { state: 'UNCLEAR' },
      listed: [],
      expected: 'nothing',
    },
    { label: 'may be lost where nobody heard its ID', record: {}, listed: noNetwork, expected: 'no network' },
    {
      label: 'of an account that can no longer be signed in says so',
      record: {},
      listed: signedOut,
      expected: 'What became of this statement is not known. Okta sign-in failed',
    },
    {
      label: 'is not said to have ended where its account signed out meanwhile',
      record: {},
      listed: new Cancelled(),
      expected: 'Interrupted before the statement was found again.',
    },
  ];
  for (const { label, record, listed: answered, expected, told = [] } of cases) {
    it(label, async () => {
      const world = new World({ listed: answered });
      const sought = await seekRunning(world.earlier(record), new AbortController().signal, world.services);
      assert.deepEqual(
        [shapeOfSought(sought), world.calls, world.told],
        [expected, ['listStatements rsql-1'], told],
      );
    });
  }

  it('is no longer looked for when its cell runs again', async () => {
    const world = new World({ listed: [] });
    const over = new AbortController();
    const seeking = seekRunning(world.earlier({ startedAt: Date.now() }), over.signal, world.services);
    over.abort();
    await assert.rejects(seeking, Cancelled);
    assert.deepEqual(world.calls, ['listStatements rsql-1']);
  });
});

describe('a statement that an earlier window left running', () => {
  const finished: FinishedStatement = { statementId: 'id', ...summary };
  const cases: { label: string; follow: FinishedStatement | Error; expected: string; told: string[] }[] = [
    {
      label: 'is followed to its end',
      follow: finished,
      expected: 'id, 5 ms, rows',
      told: ['rsql-1 FINISHED'],
    },
    {
      label: 'shows the error that it ended with',
      follow: failed,
      expected: 'no such table',
      told: ['rsql-1 FAILED id'],
    },
    { label: 'may be lost again', follow: noNetwork, expected: 'no network', told: ['rsql-1 FAILED id'] },
    {
      label: 'can be interrupted',
      follow: new StatementCancelled('id', 'ABORTED'),
      expected: 'Interrupted; Redshift ended the statement.',
      told: ['rsql-1 ABORTED id'],
    },
    {
      label: 'was cancelled, maybe when its window closed',
      follow: aborted,
      expected:
        'This statement was cancelled: when its window closed, from another one, by an administrator or by a query monitoring rule.',
      told: ['rsql-1 ABORTED id'],
    },
    {
      label: 'may be forgotten by the service',
      follow: gone,
      expected: 'Redshift no longer knows this statement.',
      told: [],
    },
    {
      label: 'of an account that can no longer be signed in says so',
      follow: signedOut,
      expected: 'What became of this statement is not known. Okta sign-in failed',
      told: [],
    },
  ];
  for (const { label, follow, expected, told } of cases) {
    it(label, async () => {
      const world = new World({ follow });
      const recovered = await recoverRunning(
        world.earlier({}),
        'id',
        new AbortController().signal,
        () => undefined,
        world.services,
      );
      assert.deepEqual([shape(recovered), world.calls, world.told], [expected, ['follow id'], told]);
    });
  }

  it('is left to the next window when this one goes, too', async () => {
    const world = new World({ follow: noNetwork });
    world.leaving.abort();
    const { signal } = new AbortController();
    await recoverRunning(world.earlier({}), 'id', signal, () => undefined, world.services);
    assert.deepEqual(world.told, []);
  });
});
