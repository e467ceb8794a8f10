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
  type EarlierStatement,
  type Recovered,
} from '../../src/host/notebook/takeUp/recordedStatement.ts';
import { listSource } from '../core/redshift/results/listSource.ts';

const source = listSource([], []);
const summary = { hasResultSet: true, rowCount: 3, durationMs: 5, queryId: 7 };
const page = {} as ResultPage;

/** What Redshift has of the statement; each member is an answer or an error to throw. */
interface AtRedshift {
  follow?: FinishedStatement | Error;
  resultPage?: ResultPage | Error;
  listed?: readonly Pick<ListedStatement, 'name' | 'statementId'>[] | Error;
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

describe('a statement that an earlier window left running', () => {
  const finished: FinishedStatement = { statementId: 'id', ...summary };
  const cases: {
    label: string;
    record: Partial<StatementRecord>;
    redshift: AtRedshift;
    expected: string;
    calls: string[];
    told: string[];
  }[] = [
    {
      label: 'is followed to its end',
      record: { statementId: 'id' },
      redshift: { follow: finished },
      expected: 'id, 5 ms, rows',
      calls: ['follow id'],
      told: ['rsql-1 FINISHED'],
    },
    {
      label: 'is found by its name where nobody heard its ID, and by the whole of it',
      record: {},
      redshift: {
        listed: [
          { name: 'rsql-10', statementId: 'other' },
          { name: 'rsql-1', statementId: 'id' },
        ],
        follow: finished,
      },
      expected: 'id, 5 ms, rows',
      calls: ['listStatements rsql-1', 'follow id'],
      told: ['submitted id', 'rsql-1 FINISHED'],
    },
    {
      label: 'was never sent where nobody knows its name',
      record: {},
      redshift: { listed: [] },
      expected: 'not sent',
      calls: ['listStatements rsql-1'],
      told: [],
    },
    {
      label: 'and may never have begun shows nothing where nobody knows its name',
      record: { state: 'UNCLEAR' },
      redshift: { listed: [] },
      expected: 'nothing',
      calls: ['listStatements rsql-1'],
      told: [],
    },
    {
      label: 'shows the error that it ended with',
      record: { statementId: 'id' },
      redshift: { follow: failed },
      expected: 'no such table',
      calls: ['follow id'],
      told: ['rsql-1 FAILED id'],
    },
    {
      label: 'may be lost again',
      record: { statementId: 'id' },
      redshift: { follow: noNetwork },
      expected: 'no network',
      calls: ['follow id'],
      told: ['rsql-1 FAILED id'],
    },
    {
      label: 'can be interrupted',
      record: { statementId: 'id' },
      redshift: { follow: new StatementCancelled('id', 'ABORTED') },
      expected: 'Interrupted; Redshift ended the statement.',
      calls: ['follow id'],
      told: ['rsql-1 ABORTED id'],
    },
    {
      label: 'is not said to have ended where only the looking for it was interrupted',
      record: {},
      redshift: { listed: new Cancelled() },
      expected: 'Interrupted before the statement was found again.',
      calls: ['listStatements rsql-1'],
      told: [],
    },
    {
      label: 'was cancelled, maybe when its window closed',
      record: { statementId: 'id' },
      redshift: { follow: aborted },
      expected:
        'This statement was cancelled: when its window closed, from another one, by an administrator or by a query monitoring rule.',
      calls: ['follow id'],
      told: ['rsql-1 ABORTED id'],
    },
    {
      label: 'may be forgotten by the service',
      record: { statementId: 'id' },
      redshift: { follow: gone },
      expected: 'Redshift no longer knows this statement.',
      calls: ['follow id'],
      told: [],
    },
    {
      label: 'of an account that can no longer be signed in says so',
      record: { statementId: 'id' },
      redshift: { follow: signedOut },
      expected: 'What became of this statement is not known. Okta sign-in failed',
      calls: ['follow id'],
      told: [],
    },
  ];
  for (const { label, record, redshift, expected, calls, told } of cases) {
    it(label, async () => {
      const world = new World(redshift);
      const { signal } = new AbortController();
      const recovered = await recoverRunning(world.earlier(record), signal, () => undefined, world.services);
      assert.deepEqual([shape(recovered), world.calls, world.told], [expected, calls, told]);
    });
  }

  it('is found all the same where it was interrupted before, so that it is cancelled', async () => {
    const world = new World({ listed: [{ name: 'rsql-1', statementId: 'id' }], follow: aborted });
    await recoverRunning(world.earlier({}), AbortSignal.abort(), () => undefined, world.services);
    assert.deepEqual(world.calls, ['listStatements rsql-1', 'follow id']);
  });

  it('is left to the next window when this one goes, too', async () => {
    const world = new World({ follow: noNetwork });
    world.leaving.abort();
    const earlier = world.earlier({ statementId: 'id' });
    await recoverRunning(earlier, new AbortController().signal, () => undefined, world.services);
    assert.deepEqual(world.told, []);
  });
});
