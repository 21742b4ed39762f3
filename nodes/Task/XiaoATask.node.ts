import { NodeConnectionTypes, type INodeType, type INodeTypeDescription } from 'n8n-workflow';

import { operationProperties } from '../shared/operation';
import { hiddenResource } from '../shared/fields';
import { searchAiUsers, searchTaskIds, searchTasks, searchTemplates } from '../shared/listSearch';
import { getContactColumns } from './resourceMapping';
import * as addContacts from './addContacts';
import * as create from './create';
import * as deleteTask from './delete';
import * as getAiUsers from './getAiUsers';
import * as getAll from './getAll';
import * as pause from './pause';
import * as redialFailed from './redialFailed';
import * as resume from './resume';

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
      hiddenResource('Task', 'task'),
      ...operationProperties('task', 'create', [
        addContacts,
        create,
        deleteTask,
        getAiUsers,
        getAll,
        pause,
        redialFailed,
        resume,
      ]),
    ],
  };

  methods = {
    listSearch: { searchAiUsers, searchTaskIds, searchTasks, searchTemplates },
    resourceMapping: { getContactColumns },
  };

  customOperations = {
    task: {
      addContacts: addContacts.runForAll,
      create: create.runForAll,
      delete: deleteTask.runForAll,
      getAiUsers: getAiUsers.runForAll,
      getAll: getAll.runForAll,
      pause: pause.runForAll,
      redialFailed: redialFailed.runForAll,
      resume: resume.runForAll,
    },
  };
}
