import { CompoundFile } from './compoundFile';
import { decodeText, readCsv, readHtmlTable } from './textTable';
import { UnreadableSpreadsheet, type Pause } from './unreadable';
import { workbookKind } from './workbookKind';
import { readXls } from './xls';
import { readXlsx, type Sheet } from './xlsx';
import { ZipArchive } from './zip';

type Recognizer = (row: readonly string[]) => boolean;

/**
 * The row that names the columns of a table, by column from A on; cells without text are ''. It is looked
 * for among the first rows of all sheets, hidden ones last. Workbooks (.xlsx, .xls), HTML tables and CSV
 * are told by their content, not by their name.
 *
 * @param recognizers of the row; each is asked only if no row suits the one before
 * @returns without such a row the first row of the first visible sheet; empty when there is no text at all
 * @throws {UnreadableSpreadsheet}
 */
export async function readHeaderRow(
  file: Uint8Array,
  recognizers: readonly Recognizer[],
  pause: Pause,
): Promise<readonly string[]> {
  const sheets = await readSheets(file, pause);
  const ordered = [...sheets].sort((a, b) => Number(a.isHidden) - Number(b.isHidden));
  const rows = ordered.flatMap((sheet) => sheet.rows);
  const header = recognizers.map((recognizes) => rows.find(recognizes)).find(Boolean);
  return header ?? rows[0] ?? [];
}

async function readSheets(file: Uint8Array, pause: Pause): Promise<Sheet[]> {
  const found = workbookKind(file);
  switch (found.kind) {
    case 'xlsx':
      return await readXlsx(new ZipArchive(file), pause);
    case 'xls':
      return readXls(new CompoundFile(file));
    case 'html':
      return readHtmlTable(decodeText(file));
    case 'csv':
      return readCsv(decodeText(file));
    case 'other':
      throw new UnreadableSpreadsheet(`The file is ${found.what}`, found.advice);
  }
}
