import type { IDataObject, IExecuteFunctions, IExecuteSingleFunctions } from 'n8n-workflow';

import type { ItemSource } from '../../shared/expressions/itemSource';
import type { Connection } from '../../shared/transport/context';
import { checkContacts } from './checkContacts';
import { contactRows } from './contactRows';
import { readImportRequest } from './readImportRequest';
import { sendContacts } from './sendContacts';

/**
 * Imports contacts into a new task: everything is read and checked before the first request is sent.
 *
 * @returns the output item's JSON: `dial_task_main_sn, total, success, fail, out_repeat, requests,
 * skipped: [{item, phone, reason}]`
 */
export async function importContacts(
  context: IExecuteFunctions | IExecuteSingleFunctions,
  source: ItemSource,
  connection: Connection,
): Promise<IDataObject> {
  const node = context.getNode();
  const request = await readImportRequest(node, source);
  const rows = await contactRows(node, source);
  const { contacts, skipped } = checkContacts(node, rows, request.onInvalidContact);
  const counts = await sendContacts(context, request, contacts, connection);
  return { ...counts, skipped: skipped as unknown as IDataObject[] };
}
