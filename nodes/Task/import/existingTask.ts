import {
  NodeOperationError,
  type IExecuteFunctions,
  type IExecuteSingleFunctions,
} from 'n8n-workflow';

import { simplifyTask } from '../../../xiaoa/records/task';
import type { ItemSource } from '../expressions/itemSource';
import { text } from '../../../xiaoa/values';
import type { Connection } from '../../shared/context';
import type { Target } from './importRequest';
import { requiredValue } from './requiredValue';
import { findTask, templateOfTask } from './taskLookup';

/**
 * Looks up the task that contacts are to be added to. The platform wants its template, AI user and name
 * again (API §7.6).
 *
 * @throws {NodeOperationError} when there is no such task, or the platform does not tell enough of it
 * @throws {NodeApiError}
 */
export async function existingTask(
  context: IExecuteFunctions | IExecuteSingleFunctions,
  source: ItemSource,
  connection: Connection,
): Promise<Target> {
  const node = context.getNode();
  const taskSn = await requiredValue(node, source, {
    name: 'taskSn',
    displayName: 'Task',
    whatToDo: 'Choose the task to add the contacts to.',
  });
  const task = await findTask(context, taskSn, connection);
  const aiUserSn = text(task.user_sn);
  if (aiUserSn === undefined) {
    throw new NodeOperationError(node, `XiaoA does not say who calls for the task ${taskSn}`, {
      description: 'Nothing was sent. Make a new task with the operation Create instead.',
    });
  }
  return {
    taskSn,
    aiUserSn,
    projectSn: await templateOfTask(context, task, connection),
    taskName: text(task.source) ?? taskSn,
    willPause: simplifyTask(task).status === 'finished',
  };
}
