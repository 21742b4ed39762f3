import type { IDataObject, INode } from 'n8n-workflow';

import type { ItemSource } from '../expressions/itemSource';
import { isExpression } from '../expressions/template';
import { text } from '../../../xiaoa/values';
import { commonValue } from './commonValues';
import type { ImportOptions } from './importRequest';

const DISPLAY_NAMES: Record<string, string> = {
  batchNumber: 'Batch Number',
  encryptContacts: 'Encrypt Contacts',
  onInvalidContact: 'On Invalid Contact',
  remark: 'Remark',
  startDialing: 'Start Dialing',
} satisfies Record<keyof ImportOptions, string>;

/** @throws {NodeOperationError} naming the option that differs between items */
export async function importOptions(node: INode, source: ItemSource): Promise<ImportOptions> {
  const options = await evaluated(node, source);
  return {
    startDialing: options.startDialing === true,
    encryptContacts: options.encryptContacts === true,
    remark: text(options.remark),
    batchNumber: text(options.batchNumber),
    onInvalidContact: options.onInvalidContact === 'skip' ? 'skip' : 'fail',
  };
}

async function evaluated(node: INode, source: ItemSource): Promise<IDataObject> {
  const written = source.raw('options', {});
  if (isExpression(written)) {
    return ((await commonValue(node, source, 'Options', written)) ?? {}) as IDataObject;
  }
  const options: IDataObject = {};
  for (const [name, value] of Object.entries((written ?? {}) as IDataObject)) {
    const displayName = DISPLAY_NAMES[name] ?? name;
    options[name] = (await commonValue(node, source, displayName, value)) as IDataObject[string];
  }
  return options;
}
