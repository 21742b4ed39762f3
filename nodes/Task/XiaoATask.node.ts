import { NodeConnectionTypes, type INodeType, type INodeTypeDescription } from 'n8n-workflow';

import { customOperations, operationProperties } from '../shared/operation';
import { searchAiUsers, searchTaskIds, searchTasks, searchTemplates } from '../shared/listSearch';
import { getContactColumns } from './resourceMapping';
import { addContacts } from './addContacts';
import { create } from './create';
import { getAiUsers } from './getAiUsers';
import { getAll } from './getAll';
import { deleteTask, pause, redialFailed, resume, terminate } from './operateTask';

const RESOURCE = { name: 'Task', value: 'task' };

const OPERATIONS = [
  addContacts,
  create,
  deleteTask,
  getAiUsers,
  getAll,
  pause,
  redialFailed,
  resume,
  terminate,
];

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
    properties: operationProperties(RESOURCE, 'create', OPERATIONS),
  };

  methods = {
    listSearch: { searchAiUsers, searchTaskIds, searchTasks, searchTemplates },
    resourceMapping: { getContactColumns },
  };

  customOperations = customOperations(RESOURCE.value, OPERATIONS);
}
