import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { HopError } from '../../src/core/errors.ts';
import { StatementError } from '../../src/core/redshift/statements/statementError.ts';
import type { CellStatement, RunEnd } from '../../src/host/notebook/cellStatement.ts';
import { RunRecords } from '../../src/host/notebook/takeUp/runRecords.ts';

/** As VS Code stores it: what comes back after a reload went through JSON. */
class StoredState implements vscode.Memento {
  #text = '{}';

  keys(): readonly string[] {
    return Object.keys(JSON.parse(this.#text));
  }

  get<T>(key: string, byDefault?: T): T {
    return JSON.parse(this.#text)[key] ?? byDefault;
  }

  async update(key: string, value: unknown): Promise<void> {
    this.#text = JSON.stringify({ ...JSON.parse(this.#text), [key]: value });
  }

  toString(): string {
    return this.#text;
  }
}

interface OpenNotebook {
  document: vscode.NotebookDocument;
  cells: vscode.NotebookCell[];
}

/** A notebook as the editor opens it; cells stay the same objects while they move. */
function open(texts: readonly string[], uri = 'file:///a.rsql'): OpenNotebook {
  const cells: vscode.NotebookCell[] = [];
  const document = {
    uri: { toString: () => uri },
    isClosed: false,
    getCells: () => cells,
  } as unknown as vscode.NotebookDocument;
  for (const text of texts) cells.push(cellOf({ document, cells }, text));
  return { document, cells };
}

function cellOf({ document, cells }: OpenNotebook, text: string): vscode.NotebookCell {
  return {
    notebook: document,
    document: { getText: () => text },
    get index() {
      return cells.findIndex((other) => (other as unknown) === this);
    },
  } as unknown as vscode.NotebookCell;
}

function statementOf(
  cell: vscode.NotebookCell,
  name: string,
  more: Partial<CellStatement> = {},
): CellStatement {
  return {
    cell,
    name,
    index: 0,
    count: 1,
    startedAt: 1_000,
    place: {
      site: {
        profile: { name: 'Company' },
        site: { region: 'us-east-1' },
        account: { id: 'ming', login: 'ming@example.com' },
      },
      warehouse: { kind: 'workgroup', name: 'analytics', database: 'dev' },
    },
    ...more,
  } as unknown as CellStatement;
}

function finished(run: CellStatement, statementId: string): RunEnd {
  const statement = { statementId, hasResultSet: true, rowCount: 3, durationMs: 5, sessionId: 'session' };
  return { state: 'FINISHED', outcome: { place: run.place, statement } };
}

describe('run records', () => {
  const state = () => new StoredState();
  const namesIn = (records: RunRecords, { document, cells }: OpenNotebook) =>
    records
      .earlierRuns(document)
      .map(({ cell, run }) => [cells.indexOf(cell), run.statements.map(({ name }) => name)]);

  it('are there again in another window, with all that is needed to draw the result', () => {
    const stored = state();
    const before = open(['SELECT 1', 'SELECT 2']);
    const records = new RunRecords(stored, () => 2_000);
    const run = statementOf(before.cells[1]!, 'one');
    records.begins(before.cells[1]!);
    records.started(run);
    records.submitted(run, { statementId: 'id-1' });
    records.ended(run, finished(run, 'id-1'));

    const after = open(['SELECT 1', 'SELECT 2']);
    const [recorded, ...others] = new RunRecords(stored, () => 3_000).earlierRuns(after.document);
    assert.deepEqual(others, []);
    assert.equal(recorded?.cell, after.cells[1]);
    const { textHash, ...rest } = recorded!.run;
    assert.match(textHash, /^[0-9a-f]{64}$/);
    assert.deepEqual(rest, {
      notebook: 'file:///a.rsql',
      cell: 1,
      count: 1,
      statements: [
        {
          index: 0,
          name: 'one',
          profile: 'Company',
          accountId: 'ming',
          region: 'us-east-1',
          warehouse: { kind: 'workgroup', name: 'analytics', database: 'dev' },
          startedAt: 1_000,
          endedAt: 2_000,
          statementId: 'id-1',
          state: 'FINISHED',
          summary: { hasResultSet: true, rowCount: 3, durationMs: 5 },
        },
      ],
    });
  });

  it('hold no SQL and no value', () => {
    const stored = state();
    const { cells } = open(["SELECT * FROM sales WHERE card = '4111'"]);
    const records = new RunRecords(stored, () => 1_000);
    const run = statementOf(cells[0]!, 'one');
    records.started(run);
    const error = new StatementError("invalid input syntax: '4111'", { code: 'StatementFailed' });
    records.ended(run, { state: 'FAILED', error, statementId: 'id-1' });
    assert.doesNotMatch(stored.toString(), /4111|sales|SELECT/);
  });

  it('tell when what a closed notebook ran here has ended, for who opens it again before', async () => {
    const closed = open(['SELECT 1']);
    const records = new RunRecords(state(), () => 1_000);
    const run = statementOf(closed.cells[0]!, 'one');
    records.started(run);
    (closed.document as { isClosed: boolean }).isClosed = true;
    const [again] = records.earlierRuns(open(['SELECT 1']).document);
    assert.ok(again);
    const seen: string[] = [];
    const told = records.endedHere(again).then(() => seen.push(again.run.statements[0]?.state ?? ''));
    await new Promise((resolve) => setImmediate(resolve));
    seen.push('still running');
    records.ended(run, { state: 'ABORTED', statementId: 'id-1' });
    await told;
    await records.endedHere(again);
    assert.deepEqual(seen, ['still running', 'ABORTED']);
  });

  it('know a statement before it is sent', () => {
    const stored = state();
    const { cells } = open(['SELECT 1']);
    new RunRecords(stored, () => 1_000).started(statementOf(cells[0]!, 'one'));
    const after = new RunRecords(stored, () => 1_000).earlierRuns(open(['SELECT 1']).document);
    assert.deepEqual(
      after.flatMap(({ run }) => run.statements.map(({ name, state: at }) => [name, at])),
      [['one', 'RUNNING']],
    );
  });

  it('follow cells that move while the notebook is open', () => {
    const stored = state();
    const notebook = open(['SELECT 1', 'SELECT 1']);
    const records = new RunRecords(stored, () => 1_000);
    records.started(statementOf(notebook.cells[0]!, 'first'));
    notebook.cells.unshift(cellOf(notebook, 'SELECT 1'));
    records.started(statementOf(notebook.cells[0]!, 'new'));
    const after = namesIn(new RunRecords(stored, () => 1_000), open(['SELECT 1', 'SELECT 1', 'SELECT 1']));
    assert.deepEqual(after, [
      [1, ['first']],
      [0, ['new']],
    ]);
  });

  it('stay until an edited cell runs', () => {
    const stored = state();
    const { cells } = open(['SELECT 1']);
    new RunRecords(stored, () => 1_000).started(statementOf(cells[0]!, 'one'));
    assert.deepEqual(namesIn(new RunRecords(stored, () => 1_000), open(['SELECT 2'])), []);
    assert.deepEqual(namesIn(new RunRecords(stored, () => 1_000), open(['SELECT 1'])), [[0, ['one']]]);
  });

  it('are no longer those of a cell that is edited after it was opened', () => {
    const stored = state();
    new RunRecords(stored, () => 1_000).started(statementOf(open(['SELECT 1']).cells[0]!, 'one'));
    const notebook = open(['SELECT 1']);
    const records = new RunRecords(stored, () => 1_000);
    const [recorded] = records.earlierRuns(notebook.document);
    assert.equal(records.isCurrent(recorded!), true);
    Object.assign(notebook.cells[0]!, { document: { getText: () => 'SELECT 2' } });
    assert.equal(records.isCurrent(recorded!), false);
  });

  it('are replaced when the cell runs again, in the same window or another', () => {
    const stored = state();
    const first = open(['SELECT 1']);
    const records = new RunRecords(stored, () => 1_000);
    for (const name of ['one', 'two']) {
      records.begins(first.cells[0]!);
      records.started(statementOf(first.cells[0]!, name));
    }
    const second = open(['SELECT 1']);
    const later = new RunRecords(stored, () => 1_000);
    const [recorded] = later.earlierRuns(second.document);
    assert.deepEqual(
      recorded?.run.statements.map(({ name }) => name),
      ['two'],
    );
    const over = later.over(recorded!);
    assert.equal(over.aborted, false);
    later.begins(second.cells[0]!);
    assert.equal(over.aborted, true);
    later.started(statementOf(second.cells[0]!, 'three'));
    assert.equal(later.isCurrent(recorded!), false);
    assert.deepEqual(later.earlierRuns(second.document), []);
    assert.deepEqual(namesIn(new RunRecords(stored, () => 1_000), open(['SELECT 1'])), [[0, ['three']]]);
  });

  it('come back when a notebook is closed and opened again in one window', () => {
    const records = new RunRecords(state(), () => 1_000);
    const first = open(['SELECT 1']);
    records.started(statementOf(first.cells[0]!, 'one'));
    assert.deepEqual(records.earlierRuns(first.document), []);
    Object.assign(first.document, { isClosed: true });
    assert.deepEqual(namesIn(records, open(['SELECT 1'])), [[0, ['one']]]);
  });

  it('go when the outputs are cleared, but not those of what runs', () => {
    const records = new RunRecords(state(), () => 1_000);
    const { cells, document } = open(['SELECT 1', 'SELECT 2']);
    const runs = cells.map((cell, at) => statementOf(cell, `statement ${at}`));
    for (const run of runs) records.started(run);
    records.ended(runs[0]!, finished(runs[0]!, 'id'));
    for (const cell of cells) records.cleared(cell);
    Object.assign(document, { isClosed: true });
    assert.deepEqual(namesIn(records, open(['SELECT 1', 'SELECT 2'])), [[1, ['statement 1']]]);
  });

  it('go with a notebook to its new name, and replace what was known of that one', () => {
    const records = new RunRecords(state(), () => 1_000);
    const [from, over] = [open(['SELECT 1', 'SELECT 2']), open(['SELECT 2'], 'file:///b.rsql')];
    records.started(statementOf(over.cells[0]!, 'before'));
    records.started(statementOf(from.cells[1]!, 'one'));
    records.moved('file:///a.rsql', 'file:///b.rsql');
    Object.assign(over.document, { isClosed: true });
    const moved = open(['SELECT 1', 'SELECT 2'], 'file:///b.rsql');
    assert.deepEqual(namesIn(records, moved), [[1, ['one']]]);
    assert.deepEqual([records.has('file:///a.rsql'), records.has('file:///b.rsql')], [false, true]);
  });

  it('are of one notebook', () => {
    const records = new RunRecords(state(), () => 1_000);
    records.started(statementOf(open(['SELECT 1']).cells[0]!, 'one'));
    assert.deepEqual(records.earlierRuns(open(['SELECT 1'], 'file:///b.rsql').document), []);
  });

  it('read storage that holds something else', () => {
    const stored = state();
    void stored.update('redshiftIdentity.runs', [{ notebook: 7 }, 'x', null]);
    assert.deepEqual(new RunRecords(stored).earlierRuns(open(['SELECT 1']).document), []);
  });

  const ends: {
    label: string;
    end: Omit<Extract<RunEnd, { state: 'FAILED' }>, 'state'>;
    expected: string;
  }[] = [
    {
      label: 'Redshift refused it',
      end: { error: new StatementError('no', { code: 'StatementFailed' }), statementId: 'id' },
      expected: 'FAILED',
    },
    {
      label: 'somebody else ended it',
      end: { error: new StatementError('no', { code: 'StatementAborted' }), statementId: 'id' },
      expected: 'FAILED',
    },
    {
      label: 'the network went while it ran',
      end: { error: new StatementError('no', { code: 'NetworkFailure' }), statementId: 'id' },
      expected: 'UNCLEAR',
    },
    {
      label: 'no answer came to its start',
      end: { error: new StatementError('no', { code: 'StatementUnclear' }) },
      expected: 'UNCLEAR',
    },
    { label: 'the identity chain failed', end: { error: new HopError({ hop: 'okta' }) }, expected: 'FAILED' },
    {
      label: 'the cancel was not confirmed',
      end: { error: new StatementError('no', { code: 'CancelUnclear' }), statementId: 'id' },
      expected: 'UNCLEAR',
    },
  ];
  for (const { label, end, expected } of ends) {
    it(`tell an end that is known from one that is not: ${label}`, () => {
      const stored = state();
      const { cells } = open(['SELECT 1']);
      const records = new RunRecords(stored, () => 1_000);
      const run = statementOf(cells[0]!, 'one');
      records.started(run);
      records.ended(run, { state: 'FAILED', ...end });
      const [recorded] = new RunRecords(stored, () => 1_000).earlierRuns(open(['SELECT 1']).document);
      assert.equal(recorded?.run.statements[0]?.state, expected);
    });
  }
});
