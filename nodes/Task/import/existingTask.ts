import {
  NodeOperationError,
  type IExecuteFunctions,
  type IExecuteSingleFunctions,
} from 'n8n-workflow';

import { simplifyTask } from '../../../xiaoa/task';
import type { ItemSource } from '../../shared/expressions/itemSource';
import { text } from '../../shared/listing/filterValues';
import { readRows, type Row } from '../../shared/listing/listing';
import { periodQuery } from '../../shared/listing/period';
import { TASKS } from '../../shared/listings/tasks';
import { TEMPLATES } from '../../shared/listings/templates';
import type { Connection } from '../../shared/transport/context';
import type { Target } from './importRequest';
import { requiredValue } from './requiredValue';

type Context = IExecuteFunctions | IExecuteSingleFunctions;

/**
 * Looks up the task that contacts are to be added to, whatever day it was made. The platform wants its
 * template, AI user and name again (API §7.6).
 *
 * @throws {NodeOperationError} when there is no such task, or the platform does not tell its template
 * @throws {NodeApiError}
 */
export async function existingTask(
  context: Context,
  source: ItemSource,
  connection: Connection,
): Promise<Target> {
  const node = context.getNode();
  const taskSn = await requiredValue(node, source, {
    name: 'taskSn',
    displayName: 'Task',
    whatToDo: 'Choose the task to add the contacts to.',
  });
  const row = await findTask(context, taskSn, connection);
  const aiUserSn = text(row.user_sn);
  if (aiUserSn === undefined) {
    throw new NodeOperationError(node, `XiaoA does not say who calls for the task ${taskSn}`, {
      description: 'Nothing was sent. Make a new task with the operation Create instead.',
    });
  }
  return {
    taskSn,
    aiUserSn,
    projectSn: text(row.project_sn) ?? (await templateOf(context, row, connection)),
    taskName: text(row.source) ?? taskSn,
    willPause: simplifyTask(row).status === 'sent',
  };
}

async function findTask(context: Context, taskSn: string, connection: Connection): Promise<Row> {
  const { parameters } = periodQuery({ unlessDated: true }, 'created_at', Date.now());
  const rows = await readRows(
    context,
    TASKS,
    {
      parameters: { ...parameters, dial_task_main_sn: taskSn },
      accept: (row) => text(row.dial_task_main_sn) === taskSn,
    },
    { limit: 1, connection },
  );
  if (rows.length > 0) return rows[0];
  throw new NodeOperationError(context.getNode(), `There is no task with the sn '${taskSn}'`, {
    description:
      'Nothing was sent. Choose the task from the list, or give its sn (dial_task_main_sn, in the output of Create and Get Many), not its number.',
  });
}

/** The document's own sample of a task has a template's caption but no sn. */
async function templateOf(context: Context, task: Row, connection: Connection): Promise<string> {
  const caption = text(task.project_caption);
  const templates = await readRows(context, TEMPLATES, { parameters: {} }, { connection });
  const fitting = templates.filter(
    (template) =>
      caption !== undefined &&
      (text(template.project_caption) === caption || text(template.project_name) === caption),
  );
  const sn = text(fitting[0]?.sn);
  if (fitting.length === 1 && sn !== undefined) return sn;
  throw new NodeOperationError(
    context.getNode(),
    `XiaoA does not say which template the task '${text(task.source) ?? ''}' follows`,
    {
      description: 'Nothing was sent. Make a new task with the operation Create instead.',
    },
  );
}
