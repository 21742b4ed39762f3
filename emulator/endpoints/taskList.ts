import { dateRange } from './dateRange';
import { listData, slice } from './pages';
import { count, text } from './params';
import type { Tasks } from '../platform/tasks';
import { TEAM } from '../platform/templates';
import type { Paging } from '../platform/behaviour';
import type { Task, TaskState } from '../platform/types';
import type { Endpoint } from './endpoint';

/** The numbers that the filter knows (API §7.2) and the words that the rows have. */
const STATES: Record<TaskState, { filter: number; words: string }> = {
  sending: { filter: 0, words: '发送中' },
  sent: { filter: 1, words: '已发送' },
  paused: { filter: 4, words: '暂停发送' },
  terminated: { filter: 5, words: '终止' },
};

/** API §7.2: the marketing tasks, by the moment they were made. */
export const taskList: Endpoint = {
  name: 'index',
  method: 'POST',
  answer({ platform, account, params }) {
    const { behaviour, clock, tasks } = platform;
    const range = dateRange(params, clock.now(), behaviour.endDateInclusive);
    const status = count(params, 'status');
    const aiUserSn = text(params, 'ai_user_sn');
    const sn = text(params, 'dial_task_main_sn');
    const matching = tasks.all.filter(
      (task) =>
        task.username === account.username &&
        task.created_at >= range.from &&
        task.created_at <= range.to &&
        (status === undefined || STATES[task.state].filter === status) &&
        (aiUserSn === undefined || task.ai_user_sn === aiUserSn) &&
        (sn === undefined || task.dial_task_main_sn === sn),
    );
    const { start, size } = slice(params, behaviour.paging, 5);
    const rows = inOrder(matching, behaviour.paging.order)
      .slice(start, start + size)
      .map((task) => row(task, tasks));
    return { data: listData(rows, matching.length, behaviour.paging) };
  },
};

function inOrder(tasks: Task[], order: Paging['order']): Task[] {
  if (order === 'oldest') return tasks;
  if (order === 'newest') return tasks.reverse();
  const place = (task: Task) => Math.imul(task.dial_task_main_id, 0x9e3779b1) >>> 0;
  return tasks.sort((a, b) => place(a) - place(b));
}

function row(task: Task, tasks: Tasks): object {
  const { waiting, success, fail } = tasks.counts(task);
  const called = success + fail;
  return {
    dial_task_main_id: task.dial_task_main_id,
    dial_task_main_sn: task.dial_task_main_sn,
    status: STATES[task.state].words,
    user_sn: task.ai_user_sn,
    user_name: task.ai_user_name,
    team_sn: TEAM.team_sn,
    team_name: TEAM.team_name,
    created_at: task.created_at,
    last_modify: task.last_modify,
    started_at: task.started_at,
    stoped_at: task.stoped_at,
    total_count: waiting + called,
    send_count: called,
    remark: null,
    ring_groups: null,
    priority: null,
    project_sn: task.project_sn,
    percentage: null,
    source: task.source,
    batch: task.batch,
    trunkgroup_sn: null,
    caller_group: null,
    mark: task.mark,
    operator: task.username,
    project_caption: task.project_caption,
    parent_sn: task.username,
    success: String(success),
    fail: String(fail),
    stops: String(task.state === 'paused' ? waiting : 0),
    unsend_count: waiting,
    percent: `${called === 0 ? 0 : Math.round((100 * success) / called)}%`,
  };
}
