import { NAME_COLUMN, PHONE_COLUMN } from '../platform/tasks';
import type { SampleTemplate } from '../platform/templates';

/** A sheet of a template's file: texts, row after row. */
export interface Sheet {
  name: string;
  rows: string[][];
  hidden?: boolean;
}

/** `xls` is the binary form of Excel 97; `html` and `csv` come under a name that ends in .xls. */
export type WorkbookFormat = 'xlsx' | 'xls' | 'html' | 'csv' | 'csv-gbk' | 'encrypted';

/** The template as the document shows it: one sheet, whose first row names the columns. */
export function columnSheet({ caption, columns }: SampleTemplate): Sheet {
  // Excel does not take these characters, nor more than 31 of any.
  const name = caption.replace(/[*?:\\/[\]]/g, ' ').slice(0, 31);
  return { name, rows: [[NAME_COLUMN, PHONE_COLUMN, ...columns]] };
}
