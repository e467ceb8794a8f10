import type { CopyFormat } from '../../../protocol/gridMessages.ts';
import type { ResultColumn } from '../../../protocol/resultPayload.ts';
import { readableName } from '../catalog/quoteName.ts';
import { uniqueNames } from '../export/uniqueNames.ts';
import { jsonOf } from './jsonOf.ts';
import { sqlLiteral } from './sqlLiteral.ts';

type Values = readonly (string | null)[];

/** Writes tables row by row. */
export interface CopyWriter {
  /** A table begins. */
  begin(columns: readonly ResultColumn[]): string;
  row(values: Values): string;
  end(): string;
}

/** @param header with the names of the columns, where the format can go without */
export function copyWriter(format: CopyFormat, header: boolean): CopyWriter {
  switch (format) {
    case 'tsv':
      return lines({ header, separator: '\t', end: '\n', write: tsvValue });
    case 'csv':
      return lines({ header, separator: ',', end: '\r\n', write: csvValue });
    case 'markdown':
      return markdown();
    case 'json':
      return json();
    case 'values':
      return valuesList(header);
    case 'in':
      return inList();
  }
}

/** As spreadsheets take it: what would end a cell stands in quotes. NULL is an empty cell. */
function tsvValue(value: string | null): string {
  if (value === null) return '';
  return /["\t\r\n]/.test(value) ? quoted(value) : value;
}

/** RFC 4180; an empty text is quoted, so that it differs from NULL. */
function csvValue(value: string | null): string {
  if (value === null) return '';
  return value === '' || /[",\r\n]/.test(value) ? quoted(value) : value;
}

function quoted(value: string): string {
  return `"${value.replaceAll('"', '""')}"`;
}

interface Lines {
  readonly header: boolean;
  readonly separator: string;
  readonly end: string;
  readonly write: (value: string | null) => string;
}

function lines({ header, separator, end, write }: Lines): CopyWriter {
  let first = true;
  const line = (values: Values): string => values.map(write).join(separator) + end;
  return {
    begin: (columns) => {
      const gap = first ? '' : end;
      first = false;
      return gap + (header ? line(columns.map(({ name }) => name)) : '');
    },
    row: line,
    end: () => '',
  };
}

function markdown(): CopyWriter {
  let first = true;
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  return {
    begin: (columns) => {
      const gap = first ? '' : '\n';
      first = false;
      const rules = columns.map(({ numeric }) => (numeric ? '---:' : '---'));
      return gap + line(columns.map(({ name }) => markdownText(name))) + line(rules);
    },
    row: (values) => line(values.map((value) => (value === null ? 'NULL' : markdownText(value)))),
    end: () => '',
  };
}

/** One line, on which nothing is markup. */
function markdownText(value: string): string {
  return value
    .replace(/[\\`*[\]|~$]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/\r\n|\r|\n/g, '<br>');
}

/** An array of objects. */
function json(): CopyWriter {
  let columns: readonly ResultColumn[] = [];
  let names: string[] = [];
  let open = '[';
  let between = '';
  return {
    begin: (next) => {
      columns = next;
      names = uniqueNames(next).map((name) => JSON.stringify(name));
      const start = open;
      open = '';
      return start;
    },
    row: (values) => {
      const members = values.map((value, index) => {
        const column = columns[index];
        return `${names[index]}: ${column ? jsonOf(value, column) : 'null'}`;
      });
      const row = `${between}\n  { ${members.join(', ')} }`;
      between = ',';
      return row;
    },
    end: () => '\n]\n',
  };
}

/** For `INSERT INTO name`, with the columns where a header is asked for. */
function valuesList(header: boolean): CopyWriter {
  let columns: readonly ResultColumn[] = [];
  let start = '';
  let first = true;
  return {
    begin: (next) => {
      columns = next;
      const names = next.map(({ name }) => readableName(name)).join(', ');
      const before = `${first ? '' : '\n\n'}${header ? `(${names}) ` : ''}`;
      first = false;
      start = `${before}VALUES\n  `;
      return '';
    },
    row: (values) => {
      const row = `${start}${tuple(values, columns)}`;
      start = ',\n  ';
      return row;
    },
    end: () => '\n',
  };
}

/**
 * Behind `IN`: each value once, of several columns as tuples. NULL is left out: `IN` never finds it, and with it
 * `NOT IN` would find nothing.
 */
function inList(): CopyWriter {
  const seen = new Set<string>();
  let columns: readonly ResultColumn[] = [];
  let open = '(';
  return {
    begin: (next) => {
      columns = next;
      const start = open;
      open = '';
      return start;
    },
    row: (values) => {
      if (values.includes(null)) return '';
      const [value = null] = values;
      const [column] = columns;
      const item = values.length === 1 && column ? sqlLiteral(value, column) : tuple(values, columns);
      if (seen.has(item)) return '';
      const between = seen.size === 0 ? '' : ', ';
      seen.add(item);
      return between + item;
    },
    end: () => (seen.size === 0 ? 'NULL)' : ')'),
  };
}

function tuple(values: Values, columns: readonly ResultColumn[]): string {
  const literals = values.map((value, index) => {
    const column = columns[index];
    return column ? sqlLiteral(value, column) : 'NULL';
  });
  return `(${literals.join(', ')})`;
}
