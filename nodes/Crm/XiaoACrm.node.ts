import { NodeConnectionTypes, type INodeType, type INodeTypeDescription } from 'n8n-workflow';

import { operationProperties } from '../shared/operation';
import { hiddenResource } from '../shared/fields';
import { searchAiUsers, searchTasks, searchTemplates } from '../shared/listSearch';
import * as getAll from './getAll';
import * as getCallRecords from './getCallRecords';

export class XiaoACrm implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'XiaoA CRM',
    name: 'xiaoACrm',
    icon: { light: 'file:../../icons/xiaoa.svg', dark: 'file:../../icons/xiaoa.dark.svg' },
    group: ['input'],
    version: 1,
    subtitle: '={{ $parameter["operation"] }}',
    description: 'Read what came of the calls of the XiaoA voice robot',
    defaults: { name: 'XiaoA CRM' },
    usableAsTool: true,
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: 'xiaoAApi', required: true }],
    requestDefaults: { baseURL: '={{ $credentials.baseUrl }}' },
    properties: [
      hiddenResource('CRM Record', 'crmRecord'),
      ...operationProperties('crmRecord', 'getAll', [getAll, getCallRecords]),
    ],
  };

  methods = { listSearch: { searchAiUsers, searchTasks, searchTemplates } };

  customOperations = {
    crmRecord: { getAll: getAll.runForAll, getCallRecords: getCallRecords.runForAll },
  };
}
