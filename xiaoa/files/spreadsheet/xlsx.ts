import { damaged, UnreadableSpreadsheet, type Pause } from './unreadable';
import { attribute, tagsOf, type Tag } from './xml';
import type { ZipArchive } from './zip';

/** Rows of text, in the order of their tabs. */
export interface Sheet {
  readonly isHidden: boolean;
  /** The first rows that have any text; cells without text are ''. */
  readonly rows: readonly string[][];
}

/** The header stands near the top; instructions may stand above it. */
export const ROWS_READ = 30;
const SHEETS_READ = 20;
const COLUMNS_READ = 1_000;

/** Lists of sheets and relations are a few hundred bytes a sheet. */
const LARGEST_LIST = 1024 * 1024;
/** Thirty rows are a few kilobytes; what lies behind them is not unpacked. */
const SHEET_START = 1024 * 1024;
/** The texts of a header stand near the beginning, too. */
const MOST_TEXT = 4 * 1024 * 1024;
const TAGS_BETWEEN_PAUSES = 5_000;
const STRINGS_BETWEEN_PAUSES = 20_000;

/** Shared strings are counted without taking each of them apart: there may be a hundred thousand. */
const STRING_TAG = /<\/?(?:[\w.-]{1,40}:)?si(?:[\s/][^>]{0,200})?>/g;

/** A cell before its text is looked up. */
interface Cell {
  /** From 0. */
  readonly column: number;
  /** The `t` attribute: what kind of value it holds. */
  readonly type: string;
  value: string;
}

/**
 * The first rows of each sheet of a workbook (Office Open XML).
 *
 * This reads texts and nothing else: no number formats, dates, formulas or styles, which is what
 * spreadsheet libraries are for. A published n8n node may have no dependency, and a library bundled into
 * it would be many thousand lines that nobody who reviews the package could read, for a list of words.
 * Unpacking is left to the platform's own `DecompressionStream`.
 *
 * @throws {UnreadableSpreadsheet}
 */
export async function readXlsx(archive: ZipArchive, pause: Pause): Promise<Sheet[]> {
  const { sheets, sharedStrings } = await partsOf(archive);
  const read: Array<{ isHidden: boolean; rows: Cell[][] }> = [];
  for (const { target, isHidden } of sheets.slice(0, SHEETS_READ)) {
    const sheet = await archive.read(target, SHEET_START);
    if (!sheet) throw damaged();
    read.push({ isHidden, rows: await cellRows(sheet.text, sheet.whole, pause) });
    await pause();
  }
  const cells = read.flatMap(({ rows }) => rows.flat());
  const wanted = new Set(
    cells.filter(({ type }) => type === 's').map(({ value }) => Number(value)),
  );
  const shared = await readSharedStrings(archive, sharedStrings, wanted, pause);
  return read.map(({ isHidden, rows }) => ({
    isHidden,
    rows: rows.map((row) => textsOf(row, shared)).filter((row) => row.some((text) => text.trim())),
  }));
}

async function cellRows(xml: string, whole: boolean, pause: Pause): Promise<Cell[][]> {
  const rows: Cell[][] = [];
  let row: Cell[] = [];
  let cell: Cell | undefined;
  /** Where a cell stands that does not say it: behind the one before, even if that is empty (ECMA-376, 18.3.1.4). */
  let nextColumn = 0;
  const texts = new TextReader();
  try {
    await forEachTag(xml, pause, (tag) => {
      if (cell) cell.value += texts.take(tag);
      if (tag.name === 'c' && !tag.closes) {
        const column = columnOf(attribute(tag, 'r')) ?? nextColumn;
        nextColumn = column + 1;
        cell = { column, type: attribute(tag, 't') ?? 'n', value: '' };
      } else if (tag.name === 'c' && cell) {
        if (cell.value !== '' && cell.column < COLUMNS_READ) row.push(cell);
        cell = undefined;
      } else if (tag.name === 'row' || tag.name === 'sheetData') {
        if (row.length > 0) rows.push(row);
        row = [];
        nextColumn = 0;
      }
      return rows.length < ROWS_READ;
    });
  } catch {
    if (whole || rows.length === 0) throw damaged(); // What was not unpacked breaks off in a tag.
  }
  return rows;
}

/** Collects the text of `v` and `t`, without the reading aids of `rPh`. */
class TextReader {
  private isAid = false;
  private isInside = false;

  take({ name, closes, text }: Tag): string {
    const own = this.isInside && !this.isAid ? text : '';
    if (name === 'rPh') this.isAid = !closes;
    if (name === 'v' || name === 't') this.isInside = !closes;
    return own;
  }
}

async function forEachTag(xml: string, pause: Pause, take: (tag: Tag) => boolean): Promise<void> {
  let count = 0;
  for (const tag of tagsOf(xml)) {
    if (!take(tag)) return;
    if (++count % TAGS_BETWEEN_PAUSES === 0) await pause();
  }
}

/** `AB7` is column 27. */
function columnOf(reference: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}(?=\d)/i.exec(reference ?? '')?.[0].toUpperCase();
  if (letters === undefined) return undefined;
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function textsOf(cells: readonly Cell[], shared: SharedStrings): string[] {
  const row: string[] = [];
  for (const { column, type, value } of cells) {
    const text = type === 's' ? shared.texts.get(Number(value)) : value;
    if (text === undefined && shared.whole) throw damaged();
    while (row.length < column) row.push('');
    row[column] = type === 'e' ? '' : unescapeControls(text ?? '');
  }
  return row;
}

/** Excel writes characters that XML cannot hold as `_x000D_`. */
function unescapeControls(text: string): string {
  return text.replace(/_x([0-9a-f]{4})_/gi, (_, code: string) =>
    String.fromCharCode(parseInt(code, 16)),
  );
}

interface SharedStrings {
  readonly texts: ReadonlyMap<number, string>;
  /** Whether all were read, so that one that is not among them does not exist. */
  readonly whole: boolean;
}

/** The shared strings with these numbers; what comes behind the last of them is not read. */
async function readSharedStrings(
  archive: ZipArchive,
  part: string | undefined,
  wanted: ReadonlySet<number>,
  pause: Pause,
): Promise<SharedStrings> {
  const texts = new Map<number, string>();
  if (wanted.size === 0 || part === undefined) return { texts, whole: true };
  const { text, whole } = (await archive.read(part, MOST_TEXT)) ?? { text: '', whole: true };
  let start: number | undefined;
  let index = 0;
  for (const { 0: tag, index: at } of text.matchAll(STRING_TAG)) {
    if (tag[1] !== '/' && !tag.endsWith('/>')) {
      start = at + tag.length;
      continue;
    }
    if (wanted.has(index))
      texts.set(index, start === undefined ? '' : ownText(text.slice(start, at)));
    start = undefined;
    index += 1;
    if (texts.size === wanted.size) break;
    if (index % STRINGS_BETWEEN_PAUSES === 0) await pause();
  }
  return { texts, whole };
}

function ownText(xml: string): string {
  const reader = new TextReader();
  return Array.from(tagsOf(xml), (tag) => reader.take(tag)).join('');
}

/** The parts of the workbook that rows and texts are in, by their names in the archive. */
async function partsOf(archive: ZipArchive) {
  const roots = await relationships(archive, '');
  const workbook = roots.find(({ type }) => type === 'officeDocument')?.target ?? 'xl/workbook.xml';
  const related = await relationships(archive, workbook);
  const sheets = (await elements(archive, workbook, 'sheet')).flatMap((sheet) => {
    const id = attribute(sheet, 'id');
    const own = related.find((one) => one.id === id && one.type === 'worksheet');
    const isHidden = /hidden/i.test(attribute(sheet, 'state') ?? '');
    return own ? [{ target: own.target, isHidden }] : [];
  });
  if (sheets.length === 0) {
    throw new UnreadableSpreadsheet(
      'The file is not an Excel workbook with a sheet in it',
      'Save it as an Excel workbook (.xlsx).',
    );
  }
  return { sheets, sharedStrings: related.find(({ type }) => type === 'sharedStrings')?.target };
}

/** @param part name in the archive; empty for the archive itself */
async function relationships(archive: ZipArchive, part: string) {
  const folder = part.slice(0, part.lastIndexOf('/') + 1);
  const list = `${folder}_rels/${part.slice(folder.length)}.rels`;
  return (await elements(archive, list, 'Relationship')).map((tag) => ({
    id: attribute(tag, 'Id'),
    /** The last word of its type, e.g. `worksheet`. */
    type: (attribute(tag, 'Type') ?? '').split('/').pop()!,
    target: resolved(folder, attribute(tag, 'Target') ?? ''),
  }));
}

async function elements(archive: ZipArchive, part: string, wanted: string): Promise<Tag[]> {
  const { text } = (await archive.read(part, LARGEST_LIST)) ?? { text: '' };
  return Array.from(tagsOf(text)).filter(({ name, closes }) => name === wanted && !closes);
}

/** A target is relative to the folder of the part that names it, or begins with a slash. */
function resolved(folder: string, target: string): string {
  try {
    return decodeURIComponent(new URL(target, `file:///${folder}`).pathname.slice(1));
  } catch {
    return ''; // A hyperlink may point anywhere, even to what is not an address.
  }
}
