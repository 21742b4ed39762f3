import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { returnAllFields } from '../shared/fields';
import { listForAll, listOperation } from '../shared/listOperation';
import { TEMPLATES } from '../shared/lists';

export const option: INodePropertyOptions = {
  name: 'Get Many',
  value: 'getAll',
  action: 'Get many templates',
  description: 'List the call scripts that tasks can use',
  routing: listOperation(TEMPLATES),
};

export const runForAll = listForAll(TEMPLATES);

export const fields: INodeProperties[] = returnAllFields({
  show: { resource: ['template'], operation: ['getAll'] },
});
