import type { Sheet } from '../workbooks/sheet';
import type { Catalog, Manner } from './manner';

/** Changes the row that names the columns, wherever it stands by now. */
function headers(change: (header: string, at: number) => string): Manner {
  return {
    sheets: (sheets) =>
      sheets.map((sheet) => ({
        ...sheet,
        rows: sheet.rows.map((row) => (isHeader(row) ? row.map(change) : row)),
      })),
  };
}

const isHeader = (row: string[]) => row.some((cell) => cell.includes('电话')) && row.length > 1;

function above(...rows: string[][]): Manner {
  return {
    sheets: (sheets) =>
      sheets.map((sheet) =>
        sheet.rows.some(isHeader) ? { ...sheet, rows: [...rows, ...sheet.rows] } : sheet,
      ),
  };
}

function first(sheet: Sheet): Manner {
  return { sheets: (sheets) => [sheet, ...sheets] };
}

/** What a template's file looks like. */
export const TEMPLATES: Catalog = {
  'template-stars': {
    about: 'marks required columns with a star: *姓名, *电话',
    make: () => headers((header, at) => (at < 2 ? `*${header}` : header)),
  },
  'template-required': {
    about: 'writes behind columns what they are: 电话(必填), 备注（选填）',
    make: () => headers((header, at) => (at < 2 ? `${header}(必填)` : `${header}（选填）`)),
  },
  'template-invisible': {
    about: 'has characters in its columns that nobody sees, and blanks around them',
    make: () => headers((header, at) => ['\u200B', '\uFEFF', ' '][at % 3] + `${header}\u200E `),
  },
  'template-title': {
    about: 'has a title and a hint above the row that names the columns',
    make: () => above(['外呼名单导入模板'], ['说明：电话为必填项，请勿修改表头', '']),
  },
  'template-blank-row': {
    about: 'has blank strings in the first row',
    make: () => above(['', ' ', '']),
  },
  'template-hidden-sheet': {
    about: 'has a hidden sheet of choices in front',
    make: () =>
      first({
        name: 'dict',
        hidden: true,
        rows: [
          ['省份', '电话区号'],
          ['广东', '020'],
        ],
      }),
  },
  'template-instructions': {
    about: 'has a sheet of instructions in front',
    make: () =>
      first({
        name: '填写说明',
        rows: [['填写说明'], ['1. 姓名、电话必填'], ['2. 电话为11位手机号']],
      }),
  },
  'template-xls': {
    about: 'gives its template as an old workbook (.xls, Excel 97)',
    make: () => ({ format: 'xls' }),
  },
  'template-html': {
    about: 'gives its template as an HTML table called .xls',
    make: () => ({ format: 'html' }),
  },
  'template-csv': {
    about: 'gives its template as CSV in UTF-8',
    make: () => ({ format: 'csv' }),
  },
  'template-csv-gbk': {
    about: 'gives its template as CSV in GBK',
    make: () => ({ format: 'csv-gbk' }),
  },
  'template-password': {
    about: 'gives its template with a password',
    make: () => ({ format: 'encrypted' }),
  },
};
