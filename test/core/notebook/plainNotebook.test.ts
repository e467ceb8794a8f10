import assert from 'node:assert/strict';
import { isUtf8 } from 'node:buffer';
import fc from 'fast-check';
import { closeStatement } from '../../../src/core/notebook/closeStatement.ts';
import {
  fromNotebook,
  toNotebook,
  type PlainCell,
  type PlainNotebook,
} from '../../../src/core/notebook/plainNotebook.ts';
import { RsqlFormatError } from '../../../src/core/notebook/rsqlBytes.ts';
import { rsqlText, typedText } from './arbitraryRsql.ts';

const encoder = new TextEncoder();
const open = (text: string): PlainNotebook => toNotebook(encoder.encode(text));
const save = (notebook: PlainNotebook): string =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(fromNotebook(notebook));

/** What VS Code does to a notebook that nobody edits: text buffers of one line end, no byte order mark, metadata as JSON. */
function throughEditor(notebook: PlainNotebook, eol: string): PlainNotebook {
  const copy = JSON.parse(JSON.stringify(notebook)) as PlainNotebook;
  const edited = (text: string) => text.replace(/^\uFEFF/, '').replace(/\r\n|\r|\n/g, eol);
  return { ...copy, cells: copy.cells.map((cell) => ({ ...cell, text: edited(cell.text) })) };
}

const newCell = (text: string, kind: 'sql' | 'markdown'): PlainCell => ({
  kind,
  text,
  metadata: { title: '', keys: {} },
});
const sourceOf = (cell: PlainCell) => cell.metadata.source ?? '';

/** A cell as an editor shows it. Blank lines before a cell without a marker belong to what stands before it. */
const shown = (cell: PlainCell) => ({
  kind: cell.kind,
  title: cell.metadata.title,
  text: cell.text.replace(/^(?:\uFEFF|[ \t]*\n)+/, ''),
});
/** What it shows of a changed cell after saving and opening: the same, with the last statement closed. */
const reopened = (cell: PlainCell) =>
  shown(cell.kind === 'sql' ? { ...cell, text: closeStatement(cell.text.replace(/^\uFEFF+/, '')) } : cell);

describe('a notebook opened and saved', () => {
  it('keeps every byte of any text', () => {
    fc.assert(
      fc.property(rsqlText, fc.constantFrom('\n', '\r\n'), (text, eol) => {
        assert.equal(save(throughEditor(open(text), eol)), text);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps every byte outside the cell that was edited, and what was typed', () => {
    fc.assert(
      fc.property(rsqlText, typedText, fc.nat(), (before, typed, choice) => {
        const notebook = throughEditor(open(before), '\n');
        const index = choice % notebook.cells.length;
        fc.pre(notebook.cells[index]!.text !== typed);
        const cells = notebook.cells.with(index, { ...notebook.cells[index]!, text: typed });
        const after = save({ ...notebook, cells });

        const sources = notebook.cells.map(sourceOf);
        const start = notebook.metadata.preamble + sources.slice(0, index).join('');
        const end = sources.slice(index + 1).join('');
        assert.equal(after.slice(0, start.length), start);
        assert.equal(after.slice(after.length - end.length), end);
        const expected = cells.map((cell, at) => (at === index ? reopened(cell) : shown(cell)));
        assert.deepEqual(open(after).cells.map(shown), expected);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps every byte of cells that were moved or copied, or had others inserted and deleted around them', () => {
    // A byte order mark inside a file becomes the file's own when its cell is moved to the top: nothing to see or lose.
    const withoutInnerMarks = rsqlText.map((text) => text.replace(/(?<!^)\uFEFF/g, ''));
    const inserted = fc.record({
      text: typedText,
      kind: fc.constantFrom('sql' as const, 'markdown' as const),
    });
    const plan = fc.array(fc.oneof({ weight: 3, arbitrary: fc.nat() }, { weight: 1, arbitrary: inserted }), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(withoutInnerMarks, plan, (before, steps) => {
        const notebook = throughEditor(open(before), '\n');
        const cells = steps.map((step) =>
          typeof step === 'number'
            ? notebook.cells[step % notebook.cells.length]!
            : newCell(step.text, step.kind),
        );
        const after = save({ ...notebook, cells });

        assert.ok(after.startsWith(notebook.metadata.preamble));
        let position = notebook.metadata.preamble.length;
        for (const source of cells.map(sourceOf)) {
          const found = after.indexOf(source, position);
          assert.notEqual(found, -1, `lost ${JSON.stringify(source)} in ${JSON.stringify(after)}`);
          position = found + source.length;
        }
        // An empty cell without a marker leaves nothing in the file when it comes first.
        const written = cells.filter((cell, at) => at > 0 || /[^ \t\r\n]/.test(sourceOf(cell) + cell.text));
        const expected = written.map((cell) =>
          cell.metadata.source === undefined ? reopened(cell) : shown(cell),
        );
        const result = open(after).cells.map(shown);
        assert.deepEqual(result, expected.length > 0 ? expected : [shown(newCell('', 'sql'))]);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps what was typed where a cell became Markdown or SQL', () => {
    fc.assert(
      fc.property(rsqlText, fc.nat(), (before, choice) => {
        const notebook = open(before);
        const index = choice % notebook.cells.length;
        const cell = notebook.cells[index]!;
        const turned = { ...cell, kind: cell.kind === 'sql' ? ('markdown' as const) : ('sql' as const) };
        const after = save({ ...notebook, cells: notebook.cells.with(index, turned) });
        assert.deepEqual(open(after).cells.slice(index).map(shown)[0], reopened(turned));
      }),
    );
  });

  it('takes any bytes, or refuses what is not UTF-8 text', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 12 }),
      fc
        .array(fc.constantFrom(0x41, 0x0a, 0xc3, 0xa9, 0xef, 0xbf, 0xbd, 0xe2, 0x82, 0xed, 0xa0, 0xf0, 0x9f))
        .map((list) => Uint8Array.from(list)),
    );
    fc.assert(
      fc.property(bytes, (file) => {
        if (isUtf8(file) && !file.includes(0)) {
          assert.deepEqual(fromNotebook(toNotebook(file)), file);
        } else {
          assert.throws(() => toNotebook(file), RsqlFormatError);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('metadata of other origin', () => {
  const cases: [label: string, notebook: Parameters<typeof fromNotebook>[0], expected: string][] = [
    ['no metadata', { cells: [{ kind: 'sql', text: 'SELECT 1;' }] }, '-- %%\nSELECT 1;\n'],
    ['no cells', { cells: [] }, ''],
    [
      'values of the wrong type',
      {
        cells: [{ kind: 'sql', text: 'SELECT 1;', metadata: { title: 1, keys: { a: 2 }, source: null } }],
        metadata: { preamble: {}, eol: 'x' },
      },
      '-- %%\nSELECT 1;\n',
    ],
    [
      'keys no marker can hold',
      { cells: [{ kind: 'sql', text: '', metadata: { title: 'a\r\nb', keys: { 'a b': '1', ok: '2\n"' } } }] },
      '-- %% a b ok="2\\n\\""\n',
    ],
  ];
  for (const [label, notebook, expected] of cases) {
    it(label, () => assert.equal(new TextDecoder().decode(fromNotebook(notebook)), expected));
  }
});
