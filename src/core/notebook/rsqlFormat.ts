import { closeStatement } from './closeStatement.ts';
import { findHeader } from './headerSection.ts';
import { isBlank, join, lineEnd, lineText, splitLines, usualEol, withLf, type Eol } from './lines.ts';
import type { RsqlCell, RsqlDocument } from './rsqlDocument.ts';
import { readHeader } from './rsqlHeader.ts';
import { formatMarker, isMarker, parseMarker, type RsqlMarker } from './rsqlMarker.ts';

/**
 * Reads a `.rsql` file: Jupytext's percent format with `--` as the comment sign. Every text is one; joining `preamble`
 * and the cells' `source` gives it back.
 */
export function parseRsql(text: string): RsqlDocument {
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  const lines = splitLines(text.slice(mark.length));
  const start = cellsStart(lines);
  const header = readHeader(lines);
  const sources = splitCells(lines.slice(start));
  return {
    preamble: mark + lines.slice(0, start).join(''),
    ...(header && { header }),
    eol: usualEol(lines),
    // A file without any text is one empty cell to write in.
    cells: (sources.length > 0 ? sources : ['']).map((source) => parseCell(source).cell),
  };
}

/**
 * Writes a document. A cell that is still what its `source` says keeps every byte; the others are written in the
 * document's line end, with a `;` where the last statement has none, so that RSQL can run the file as a script.
 */
export function writeRsql({ preamble, eol, cells }: RsqlDocument): string {
  const parts = [preamble];
  let last = preamble.replace(/^\uFEFF/, '');
  const add = (part: string) => {
    last = join(last, part).slice(last.length);
    parts.push(last);
  };
  let afterNew = false;
  cells.forEach((cell, index) => {
    const piece = writeCell(cell, cells[index - 1], preamble, eol);
    if (piece.text === '') return;
    if (last !== '' && !/[\r\n]/.test(last.at(-1) ?? '')) add(eol);
    if (last !== '' && (piece.isNew || afterNew) && !endsInBlankLine(parts)) add(eol);
    add(piece.text);
    afterNew = piece.isNew;
  });
  return parts.join('');
}

/** Number of lines before the first cell: the header block, and the blank lines after it or before a first marker. */
function cellsStart(lines: readonly string[]): number {
  const header = findHeader(lines);
  const firstText = lines.findIndex((line, index) => index > (header?.close ?? -1) && !isBlank(line));
  if (header) return firstText === -1 ? lines.length : firstText;
  return firstText !== -1 && isMarker(lineText(lines[firstText] ?? '')) ? firstText : 0;
}

function splitCells(lines: readonly string[]): string[] {
  const sources: string[][] = [];
  let inMarkdown = false;
  for (const line of lines) {
    const startsCell = isMarker(lineText(line));
    // RSQL would run a line that is no comment, so a Markdown cell can't hold one: it begins a cell of SQL.
    if (startsCell || sources.length === 0 || (inMarkdown && isBare(line))) {
      sources.push([line]);
      inMarkdown = startsCell && parseMarker(lineText(line)).kind === 'markdown';
    } else {
      sources.at(-1)?.push(line);
    }
  }
  return sources.map((source) => source.join(''));
}

function isBare(line: string): boolean {
  return !isBlank(line) && !line.startsWith('--');
}

interface ParsedCell {
  readonly cell: RsqlCell;
  /** The marker line with its end; '' where the cell has none. */
  readonly marker: string;
  /** End of the last line of the text. */
  readonly textEnd: string;
  /** The blank lines after the text. */
  readonly tail: string;
}

function parseCell(source: string): ParsedCell {
  const lines = splitLines(source);
  const marker = isMarker(lineText(lines[0] ?? '')) ? (lines.shift() ?? '') : '';
  const said: RsqlMarker =
    marker === '' ? { kind: 'sql', title: '', keys: {} } : parseMarker(lineText(marker));
  const shown = lines.map((line) => (said.kind === 'markdown' ? uncomment(lineText(line)) : lineText(line)));
  const count = shown.findLastIndex((line) => !isBlank(line)) + 1;
  return {
    cell: { ...said, text: shown.slice(0, count).join('\n'), source },
    marker,
    textEnd: lineEnd(lines[count - 1] ?? ''),
    tail: lines.slice(count).join(''),
  };
}

interface Piece {
  readonly text: string;
  /** It stands in the file for the first time, so blank lines around it are ours to put. */
  readonly isNew: boolean;
}

function writeCell(cell: RsqlCell, previous: RsqlCell | undefined, preamble: string, eol: Eol): Piece {
  const parsed = cell.source === undefined ? undefined : parseCell(cell.source);
  const needsMarker = (text: string) =>
    previous
      ? previous.kind !== 'markdown' || !isBare(splitLines(text)[0] ?? '')
      : beginsHeader(preamble, text);
  if (cell.source !== undefined && parsed && isSame(cell, parsed.cell)) {
    const text = cell.source;
    const isWhole = parsed.marker !== '' || !needsMarker(text);
    return { text: isWhole ? text : join(formatMarker(cell) + eol, text), isNew: false };
  }
  const text = writeText(cell, eol);
  if (!parsed || parsed.cell.kind !== cell.kind) {
    return { text: join(formatMarker(cell) + eol, text === '' ? '' : text + eol), isNew: true };
  }
  const textEnd = parsed.cell.text === '' ? eol : parsed.textEnd;
  const body = join(text === '' ? '' : text + textEnd, parsed.tail);
  const sameMarker = hasSameMarker(cell, parsed.cell);
  if (parsed.marker === '' && sameMarker && !needsMarker(body)) return { text: body, isNew: false };
  const marker = sameMarker && parsed.marker !== '' ? lineText(parsed.marker) : formatMarker(cell);
  return { text: join(marker + (lineEnd(parsed.marker) || eol), body), isNew: false };
}

function writeText(cell: RsqlCell, eol: Eol): string {
  const text = comparable(cell.text);
  if (text === '') return '';
  const lines = (cell.kind === 'sql' ? closeStatement(text) : text).split('\n');
  return lines.map((line) => (cell.kind === 'sql' ? line : comment(line))).join(eol);
}

function comment(line: string): string {
  if (line === '') return '--';
  // With a tab, a line of Markdown that begins with `%%` is no marker.
  return isMarker(`-- ${line}`) ? `--\t${line}` : `-- ${line}`;
}

function uncomment(line: string): string {
  return line.replace(/^--[ \t]?/, '');
}

/** Whether text at the beginning of the file would be taken for a header. */
function beginsHeader(preamble: string, text: string): boolean {
  const lines = splitLines(preamble.replace(/^\uFEFF/, ''));
  return !findHeader(lines) && findHeader([...lines, ...splitLines(text)]) !== undefined;
}

function isSame(cell: RsqlCell, other: RsqlCell): boolean {
  return hasSameMarker(cell, other) && comparable(cell.text) === comparable(other.text);
}

function hasSameMarker(cell: RsqlCell, other: RsqlCell): boolean {
  const names = Object.keys(cell.keys);
  return (
    cell.kind === other.kind &&
    cell.title === other.title &&
    names.length === Object.keys(other.keys).length &&
    names.every((name) => cell.keys[name] === other.keys[name])
  );
}

/** Text without what editors change by themselves, line ends and a byte order mark, and without blank lines at the end. */
function comparable(text: string): string {
  const lines = withLf(text)
    .replace(/^\uFEFF+/, '')
    .split('\n');
  return lines.slice(0, lines.findLastIndex((line) => !isBlank(line)) + 1).join('\n');
}

function endsInBlankLine(parts: readonly string[]): boolean {
  return /\n[ \t]*\n$/.test(withLf(parts.slice(-2).join('').slice(-200)));
}
