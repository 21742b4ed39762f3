import { NodeConnectionTypes, type INodeType, type INodeTypeDescription } from 'n8n-workflow';

import { operationProperties } from '../shared/fields/operation';
import { hiddenResource } from '../shared/fields/resource';
import { searchAiUsers } from '../shared/locators/searchAiUsers';
import { searchTasks } from '../shared/locators/searchTasks';
import { searchTemplates } from '../shared/locators/searchTemplates';
import * as getAll from './operations/getAll';
import * as getCallRecords from './operations/getCallRecords';

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
