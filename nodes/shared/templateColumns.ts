import { NodeOperationError, sleep } from 'n8n-workflow';

import { columnKey, columnName } from '../../xiaoa/contacts/columns';
import { NAME_COLUMN, PHONE_COLUMN } from '../../xiaoa/contacts/contact';
import { ENDPOINTS } from '../../xiaoa/endpoints';
import { readHeaderRow } from '../../xiaoa/files/spreadsheet/headerRow';
import { UnreadableSpreadsheet } from '../../xiaoa/files/spreadsheet/unreadable';
import { fetchFile } from './openFile';
import type { Connection, TransportContext } from './context';
import type { Call } from './request';

/** A template is a row of column names, here and there with rows below; it takes some kilobytes. */
const LARGEST_TEMPLATE = 20 * 1024 * 1024;

/**
 * The columns that the contacts of a template have, in the order of its Excel file: 姓名, 电话, then its
 * own (API §7.13). Names are as the file writes them, without invisible characters; 姓名 and 电话 also without
 * marks such as `*`. Cells without a name and names that come twice are left out.
 *
 * @param projectSn `project|…`
 * @throws {NodeApiError} when XiaoA does not give the file
 * @throws {NodeOperationError} when the file cannot be read or names no columns
 */
export async function readTemplateColumns(
  context: TransportContext,
  projectSn: string,
  options: { itemIndex?: number; connection?: Connection } = {},
): Promise<string[]> {
  const request: Call = {
    endpoint: ENDPOINTS.templateFile,
    parameters: { project_sn: projectSn },
    ...options,
  };
  const file = await fetchTemplate(context, request);
  try {
    const row = await readHeaderRow(file, [namesBoth, namesPhone], async () => await sleep(0));
    const names = new Map(row.map((header) => [columnKey(header), columnName(header)]));
    names.delete('');
    if (names.size > 0) return [...names.values()];
  } catch (error) {
    if (!(error instanceof UnreadableSpreadsheet)) {
      throw new NodeOperationError(context.getNode(), error as Error);
    }
    throw unreadable(context, request, error.message, error.description);
  }
  throw unreadable(
    context,
    request,
    'The Excel file of the template is empty',
    'No sheet in it names any columns. Add columns to the template in XiaoA, or ask XiaoA for help.',
  );
}

/**
 * Titles and instructions may stand above the row that names the columns, or on a sheet of their own. Instructions may
 * have a row about each column, so a row with name and phone is looked for first.
 */
function namesBoth(row: readonly string[]): boolean {
  return namesPhone(row) && row.some((header) => columnKey(header) === NAME_COLUMN);
}

function namesPhone(row: readonly string[]): boolean {
  return row.some((header) => columnKey(header) === PHONE_COLUMN);
}

async function fetchTemplate(context: TransportContext, request: Call): Promise<Uint8Array> {
  const file = await fetchFile(context, request, LARGEST_TEMPLATE);
  if (file) return file;
  throw unreadable(
    context,
    request,
    'The Excel file of the template is larger than 20 MB',
    'Delete its rows so that only the column names are left.',
  );
}

function unreadable(
  context: TransportContext,
  { itemIndex, parameters }: Call,
  message: string,
  description: string,
): NodeOperationError {
  const { project_sn: template } = parameters as { project_sn: string };
  return new NodeOperationError(context.getNode(), message, {
    description: `${description} Template: ${template}`,
    itemIndex,
  });
}
