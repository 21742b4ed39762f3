import { Workbook, type CellValue, type Row } from 'exceljs';
import { NAME_COLUMN, PHONE_COLUMN } from './tasks';
import type { SampleTemplate } from './templates';
import type { ContactRow } from './types';

export const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** The template's Excel file (API §7.13): the header row names the columns that an import has. */
export async function templateWorkbook({ caption, columns }: SampleTemplate): Promise<Buffer> {
  const workbook = new Workbook();
  // Excel does not take these characters, nor more than 31 of any.
  const sheet = workbook.addWorksheet(caption.replace(/[*?:\\/[\]]/g, ' ').slice(0, 31));
  sheet.columns = [NAME_COLUMN, PHONE_COLUMN, ...columns].map((header) => ({ header, width: 16 }));
  sheet.getRow(1).font = { bold: true };
  // As text, lest Excel write a phone as 1.38E+10.
  sheet.getColumn(2).numFmt = '@';
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

/**
 * The contacts of a filled-in template: the first sheet, the first row naming the columns. Rows with
 * nothing in them do not count.
 *
 * @returns undefined when it is no xlsx, or its first columns are not 姓名 and 电话: 30002
 */
export async function readWorkbook(bytes: Buffer): Promise<ContactRow[] | undefined> {
  const workbook = new Workbook();
  try {
    // exceljs's own types want another Buffer than the one of today's Node.
    await workbook.xlsx.load(bytes as unknown as Parameters<typeof workbook.xlsx.load>[0]);
  } catch {
    return undefined;
  }
  const [sheet] = workbook.worksheets;
  if (!sheet) return undefined;
  const headers = cells(sheet.getRow(1)).map((header) => header.trim());
  if (headers.length === 0) return [];
  if (headers[0] !== NAME_COLUMN || headers[1] !== PHONE_COLUMN) return undefined;
  const rows: ContactRow[] = [];
  sheet.eachRow((row, number) => {
    const values = cells(row);
    if (number === 1 || values.every((value) => value === '')) return;
    rows.push(Object.fromEntries(headers.map((header, index) => [header, values[index] ?? ''])));
  });
  return rows;
}

/** The texts of a row, from its first column on. */
function cells(row: Row): string[] {
  // exceljs counts columns from 1.
  const values = Array.isArray(row.values) ? row.values.slice(1) : [];
  return Array.from(values, (value) => cellText(value as CellValue));
}

function cellText(value: CellValue): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (typeof value !== 'object') return String(value);
  if ('richText' in value) return value.richText.map(({ text }) => text).join('');
  if ('result' in value) return cellText(value.result as CellValue);
  if ('text' in value) return cellText(value.text as CellValue);
  return '';
}
