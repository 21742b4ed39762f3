import { NodeConnectionTypes, type INodeType, type INodeTypeDescription } from 'n8n-workflow';

import { customOperations, operationProperties, subtitleOf } from '../shared/operation';
import { searchTemplates } from '../shared/listSearch';
import { download } from './download';
import { getAll } from './getAll';
import { getColumns } from './getColumns';

const RESOURCE = { name: 'Template', value: 'template' };

const OPERATIONS = [download, getAll, getColumns];

export class XiaoATemplate implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'XiaoA Template',
    name: 'xiaoATemplate',
    icon: { light: 'file:../../icons/xiaoa.svg', dark: 'file:../../icons/xiaoa.dark.svg' },
    group: ['input'],
    version: 1,
    subtitle: subtitleOf(OPERATIONS),
    description: 'Get XiaoA call scripts and their contact columns',
    defaults: { name: 'XiaoA Template' },
    usableAsTool: true,
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: 'xiaoAApi', required: true }],
    builderHint: {
      searchHint:
        'Gets the call scripts of XiaoA (小A) and the columns that contacts need. XiaoA Task uses a template to make calls.',
    },
    requestDefaults: { baseURL: '={{ $credentials.baseUrl }}' },
    properties: operationProperties(RESOURCE, 'getAll', OPERATIONS),
  };

  methods = { listSearch: { searchTemplates } };

  customOperations = customOperations(RESOURCE.value, OPERATIONS);
}
