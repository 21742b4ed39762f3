import type { Emulator } from '../../../emulator';
import { byId } from '../runNode';
import type { ToolNode } from './runAgent';

/** `List_calls`: CRM Get Many, of which the model chooses how many calls and the lowest score. */
export function listCalls(): ToolNode {
  return {
    name: 'List calls',
    type: 'xiaoACrm',
    parameters: {
      resource: 'crmRecord',
      operation: 'getAll',
      limit: "={{ $fromAI('Limit', 'How many calls at most', 'number') }}",
      filters: { minScore: "={{ $fromAI('Min_Score', 'Lowest score to list', 'number') }}" },
    },
  };
}

/** `Create_a_task`, of which the model gives the name and the people. */
export function createTask({ aiUsers, templates }: Emulator, parameters: object = {}): ToolNode {
  return {
    name: 'Create a task',
    type: 'xiaoATask',
    parameters: {
      resource: 'task',
      operation: 'create',
      projectSn: byId(templates[0].sn),
      aiUserSn: byId(aiUsers[0].user_sn),
      taskName: "={{ $fromAI('Task_Name', 'Short name for the task') }}",
      contactsFrom: 'json',
      contactsJson: `={{ $fromAI('Contacts', 'List of {"姓名": name, "电话": phone number as text}', 'json') }}`,
      ...parameters,
    },
  };
}

/** `Add_someone`: Task Add Contacts, a person a call, by columns that the model fills in. */
export function addSomeone(taskSn: string): ToolNode {
  return {
    name: 'Add someone',
    type: 'xiaoATask',
    parameters: {
      resource: 'task',
      operation: 'addContacts',
      taskSn: byId(taskSn),
      contactsFrom: 'items',
      columns: {
        mappingMode: 'defineBelow',
        value: {
          姓名: "={{ $fromAI('name', 'Name of the person') }}",
          电话: "={{ $fromAI('phone', 'Phone number of the person, as text') }}",
        },
        matchingColumns: [],
        schema: [],
      },
    },
  };
}
