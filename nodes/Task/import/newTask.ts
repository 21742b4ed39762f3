import type { INode } from 'n8n-workflow';

import type { ItemSource } from '../expressions/itemSource';
import type { Target } from './importRequest';
import { requiredValue } from './requiredValue';

/**
 * Reads the fields of "Create" that describe the new task.
 *
 * @throws {NodeOperationError} naming the field that is empty or differs between items
 */
export async function newTask(node: INode, source: ItemSource): Promise<Target> {
  return {
    projectSn: await requiredValue(node, source, {
      name: 'projectSn',
      displayName: 'Template',
      whatToDo: 'Choose the template for the calls.',
    }),
    aiUserSn: await requiredValue(node, source, {
      name: 'aiUserSn',
      displayName: 'AI User',
      whatToDo: 'Choose who is to place the calls.',
    }),
    taskName: await requiredValue(node, source, {
      name: 'taskName',
      displayName: 'Task Name',
      whatToDo: 'Give the task a name.',
    }),
  };
}
