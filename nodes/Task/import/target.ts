import { NodeOperationError } from 'n8n-workflow';

import { simplifyTask } from '../../../xiaoa/records/task';
import { parseUserTime, shanghaiDay } from '../../../xiaoa/shanghaiTime';
import { visibleText } from '../../../xiaoa/text';
import { text } from '../../../xiaoa/values';
import type { Connection, TransportContext } from '../../shared/context';
import { textFilter } from '../../shared/filters';
import { readRows, TASKS, TEMPLATES, type Row } from '../../shared/lists';
import { periodQuery } from '../../shared/period';
import type { Run } from '../../shared/run';
import { lookUpTask } from '../../shared/tasks';
import { requiredSetting, type ImportOptions } from './settings';

/** The task that an import fills (API §7.5, §7.6). */
export interface Target {
  /** sn of the template, `project|…`. */
  readonly projectSn: string;
  /** sn of the AI user, `SYSUSER|…`. */
  readonly aiUserSn: string;
  readonly taskName: string;
  /** The task to add to; without it the first request makes a new one. */
  readonly taskSn?: string;
  /** As `simplifyTask` gives it, for a task that exists. */
  readonly status?: string | null;
}

/**
 * The new task that the fields of "Create" describe; where the user chose so, the one of that name that was made today.
 *
 * @throws {NodeOperationError} naming the field that is empty or differs between items; or when such a task exists, and
 * the import is to stop then
 * @throws {NodeApiError}
 */
export async function newTask(run: Run, { ifTaskExists }: ImportOptions): Promise<Target> {
  const target: Target = {
    projectSn: await requiredSetting(run, 'projectSn', 'Choose the call script to use.'),
    aiUserSn: await requiredSetting(run, 'aiUserSn', 'Choose who makes the calls.'),
    taskName: (await requiredSetting(run, 'taskName', 'Enter a name for the task.')).trim(),
  };
  if (ifTaskExists === 'create') return target;
  const same = await taskOfToday(run, target.taskName);
  if (same === undefined) return target;
  const taskSn = text(same.dial_task_main_sn);
  if (ifTaskExists === 'add' && taskSn !== undefined && fits(same, target)) {
    return { ...target, taskSn, status: simplifyTask(same).status };
  }
  throw new NodeOperationError(
    run.node,
    `A task named '${target.taskName}' was already created today (${taskSn ?? 'without an SN'})`,
    {
      description:
        ifTaskExists === 'add'
          ? 'Nothing was sent. That task uses another template or AI user, so contacts cannot be added to it. Choose another Task Name.'
          : "Nothing was sent, because 'If Task Exists' is set to Stop. Choose another Task Name, or set the option to Add Contacts.",
    },
  );
}

/** Whether the task has the template and the AI user that are wanted, as far as XiaoA says. */
function fits(task: Row, { projectSn, aiUserSn }: Target): boolean {
  const [template, aiUser] = [text(task.project_sn), text(task.user_sn)];
  return (template ?? projectSn) === projectSn && (aiUser ?? aiUserSn) === aiUserSn;
}

/** The newest task of this name that was made today, in Shanghai. */
async function taskOfToday(run: Run, name: string): Promise<Row | undefined> {
  const now = Date.now();
  const wanted = visibleText(name);
  const period = periodQuery({ after: parseUserTime(shanghaiDay(now)) }, 'created_at', now);
  const rows = await readRows(
    run.context,
    TASKS,
    {
      parameters: period.parameters,
      accept: (row) => period.accept(row) && textFilter(row.source) === wanted,
    },
    run.site,
  );
  const rank = (row: Row) => String(row.created_at ?? '');
  return rows.sort((a, b) => rank(b).localeCompare(rank(a)))[0];
}

/**
 * Looks up the task that contacts are to be added to. The platform wants its template, AI user and name
 * again (API §7.6).
 *
 * @throws {NodeOperationError} when there is no such task, or the platform does not say enough about it
 * @throws {NodeApiError}
 */
export async function existingTask(run: Run): Promise<Target> {
  const { context, node, requestOptions } = run;
  const named = await requiredSetting(run, 'taskSn', 'Choose the task to add the contacts to.');
  const task = await findTask(context, named, requestOptions);
  const taskSn = text(task.dial_task_main_sn);
  const aiUserSn = text(task.user_sn);
  if (taskSn === undefined || aiUserSn === undefined) {
    throw new NodeOperationError(
      node,
      `XiaoA doesn't say which AI user makes the calls of task ${named}`,
      {
        description: 'Nothing was sent. Create a new task instead.',
      },
    );
  }
  return {
    taskSn,
    aiUserSn,
    projectSn: await templateOfTask(context, task, requestOptions),
    taskName: text(task.source) ?? taskSn,
    status: simplifyTask(task).status,
  };
}

/**
 * Finds a task by its sn or its number, whatever day it was made (API §7.2).
 *
 * @throws {NodeOperationError} when there is none
 * @throws {NodeApiError}
 */
export async function findTask(
  context: TransportContext,
  named: string,
  connection?: Connection,
): Promise<Row> {
  const task = await lookUpTask(context, named, { connection });
  if (task !== undefined) return task;
  throw new NodeOperationError(context.getNode(), `Task not found: ${named}`, {
    description:
      "Nothing was sent. Choose the task from the list, or give its number or its SN: 'id' or 'sn' in the output of Create Task and Get Many Tasks.",
  });
}

/**
 * The sn of the template that a task follows. The document's own sample of a task has a template's
 * caption but no sn; then the template with this caption is looked for.
 *
 * @throws {NodeOperationError} when that does not tell either
 * @throws {NodeApiError}
 */
export async function templateOfTask(
  context: TransportContext,
  task: Row,
  connection?: Connection,
): Promise<string> {
  const given = text(task.project_sn);
  if (given !== undefined) return given;

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
    `XiaoA doesn't say which template the task '${text(task.source) ?? ''}' uses`,
    { description: 'Nothing was sent. Create a new task instead.' },
  );
}
