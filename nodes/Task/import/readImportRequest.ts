import { NodeOperationError, type IDataObject, type INode } from 'n8n-workflow';

import type { ItemSource } from '../../shared/expressions/itemSource';
import { isExpression } from '../../shared/expressions/template';
import { text } from '../../shared/listing/filterValues';
import { commonValue } from './commonValues';
import type { ImportRequest } from './importRequest';

const OPTIONS = {
  batchNumber: 'Batch Number',
  encryptContacts: 'Encrypt Contacts',
  onInvalidContact: 'On Invalid Contact',
  remark: 'Remark',
  startDialing: 'Start Dialing',
} as const;

/**
 * Reads the fields of "Create" that describe the task.
 *
 * @throws {NodeOperationError} naming the field that is empty or differs between items
 */
export async function readImportRequest(node: INode, source: ItemSource): Promise<ImportRequest> {
  const required = async (name: string, displayName: string, whatToDo: string) => {
    const value = text(await commonValue(node, source, displayName, plain(source.raw(name, ''))));
    if (value !== undefined) return value;
    throw new NodeOperationError(node, `'${displayName}' is empty`, { description: whatToDo });
  };
  const projectSn = await required('projectSn', 'Template', 'Choose the template for the calls.');
  const aiUserSn = await required('aiUserSn', 'AI User', 'Choose who is to place the calls.');
  const taskName = await required('taskName', 'Task Name', 'Give the task a name.');

  const options = await readOptions(node, source);
  return {
    projectSn,
    aiUserSn,
    taskName,
    startDialing: options.startDialing === true,
    encryptContacts: options.encryptContacts === true,
    remark: text(options.remark),
    batchNumber: text(options.batchNumber),
    onInvalidContact: options.onInvalidContact === 'skip' ? 'skip' : 'fail',
  };
}

async function readOptions(node: INode, source: ItemSource): Promise<IDataObject> {
  const written = source.raw('options', {});
  if (isExpression(written)) {
    return ((await commonValue(node, source, 'Options', written)) ?? {}) as IDataObject;
  }
  const options: IDataObject = {};
  for (const [name, value] of Object.entries((written ?? {}) as IDataObject)) {
    const displayName = OPTIONS[name as keyof typeof OPTIONS] ?? name;
    options[name] = (await commonValue(node, source, displayName, value)) as IDataObject[string];
  }
  return options;
}

/** A resource locator keeps what is written under `value`. */
function plain(written: unknown): unknown {
  return typeof written === 'object' && written !== null && 'value' in written
    ? written.value
    : written;
}
