import { NodeOperationError } from 'n8n-workflow';

import { text } from '../../../xiaoa/values';
import { readRows, type Row, TASKS, TEMPLATES } from '../../shared/lists';
import { periodQuery } from '../../shared/period';
import type { Connection, TransportContext } from '../../shared/context';

/**
 * Finds a task by its sn, whatever day it was made (API §7.2).
 *
 * @throws {NodeOperationError} when there is none
 * @throws {NodeApiError}
 */
export async function findTask(
  context: TransportContext,
  taskSn: string,
  connection?: Connection,
): Promise<Row> {
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

/**
 * The sn of the template that a task follows. The document's own sample of a task has a template's
 * caption but no sn; then the template with this caption is looked for.
 *
 * @throws {NodeOperationError} when that is no help either
 * @throws {NodeApiError}
 */
export async function templateOfTask(
  context: TransportContext,
  task: Row,
  connection?: Connection,
): Promise<string> {
  const told = text(task.project_sn);
  if (told !== undefined) return told;

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
