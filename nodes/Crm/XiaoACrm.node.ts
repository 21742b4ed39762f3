import { NodeConnectionTypes, type INodeType, type INodeTypeDescription } from 'n8n-workflow';

import { customOperations, operationProperties, subtitleOf } from '../shared/operation';
import { searchAiUsers, searchTasks, searchTemplates } from '../shared/listSearch';
import { getAll } from './getAll';
import { getCallRecords } from './getCallRecords';
import { waitForResults } from './waitForResults';

const RESOURCE = { name: 'CRM Record', value: 'crmRecord' };

const OPERATIONS = [getAll, getCallRecords, waitForResults];

export class XiaoACrm implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'XiaoA CRM',
    name: 'xiaoACrm',
    icon: { light: 'file:../../icons/xiaoa.svg', dark: 'file:../../icons/xiaoa.dark.svg' },
    group: ['input'],
    version: 1,
    subtitle: subtitleOf(OPERATIONS),
    description: 'Get call results: scores, labels, transcripts and recordings',
    defaults: { name: 'XiaoA CRM' },
    usableAsTool: true,
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: 'xiaoAApi', required: true }],
    builderHint: {
      searchHint:
        'Gets the results of AI phone calls (XiaoA, 小A): score, category, labels, transcript, recording. To start a workflow when a call ends, use the XiaoA CRM Trigger. Wait for Results waits for the calls of one task.',
    },
    requestDefaults: { baseURL: '={{ $credentials.baseUrl }}' },
    properties: operationProperties(RESOURCE, 'getAll', OPERATIONS),
  };

  methods = { listSearch: { searchAiUsers, searchTasks, searchTemplates } };

  customOperations = customOperations(RESOURCE.value, OPERATIONS);
}
