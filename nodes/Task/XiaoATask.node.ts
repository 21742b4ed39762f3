import {
  NodeConnectionTypes,
  type INodeType,
  type INodeTypeDescription,
  type NodeHint,
} from 'n8n-workflow';

import { customOperations, operationProperties, subtitleOf } from '../shared/operation';
import { searchAiUsers, searchTaskIds, searchTasks, searchTemplates } from '../shared/listSearch';
import { getContactColumns } from './resourceMapping';
import { addContacts } from './addContacts';
import { create } from './create';
import { getAccount } from './getAccount';
import { getAiUsers } from './getAiUsers';
import { getAll } from './getAll';
import { deleteTask, pause, redialFailed, resume, terminate } from './operateTask';

const RESOURCE = { name: 'Task', value: 'task' };

const OPERATIONS = [
  addContacts,
  create,
  deleteTask,
  getAccount,
  getAiUsers,
  getAll,
  pause,
  redialFailed,
  resume,
  terminate,
];

/** Shown before a run that costs calls, or cannot be undone. */
const HINTS: NodeHint[] = [
  {
    message: 'This run will call real people: Start Dialing is on.',
    type: 'warning',
    location: 'outputPane',
    whenToDisplay: 'beforeExecution',
    displayCondition:
      '={{ ["create", "addContacts"].includes($parameter["operation"]) && $parameter["options"]?.["startDialing"] === true }}',
  },
  {
    message: 'This run will call real people right away, in the task of each input item.',
    type: 'warning',
    location: 'outputPane',
    whenToDisplay: 'beforeExecution',
    displayCondition: '={{ ["resume", "redialFailed"].includes($parameter["operation"]) }}',
  },
  {
    message: 'This run cannot be undone. It affects the task of each input item.',
    type: 'warning',
    location: 'outputPane',
    whenToDisplay: 'beforeExecution',
    displayCondition: '={{ ["delete", "terminate"].includes($parameter["operation"]) }}',
  },
];

export class XiaoATask implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'XiaoA Task',
    name: 'xiaoATask',
    icon: { light: 'file:../../icons/xiaoa.svg', dark: 'file:../../icons/xiaoa.dark.svg' },
    group: ['output'],
    version: 1,
    subtitle: subtitleOf(OPERATIONS),
    description: 'Create and manage AI outbound calling tasks in XiaoA',
    defaults: { name: 'XiaoA Task' },
    usableAsTool: {
      replacements: {
        description:
          'Manages calling tasks in XiaoA. Importing contacts with Start Dialing, resuming or redialing a task calls real people by phone.',
      },
    },
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: 'xiaoAApi', required: true }],
    hints: HINTS,
    builderHint: {
      searchHint:
        'Calls people by phone with an AI voice robot (XiaoA, 小A). Create Task needs a Template and an AI User, which the user has to choose. The results of the calls come from the XiaoA CRM Trigger or XiaoA CRM.',
    },
    requestDefaults: { baseURL: '={{ $credentials.baseUrl }}' },
    properties: operationProperties(RESOURCE, 'create', OPERATIONS),
  };

  methods = {
    listSearch: { searchAiUsers, searchTaskIds, searchTasks, searchTemplates },
    resourceMapping: { getContactColumns },
  };

  customOperations = customOperations(RESOURCE.value, OPERATIONS);
}
