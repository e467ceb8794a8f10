import { inflateRawSync } from 'node:zlib';
import { JSDOM } from 'jsdom';

/** A cell as the file has it: its type, its text and its number format. */
export interface ReadCell {
  readonly type: string;
  readonly value: string;
  readonly format?: string;
}

/** The sheets of a workbook, read by the formats of ZIP and Office Open XML; an empty cell is null. */
export function readExcel(file: Buffer): Map<string, (ReadCell | null)[][]> {
  const entries = readZip(file);
  const xml = (name: string) =>
    new JSDOM(entries.get(name)?.toString() ?? '', { contentType: 'text/xml' }).window.document;
  const targets = new Map(
    [...xml('xl/_rels/workbook.xml.rels').querySelectorAll('Relationship')].map((each) => [
      each.getAttribute('Id'),
      each.getAttribute('Target') ?? '',
    ]),
  );
  const styles = xml('xl/styles.xml');
  const codes = new Map(
    [...styles.querySelectorAll('numFmt')].map((each) => [
      each.getAttribute('numFmtId') ?? '',
      each.getAttribute('formatCode') ?? '',
    ]),
  );
  const formats = [...styles.querySelectorAll('cellXfs > xf')].map(
    (each) => each.getAttribute('numFmtId') ?? '',
  );
  const sheets = [...xml('xl/workbook.xml').querySelectorAll('sheet')].map((sheet) => {
    const document = xml(`xl/${targets.get(sheet.getAttribute('r:id')) ?? ''}`);
    const rows = [...document.querySelectorAll('row')].map((row) => {
      const cells: (ReadCell | null)[] = [];
      for (const cell of row.querySelectorAll('c')) {
        const format = formats[Number(cell.getAttribute('s') ?? 0)] ?? '';
        const value = cell.querySelector('v');
        cells[columnOf(cell.getAttribute('r') ?? '')] = value && {
          type: cell.getAttribute('t') ?? 'n',
          value: plain(value.textContent),
          ...(format !== '0' && { format: codes.get(format) ?? format }),
        };
      }
      return Array.from(cells, (cell) => cell ?? null);
    });
    return [sheet.getAttribute('name') ?? '', rows] as const;
  });
  return new Map(sheets);
}

/** The characters that stand as `_x0001_`. */
function plain(text: string): string {
  return text.replace(/_x([0-9A-F]{4})_/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

/** 0 for `A7`, 26 for `AA7`. */
function columnOf(address: string): number {
  const letters = address.replace(/\d+$/, '');
  return [...letters].reduce((column, letter) => column * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

/** The entries of a ZIP file by their names, by its central directory. */
export function readZip(file: Buffer): Map<string, Buffer> {
  const entries = new Map<string, Buffer>();
  const end = file.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  const count = file.readUInt16LE(end + 10);
  let at = file.readUInt32LE(end + 16);
  for (let entry = 0; entry < count; entry++) {
    const nameLength = file.readUInt16LE(at + 28);
    const name = file.toString('utf8', at + 46, at + 46 + nameLength);
    const local = file.readUInt32LE(at + 42);
    const start = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28);
    const bytes = file.subarray(start, start + file.readUInt32LE(at + 20));
    entries.set(name, file.readUInt16LE(at + 10) === 0 ? bytes : inflateRawSync(bytes));
    at += 46 + nameLength + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32);
  }
  return entries;
}
