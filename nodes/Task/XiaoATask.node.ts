import { NodeConnectionTypes, type INodeType, type INodeTypeDescription } from 'n8n-workflow';

import { operationProperties } from '../shared/fields/operation';
import { hiddenResource } from '../shared/fields/resource';
import { searchAiUsers } from '../shared/locators/searchAiUsers';
import { searchTasks } from '../shared/locators/searchTasks';
import { searchTemplates } from '../shared/locators/searchTemplates';
import { getContactColumns } from './contactColumns';
import * as create from './operations/create';
import * as getAiUsers from './operations/getAiUsers';
import * as getAll from './operations/getAll';

export class XiaoATask implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'XiaoA Task',
    name: 'xiaoATask',
    icon: { light: 'file:../../icons/xiaoa.svg', dark: 'file:../../icons/xiaoa.dark.svg' },
    group: ['output'],
    version: 1,
    subtitle: '={{ $parameter["operation"] }}',
    description: 'Have the XiaoA voice robot call lists of people',
    defaults: { name: 'XiaoA Task' },
    usableAsTool: true,
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: 'xiaoAApi', required: true }],
    requestDefaults: { baseURL: '={{ $credentials.baseUrl }}' },
    properties: [
      hiddenResource('task'),
      ...operationProperties('task', 'create', [create, getAiUsers, getAll]),
    ],
  };

  methods = {
    listSearch: { searchAiUsers, searchTasks, searchTemplates },
    resourceMapping: { getContactColumns },
  };

  customOperations = { task: { create: create.createForAll } };
}
