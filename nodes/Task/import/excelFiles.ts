import { NodeOperationError, type INode } from 'n8n-workflow';

import { workbookKind } from '../../../xiaoa/files/spreadsheet/workbookKind';
import type { Run } from '../../shared/run';
import { commonSetting } from './settings';

/** A workbook from an input item. */
export interface ExcelFile {
  readonly item: number;
  /** With the ending that its content calls for. */
  readonly name: string;
  readonly bytes: Buffer;
}

/**
 * The Excel files of all items. They are told by their content, because a CSV file that is named .xlsx is
 * refused by the platform without a word about why.
 *
 * @throws {NodeOperationError} naming the item
 */
export async function excelFiles(run: Run): Promise<ExcelFile[]> {
  const { node, items } = run;
  const property = (await commonSetting<string | undefined>(run, 'binaryPropertyName')) ?? 'data';
  const files: ExcelFile[] = [];
  for (const [item, { binary }] of items.entries()) {
    const file = binary?.[property];
    if (!file) throw missing(node, item, property, Object.keys(binary ?? {}));
    const bytes = await run.readBinary(item, property);
    files.push({ item, bytes, name: nameFor(node, item, file.fileName ?? property, bytes) });
  }
  return files;
}

function missing(node: INode, itemIndex: number, property: string, present: string[]): Error {
  const there =
    present.length > 0
      ? `It has ${present.map((name) => `'${name}'`).join(', ')}: enter one of these into 'Input Data Field Name'.`
      : 'It has no file at all: put a node before this one that reads or downloads the Excel file.';
  return new NodeOperationError(
    node,
    `No file in input field '${property}' (item ${itemIndex}, counted from 0)`,
    { description: `Nothing was sent. ${there}`, itemIndex },
  );
}

function nameFor(node: INode, itemIndex: number, name: string, bytes: Buffer): string {
  const file = workbookKind(bytes);
  if (file.kind !== 'xlsx' && file.kind !== 'xls') {
    throw new NodeOperationError(
      node,
      `The file '${name}' is not an Excel workbook: it is ${file.what} (item ${itemIndex}, counted from 0)`,
      {
        description: `Nothing was sent. ${file.advice} Or choose Input Items under 'Contacts From' and read the file with an Extract From File node.`,
        itemIndex,
      },
    );
  }
  // Without the directories of the computer it comes from; servers may know the ending in small letters only.
  const own = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
  return `${own.replace(/\.xlsx?$/i, '')}.${file.kind}`;
}
