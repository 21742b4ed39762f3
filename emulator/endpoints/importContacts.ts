import type { Behaviour } from '../platform/behaviour';
import { shanghaiDay } from '../platform/clock';
import { PlatformError } from '../platform/codes';
import type { ApiCall, JsonAnswer } from './endpoint';
import { requiredText, text } from './params';
import { phoneOf } from '../platform/tasks';
import { findTemplate } from '../platform/templates';
import type { ContactRow, Task } from '../platform/types';

/** What addExcel and addJson have in common: where the contacts go. */
export interface ImportPlan {
  /** The task to add to; undefined: a new one. */
  task?: Task;
  makeTask: () => Task;
}

/** Checks everything but the contacts. */
export function planImport({ platform, account, params }: ApiCall): ImportPlan {
  const projectSn = requiredText(params, 'project_sn');
  const source = requiredText(params, 'source');
  const aiUser = platform.aiUser(text(params, 'ai_user_sn') ?? '');
  if (!aiUser) throw new PlatformError(30009);
  const template = findTemplate(projectSn);
  if (!template) throw new PlatformError(30003);
  const outdated = aiUser.expired < shanghaiDay(platform.clock.now());
  if (outdated || !aiUser.project_sn.split(',').includes(projectSn)) {
    throw new PlatformError(30010);
  }
  const sn = text(params, 'dial_task_main_sn');
  const task = sn === undefined ? undefined : platform.tasks.bySn(account.username, sn);
  if (sn !== undefined && !task) throw new PlatformError(30011);
  return {
    task,
    makeTask: () =>
      platform.tasks.create({
        username: account.username,
        source,
        template: { sn: template.sn, project_caption: template.caption },
        aiUser,
        state: 'paused',
        mark: text(params, 'mark'),
        batch: text(params, 'batch_number'),
      }),
  };
}

/** Takes the rows in, and dials if `is_zidong` says so. @returns the answer of API §7.5 and §7.6 */
export function importContacts(
  { platform, account, params, request }: ApiCall,
  plan: ImportPlan,
  rows: ContactRow[],
): JsonAnswer {
  const { tasks, behaviour } = platform;
  if (rows.length > behaviour.maxRowsPerImport) throw new PlatformError(30005);
  if (tasks.waiting(account.username) + rows.length > behaviour.maxWaiting) {
    throw new PlatformError(30004);
  }
  const usable = rows.filter((row) => phoneOf(row) !== '');
  const allowed = usable.filter((row) => !isBlocked(phoneOf(row), behaviour));
  const task = plan.task ?? plan.makeTask();
  const wasSent = task.state === 'sent';
  const { repeated } = tasks.addContacts(task, allowed, request);
  // What had been sent waits for a person to start it again, whatever is_zidong says.
  if (params.is_zidong === 'on' && !wasSent) tasks.setState(task, 'sending');
  return {
    data: {
      total: rows.length,
      success: allowed.length - repeated,
      fail: rows.length - usable.length,
      dial_task_main_sn: task.dial_task_main_sn,
      out_repeat: repeated,
      ...(behaviour.doNotCall === ''
        ? {}
        : {
            blacklistCount: usable.length - allowed.length,
            repeatCount: repeated,
            filterCount: 0,
          }),
    },
  };
}

function isBlocked(phone: string, { doNotCall }: Behaviour): boolean {
  return doNotCall !== '' && phone.endsWith(doNotCall);
}
