import { tagsOf } from './xml';
import { ROWS_READ, type Sheet } from './xlsx';

/** The header is among the first rows. */
const TEXT_READ = 256 * 1024;
const CELLS_READ = 1_000;

/** Text of a file in UTF-8, UTF-16 or, failing these, GBK. */
export function decodeText(bytes: Uint8Array): string {
  const head = bytes.subarray(0, TEXT_READ);
  if (head[0] === 0xff && head[1] === 0xfe) return new TextDecoder('utf-16le').decode(head);
  if (head[0] === 0xfe && head[1] === 0xff) return new TextDecoder('utf-16be').decode(head);
  try {
    // The end may be in the middle of a character: `stream` allows that.
    return new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
  } catch {
    return new TextDecoder('gb18030').decode(head);
  }
}

/** The first rows of the tables of a page, which many servers send as `.xls`. */
export function readHtmlTable(html: string): Sheet[] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell: string | undefined;
  try {
    for (const { name, closes, text } of tagsOf(html)) {
      if (cell !== undefined) cell += text;
      if (/^t[dhr]$/i.test(name)) {
        if (cell !== undefined && row.length < CELLS_READ)
          row.push(cell.replace(/\s{1,99}/g, ' ').trim());
        cell = !closes && /^t[dh]$/i.test(name) ? '' : undefined;
        if (/^tr$/i.test(name)) {
          if (row.length > 0) rows.push(row);
          row = [];
        }
      }
      if (rows.length === ROWS_READ) break;
    }
  } catch {
    // Pages are seldom quite right; what came before the fault counts.
  }
  return [{ isHidden: false, rows: rows.filter(hasText) }];
}

/** The first rows of comma-separated values; semicolons and tabs separate, too. */
export function readCsv(csv: string): Sheet[] {
  const text = csv.replace(/^\ufeff/, '').replace(/^sep=.\r?\n/i, '');
  const rows = ['\t', ';', ',', '，'].map((separator) => csvRows(text, separator));
  const widest = (list: string[][]) => Math.max(0, ...list.map(({ length }) => length));
  rows.sort((a, b) => widest(b) - widest(a));
  return [{ isHidden: false, rows: rows[0].filter(hasText) }];
}

function csvRows(text: string, separator: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let start = 0;
  let isQuoted = false;
  for (let at = 0; at <= text.length && rows.length < ROWS_READ; at++) {
    const sign = text[at];
    if (sign === '"') isQuoted = !isQuoted;
    const endsRow = sign === undefined || ((sign === '\n' || sign === '\r') && !isQuoted);
    if (!endsRow && (sign !== separator || isQuoted)) continue;
    if (row.length < CELLS_READ) row.push(unquoted(text.slice(start, at)));
    start = at + 1;
    if (endsRow) {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}

function unquoted(cell: string): string {
  const text = cell.trim();
  return text.startsWith('"') && text.endsWith('"') && text.length > 1
    ? text.slice(1, -1).replace(/""/g, '"')
    : text;
}

function hasText(row: readonly string[]): boolean {
  return row.some((text) => text.trim() !== '');
}
