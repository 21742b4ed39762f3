import { Workbook, type CellValue, type Row, type Worksheet } from 'exceljs';
import { NAME_COLUMN, PHONE_COLUMN } from '../platform/tasks';
import type { ContactRow } from '../platform/types';

/**
 * The contacts of a filled-in template, below the row that names the columns. Rows with nothing in
 * them do not count.
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
  for (const sheet of workbook.worksheets) {
    const found = contactsOf(sheet);
    if (found) return found;
  }
  const isEmpty = workbook.worksheets.every((sheet) => cells(sheet.getRow(1)).length === 0);
  return workbook.worksheets.length > 0 && isEmpty ? [] : undefined;
}

/** Titles and hints may stand above the row that names the columns. */
const ROWS_ABOVE = 5;

function contactsOf(sheet: Worksheet): ContactRow[] | undefined {
  for (let at = 1; at <= ROWS_ABOVE + 1; at += 1) {
    const headers = cells(sheet.getRow(at)).map(withoutMarks);
    if (headers[0] !== NAME_COLUMN || headers[1] !== PHONE_COLUMN) continue;
    const rows: ContactRow[] = [];
    sheet.eachRow((row, number) => {
      const values = cells(row);
      if (number <= at || values.every((value) => value === '')) return;
      rows.push(Object.fromEntries(headers.map((header, index) => [header, values[index] ?? ''])));
    });
    return rows;
  }
  return undefined;
}

/** `*姓名` and `电话(必填)` are 姓名 and 电话. */
function withoutMarks(header: string): string {
  return header.replace(/[*\p{Cf}]|[(（](?:必填|选填)[)）]/gu, '').trim();
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
