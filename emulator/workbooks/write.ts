import { Workbook } from 'exceljs';
import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { biffWorkbook } from './biff';
import { compoundFile } from './compoundFile';
import { gbk } from './gbk';
import type { Sheet, WorkbookFormat } from './sheet';

export const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const XLS_TYPE = 'application/vnd.ms-excel';

interface WorkbookFile {
  name: string;
  type: string;
  /** Bytes. */
  length: number;
  content: () => Readable;
}

export async function writeSheets(
  caption: string,
  sheets: Sheet[],
  format: WorkbookFormat,
): Promise<WorkbookFile> {
  const { ending, type, bytes } = await FORMATS[format](sheets);
  return {
    name: `${caption}.${ending}`,
    type,
    length: bytes.length,
    content: () => Readable.from([bytes]),
  };
}

type Written = { ending: string; type: string; bytes: Buffer };

const FORMATS: Record<WorkbookFormat, (sheets: Sheet[]) => Promise<Written> | Written> = {
  xlsx: async (sheets) => ({ ending: 'xlsx', type: XLSX_TYPE, bytes: await readyXlsx(sheets) }),
  xls: (sheets) => ({ ending: 'xls', type: XLS_TYPE, bytes: biffWorkbook(sheets) }),
  html: (sheets) => ({ ending: 'xls', type: XLS_TYPE, bytes: Buffer.from(html(sheets)) }),
  csv: (sheets) => ({
    ending: 'csv',
    type: 'text/csv; charset=utf-8',
    bytes: Buffer.from(`\uFEFF${csv(sheets)}`),
  }),
  'csv-gbk': (sheets) => ({ ending: 'csv', type: 'text/csv', bytes: gbk(csv(sheets)) }),
  encrypted: () => ({ ending: 'xlsx', type: XLSX_TYPE, bytes: encrypted() }),
};

/** The platform has the file of a template ready. To write one takes longer than all the rest of an answer. */
const ready = new Map<string, Promise<Buffer>>();
const MOST_READY = 100;

async function readyXlsx(sheets: Sheet[]): Promise<Buffer> {
  const key = JSON.stringify(sheets);
  const known = ready.get(key);
  if (known !== undefined) return await known;
  if (ready.size >= MOST_READY) ready.clear();
  const written = xlsx(sheets);
  ready.set(key, written);
  return await written;
}

async function xlsx(sheets: Sheet[]): Promise<Buffer> {
  const workbook = new Workbook();
  for (const { name, rows, hidden } of sheets) {
    const sheet = workbook.addWorksheet(name, { state: hidden ? 'hidden' : 'visible' });
    rows.forEach((row, index) => {
      sheet.getRow(index + 1).values = row;
      sheet.getRow(index + 1).font = { bold: true };
    });
    for (let column = 1; column <= (rows.at(-1)?.length ?? 0); column += 1) {
      sheet.getColumn(column).width = 16;
    }
    // As text, lest Excel write a phone as 1.38E+10.
    sheet.getColumn(2).numFmt = '@';
  }
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

/** What PHP programs write to save themselves a library; Excel opens it after a warning. */
function html(sheets: Sheet[]): string {
  const rows = sheets.flatMap((sheet) => sheet.rows);
  const body = rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`);
  return `<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="utf-8"></head><body><table border="1">${body.join('\n')}</table></body></html>`;
}

function csv(sheets: Sheet[]): string {
  const quoted = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replace(/"/g, '""')}"` : cell);
  return sheets
    .flatMap(({ rows }) => rows.map((row) => `${row.map(quoted).join(',')}\r\n`))
    .join('');
}

/** The shell that Excel puts around a workbook with a password; what is in it nobody can read. */
function encrypted(): Buffer {
  return compoundFile([
    {
      name: 'EncryptionInfo',
      bytes: Buffer.concat([Buffer.from([4, 0, 4, 0]), randomBytes(4_096)]),
    },
    { name: 'EncryptedPackage', bytes: randomBytes(8_192) },
  ]);
}
