import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import type { Row, RowSource } from '../../src/core/redshift/results/contract.ts';
import { StatementError } from '../../src/core/redshift/statements/statementError.ts';
import { answerRows } from '../../src/host/notebook/results/answerRows.ts';
import { Results } from '../../src/host/notebook/results/results.ts';

const notebookOf = (name: string) => ({ name }) as unknown as vscode.NotebookDocument;
const cellIn = (notebook: vscode.NotebookDocument) => ({ notebook }) as unknown as vscode.NotebookCell;

/** Rows that say their number; counts how often it was let go. */
function numbered(totalRows: number): RowSource & { released: number } {
  return {
    columns: [{ name: 'n', typeName: 'int4', numeric: true }],
    totalRows,
    released: 0,
    rows: async (from, to) =>
      Array.from({ length: Math.max(0, Math.min(to, totalRows) - from) }, (_, at): Row => [
        String(from + at),
      ]),
    release() {
      this.released++;
    },
  };
}

describe('rows for a renderer', () => {
  const failing = (error: unknown): RowSource => ({ ...numbered(9), rows: () => Promise.reject(error) });
  const cell = cellIn(notebookOf('a'));
  const unexpected: unknown[] = [];
  const answer = (message: unknown, source: RowSource = numbered(5_400)) => {
    const results = new Results();
    const resultId = results.keep(source, cell);
    const sent =
      typeof message === 'object' && message !== null && !Array.isArray(message)
        ? { kind: 'rows', requestId: 7, resultId, from: 0, to: 1, ...message }
        : message;
    return answerRows(sent, results, (error) => unexpected.push(error));
  };

  it('are those asked for', async () => {
    const rows = [['200'], ['201']];
    assert.deepEqual(await answer({ from: 200, to: 202 }), { kind: 'rows', requestId: 7, rows });
  });

  const wrong = 'These rows can’t be asked for.';
  const gone = new StatementError('The service no longer has the result.', {
    code: 'ResourceNotFoundException',
    remedy: 'Run the cell again.',
  });
  const refused: { label: string; message: unknown; source?: RowSource; words: string }[] = [
    { label: 'another kind', message: { kind: 'drop' }, words: wrong },
    { label: 'too many at once', message: { from: 0, to: 1_001 }, words: wrong },
    { label: 'none', message: { from: 5, to: 5 }, words: wrong },
    { label: 'backwards', message: { from: 6, to: 5 }, words: wrong },
    { label: 'a negative number', message: { from: -1, to: 5 }, words: wrong },
    { label: 'no whole number', message: { from: 0.5, to: 5 }, words: wrong },
    { label: 'a number in a text', message: { from: '0', to: 5 }, words: wrong },
    { label: 'infinity', message: { from: 0, to: Infinity }, words: wrong },
    { label: 'an ID that is no text', message: { resultId: {} }, words: wrong },
    { label: 'an endless ID', message: { resultId: 'x'.repeat(65) }, words: wrong },
    {
      label: 'an unknown result',
      message: { resultId: 'of yesterday' },
      words: 'Run the cell again to see more rows.',
    },
    {
      label: 'the name of a method',
      message: { resultId: 'constructor' },
      words: 'Run the cell again to see more rows.',
    },
    {
      label: 'a result that is gone',
      message: {},
      source: failing(gone),
      words: 'The service no longer has the result. Run the cell again.',
    },
  ];
  for (const { label, message, source, words } of refused) {
    it(`are refused with words: ${label}`, async () => {
      assert.deepEqual(await answer(message, source), { kind: 'refused', requestId: 7, message: words });
    });
  }

  it('tell nothing of a fault of ours but that there was one, and report it', async () => {
    const fault = new TypeError('token=secret');
    const refusal = await answer({}, failing(fault));
    assert.deepEqual(unexpected, [fault]);
    assert.doesNotMatch(JSON.stringify(refusal), /secret/);
  });

  for (const message of [undefined, null, 'rows', 7, [], { requestId: 'x' }, { requestId: -1 }]) {
    it(`are not sent to whom nobody knows: ${JSON.stringify(message)}`, async () => {
      assert.equal(await answer(message), undefined);
    });
  }
});

describe('results of a window', () => {
  it('are let go with their notebook, or when their cell runs again', () => {
    const results = new Results();
    const notebooks = [notebookOf('a'), notebookOf('b')];
    const cells = notebooks.map(cellIn);
    const other = cellIn(notebooks[0]!);
    const sources = [numbered(1), numbered(1), numbered(1)];
    const ids = [cells[0]!, other, cells[1]!].map((cell, at) => results.keep(sources[at]!, cell));
    const known = () => ids.map((id) => results.get(id) !== undefined);
    const steps = [known()];
    results.letGoOf(cells[0]!);
    steps.push(known());
    results.letGoOfAll(notebooks[0]!);
    steps.push(known());
    assert.deepEqual(steps, [
      [true, true, true],
      [false, true, true],
      [false, false, true],
    ]);
    assert.deepEqual(
      sources.map(({ released }) => released),
      [1, 1, 0],
    );
  });
});
