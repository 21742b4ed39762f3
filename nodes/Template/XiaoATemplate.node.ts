import { NodeConnectionTypes, type INodeType, type INodeTypeDescription } from 'n8n-workflow';

import { operationProperties } from '../shared/operation';
import { hiddenResource } from '../shared/fields';
import { searchTemplates } from '../shared/listSearch';
import * as download from './download';
import * as getAll from './getAll';
import * as getColumns from './getColumns';

export class XiaoATemplate implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'XiaoA Template',
    name: 'xiaoATemplate',
    icon: { light: 'file:../../icons/xiaoa.svg', dark: 'file:../../icons/xiaoa.dark.svg' },
    group: ['input'],
    version: 1,
    subtitle: '={{ $parameter["operation"] }}',
    description: 'Read the scripts that the XiaoA voice robot follows in its calls',
    defaults: { name: 'XiaoA Template' },
    usableAsTool: true,
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: 'xiaoAApi', required: true }],
    requestDefaults: { baseURL: '={{ $credentials.baseUrl }}' },
    properties: [
      hiddenResource('Template', 'template'),
      ...operationProperties('template', 'getAll', [download, getAll, getColumns]),
    ],
  };

  methods = { listSearch: { searchTemplates } };

  customOperations = { template: { getAll: getAll.runForAll } };
}
