import { damaged, UnreadableSpreadsheet } from './unreadable';
import { workbookParts } from './workbook';
import { xmlTokens, type XmlToken } from './xml';
import { ZipArchive } from './zip';

/** A first row is a few hundred bytes; what lies behind it is never unpacked. */
const SHEET_START = 4 * 1024 * 1024;
/** All texts of a workbook with 30,000 rows fit in this many bytes. */
const MOST_TEXT = 64 * 1024 * 1024;

const ZIP = [0x50, 0x4b, 0x03, 0x04];
const OLE = [0xd0, 0xcf, 0x11, 0xe0];

/** A cell before its text is looked up. */
interface Cell {
  /** From 0. */
  column: number;
  /** The `t` attribute: what kind of value it holds. */
  type: string;
  value: string;
}

/**
 * The texts of the first row that has any, in a workbook's first sheet, by column from A on; cells without
 * a text are ''. Told by its content, not by its name.
 *
 * This reads one row and nothing else: no numbers formats, dates, formulas or styles, which is what
 * spreadsheet libraries are for. A published n8n node may have no dependency, and a library bundled into
 * it would be many thousand lines that nobody who reviews the package could read, for a list of words.
 * Unpacking is left to the platform's own `DecompressionStream`.
 *
 * @throws {UnreadableSpreadsheet}
 */
export async function readFirstRow(file: Uint8Array): Promise<string[]> {
  if (startsWith(file, OLE)) {
    throw new UnreadableSpreadsheet(
      'The file is an old Excel file (.xls), or one with a password',
      'Open it in Excel and save it as an Excel workbook (.xlsx) without a password.',
    );
  }
  if (!startsWith(file, ZIP)) {
    throw new UnreadableSpreadsheet(
      'The file is no Excel file',
      'Its content is something else, whatever its name says. Save it as an Excel workbook (.xlsx).',
    );
  }
  const archive = new ZipArchive(file);
  const parts = await workbookParts(archive);
  const sheet = await archive.read(parts.firstSheet, SHEET_START);
  if (!sheet) throw damaged();
  const cells = firstRow(xmlTokens(sheet.text));
  return await texts(cells, async (wanted) => sharedStrings(archive, parts.sharedStrings, wanted));
}

function startsWith(file: Uint8Array, signature: number[]): boolean {
  return signature.every((byte, index) => file[index] === byte);
}

function firstRow(tokens: Iterable<XmlToken>): Cell[] {
  let cells: Cell[] = [];
  let cell: Cell | undefined;
  const reader = new TextReader();
  for (const token of tokens) {
    const inCell = reader.take(token);
    if (token.kind === 'text') {
      if (cell && inCell) cell.value += token.text;
    } else if (token.name === 'c') {
      if (token.kind === 'open') {
        const column = columnOf(token.attributes.r) ?? (cells[cells.length - 1]?.column ?? -1) + 1;
        cell = { column, type: token.attributes.t ?? 'n', value: '' };
      } else if (cell) {
        if (cell.value !== '') cells.push(cell);
        cell = undefined;
      }
    } else if (token.name === 'row' || token.name === 'sheetData') {
      if (token.kind === 'close' && cells.length > 0) return cells;
      cells = [];
    }
  }
  return [];
}

/** Knows which text of a cell or a shared string is its own: that in `v` and `t`, without reading aids. */
class TextReader {
  private depthOfAid = 0;
  private inside = false;

  /** Whether a text token here belongs to the value. */
  take(token: XmlToken): boolean {
    if (token.kind === 'text') return this.inside && this.depthOfAid === 0;
    const opens = token.kind === 'open';
    if (token.name === 'rPh') this.depthOfAid += opens ? 1 : -1;
    if (token.name === 'v' || token.name === 't') this.inside = opens;
    return false;
  }
}

/** `AB7` is column 27. */
function columnOf(reference: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}(?=\d)/i.exec(reference ?? '')?.[0].toUpperCase();
  if (letters === undefined) return undefined;
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

async function texts(
  cells: Cell[],
  lookUp: (wanted: ReadonlySet<number>) => Promise<ReadonlyMap<number, string>>,
): Promise<string[]> {
  const wanted = new Set(
    cells.filter(({ type }) => type === 's').map(({ value }) => Number(value)),
  );
  const shared = wanted.size > 0 ? await lookUp(wanted) : new Map<number, string>();
  const row: string[] = [];
  for (const { column, type, value } of cells) {
    const text = type === 's' ? shared.get(Number(value)) : value;
    if (text === undefined) throw damaged();
    while (row.length < column) row.push('');
    row[column] = type === 'e' ? '' : unescaped(text);
  }
  return row;
}

/** Excel writes characters that XML cannot hold as `_x000D_`. */
function unescaped(text: string): string {
  return text.replace(/_x([0-9a-f]{4})_/gi, (_, code: string) =>
    String.fromCharCode(parseInt(code, 16)),
  );
}

/** The shared strings with these numbers; what comes behind the last of them is not read. */
async function sharedStrings(
  archive: ZipArchive,
  part: string | undefined,
  wanted: ReadonlySet<number>,
): Promise<Map<number, string>> {
  const found = new Map<number, string>();
  const strings = part === undefined ? undefined : await archive.read(part, MOST_TEXT);
  const reader = new TextReader();
  let index = -1;
  let string = '';
  for (const token of xmlTokens(strings?.text ?? '')) {
    const own = reader.take(token);
    if (token.kind === 'text') {
      if (own) string += token.text;
    } else if (token.name === 'si') {
      if (token.kind === 'open') {
        index += 1;
        string = '';
      } else if (wanted.has(index)) {
        found.set(index, string);
        if (found.size === wanted.size) break;
      }
    }
  }
  return found;
}
