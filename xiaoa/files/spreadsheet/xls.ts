import type { CompoundFile } from './compoundFile';
import { damaged, guarded, UnreadableSpreadsheet } from './unreadable';
import { ROWS_READ, type Sheet } from './xlsx';

const BEGIN = 0x0809;
const END = 0x000a;
const PASSWORD = 0x002f;
const SHEET = 0x0085;
const SHARED_STRINGS = 0x00fc;
const CONTINUE = 0x003c;
const SHARED_TEXT = 0x00fd;
const OWN_TEXT = 0x0204;
const RICH_TEXT = 0x00d6;
const BIFF8 = 0x0600;

/** The texts of a template and its first rows; what lies behind them is not read. */
const LARGEST_STREAM = 8 * 1024 * 1024;
const MOST_STRINGS = 20_000;

interface RecordOf {
  readonly id: number;
  readonly at: number;
  readonly length: number;
}

/**
 * The first rows of each sheet of an old workbook (.xls, BIFF8 of Excel 97 to 2003): the cells that hold
 * text, and nothing else.
 *
 * @source [MS-XLS]
 * @throws {UnreadableSpreadsheet}
 */
export function readXls(file: CompoundFile): Sheet[] {
  const bytes = file.read('workbook', LARGEST_STREAM);
  if (!bytes) throw tooOld();
  return guarded(() => new Workbook(bytes).sheets());
}

/** Whether the workbook's content is encrypted. Write protection is not. */
export function isXlsEncrypted(file: CompoundFile): boolean {
  const bytes = file.read('workbook', LARGEST_STREAM) ?? file.read('book', LARGEST_STREAM);
  if (!bytes) return false;
  return guarded(() => {
    for (const { id } of recordsOf(bytes, 0)) if (id === PASSWORD) return true;
    return false;
  });
}

function tooOld(): UnreadableSpreadsheet {
  return new UnreadableSpreadsheet(
    'The file is an Excel file from before 1997',
    'Open it in Excel and save it as an Excel workbook (.xlsx).',
  );
}

/** The records from `at` to the end of their part. */
function* recordsOf(bytes: Uint8Array, at: number): Generator<RecordOf, void> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  while (at + 4 <= bytes.length) {
    const record = {
      id: view.getUint16(at, true),
      at: at + 4,
      length: view.getUint16(at + 2, true),
    };
    if (record.at + record.length > bytes.length) return;
    yield record;
    if (record.id === END) return;
    at = record.at + record.length;
  }
}

class Workbook {
  private readonly view: DataView;
  private strings: readonly string[] = [];

  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  sheets(): Sheet[] {
    const found: Array<{ at: number; isHidden: boolean }> = [];
    const shared: RecordOf[] = [];
    let before = 0;
    for (const record of recordsOf(this.bytes, 0)) {
      const { id, at } = record;
      if (before === 0 && id !== BEGIN) throw damaged();
      if (id === BEGIN && this.view.getUint16(at, true) !== BIFF8) throw tooOld();
      if (id === SHEET && this.bytes[at + 5] === 0) {
        found.push({ at: this.view.getUint32(at, true), isHidden: this.bytes[at + 4] !== 0 });
      } else if (id === SHARED_STRINGS || (id === CONTINUE && before === SHARED_STRINGS)) {
        shared.push(record);
      }
      if (id !== CONTINUE) before = id;
    }
    if (shared.length > 0) this.strings = this.sharedStrings(shared);
    return found.map(({ at, isHidden }) => ({ isHidden, rows: this.rowsAt(at) }));
  }

  private rowsAt(start: number): string[][] {
    const rows = new Map<number, string[]>();
    for (const { id, at } of recordsOf(this.bytes, start)) {
      if (id !== SHARED_TEXT && id !== OWN_TEXT && id !== RICH_TEXT) continue;
      const text =
        id === SHARED_TEXT
          ? (this.strings[this.view.getUint32(at + 6, true)] ?? '')
          : this.ownText(at + 6);
      const row = rows.get(this.view.getUint16(at, true)) ?? [];
      const column = this.view.getUint16(at + 2, true) & 0xff;
      while (row.length < column) row.push('');
      row[column] = text;
      if (!rows.has(this.view.getUint16(at, true)) && rows.size === ROWS_READ) break;
      rows.set(this.view.getUint16(at, true), row);
    }
    return [...rows.entries()]
      .sort(([a], [b]) => a - b)
      .map(([, row]) => row)
      .filter((row) => row.some((text) => text.trim() !== ''));
  }

  private ownText(at: number): string {
    return this.characters(at + 3, this.view.getUint16(at, true), (this.bytes[at + 2] & 1) !== 0);
  }

  private characters(at: number, count: number, isWide: boolean): string {
    const piece = this.bytes.subarray(at, at + count * (isWide ? 2 : 1));
    return isWide
      ? new TextDecoder('utf-16le').decode(piece)
      : Buffer.from(piece).toString('latin1');
  }

  /** A text may go on in the next record, there with a byte in front that says how wide it is. */
  private sharedStrings(records: readonly RecordOf[]): string[] {
    const strings: string[] = [];
    let record = 0;
    let at = records[0].at + 8;
    const end = () => records[record].at + records[record].length;
    const advance = () => {
      record += 1;
      at = record < records.length ? records[record].at : Infinity;
    };
    while (strings.length < MOST_STRINGS) {
      while (record < records.length && at >= end()) advance();
      if (record >= records.length) break;
      let left = this.view.getUint16(at, true);
      let flags = this.bytes[at + 2];
      at += 3;
      const runs = flags & 8 ? this.view.getUint16(at, true) : 0;
      at += flags & 8 ? 2 : 0;
      let behind = 4 * runs;
      if (flags & 4) {
        behind += this.view.getUint32(at, true);
        at += 4;
      }
      let text = '';
      while (left > 0) {
        const width = flags & 1 ? 2 : 1;
        const here = Math.max(0, Math.min(left, Math.floor((end() - at) / width)));
        text += this.characters(at, here, width === 2);
        left -= here;
        at += here * width;
        if (left === 0) break;
        advance();
        if (record >= records.length) return strings;
        flags = this.bytes[at];
        at += 1;
      }
      // Formatting and reading aids, which may go on in the next record, too.
      strings.push(text);
      while (record < records.length && at + behind > end()) {
        behind -= Math.max(0, end() - at);
        advance();
      }
      at += behind;
    }
    return strings;
  }
}
