import { toIso } from '../shanghaiTime';
import { identifier, number, text, withNulls } from '../values';

export type TaskStatus =
  | 'calling'
  | 'failed'
  | 'finished'
  | 'not started'
  | 'paused'
  | 'terminated';

/** A calling task with its fields named and typed. @source API §7.2 */
export interface SimplifiedTask {
  id: number | string | null;
  sn: string | null;
  name: string | null;
  /** null where the platform has words or a number whose meaning is not known */
  status: TaskStatus | null;
  /** as the platform has it */
  statusText: string | null;
  total: number | null;
  called: number | null;
  notCalled: number | null;
  succeeded: number | null;
  failed: number | null;
  /** of the people called, how many calls succeeded: 0 to 100 */
  successPercent: number | null;
  /** the template's title */
  template: string | null;
  templateSn: string | null;
  aiUser: string | null;
  aiUserSn: string | null;
  /** ISO 8601 with +08:00, as the other times */
  createdAt: string | null;
  startedAt: string | null;
  stoppedAt: string | null;
  remark: string | null;
  batch: string | null;
}

/**
 * The platform's words for a status; the first that matches counts. 暂停发送 and 未发送 hold the
 * word for calling too, so that one comes last.
 */
const STATUS_WORDS: ReadonlyArray<readonly [words: RegExp, status: TaskStatus]> = [
  [/终止|中止/, 'terminated'],
  [/暂停/, 'paused'],
  [/失败/, 'failed'],
  [/未发送|待发送|未开始|未启动|等待/, 'not started'],
  [/已发送|发送成功|完成|结束/, 'finished'],
  [/发送中|正在发送|呼叫|拨打|外呼|进行中/, 'calling'],
];

/**
 * The numbers that mean the same on every server. 0 to 3 mean one thing in the filter, another in the table of the
 * output, and a third on newer servers.
 */
const STATUS_NUMBERS: ReadonlyMap<number, TaskStatus> = new Map([
  [4, 'paused'],
  [20, 'not started'],
  [21, 'finished'],
  [22, 'calling'],
  [23, 'failed'],
  [24, 'paused'],
]);

/** What the numbers of the filter mean (API §7.2). */
export const STATUS_FILTERS: ReadonlyMap<number, TaskStatus> = new Map([
  [0, 'calling'],
  [1, 'finished'],
  [4, 'paused'],
]);

const LONGEST_STATUS = 100;

/**
 * The status of a task, as far as the row itself tells it.
 *
 * @source API §7.2
 */
export function taskStatus(row: Record<string, unknown>): TaskStatus | undefined {
  const written = text(row.status);
  if (written === undefined || written.length > LONGEST_STATUS) return undefined;
  const code = number(written);
  return code === undefined
    ? STATUS_WORDS.find(([words]) => words.test(written))?.[1]
    : STATUS_NUMBERS.get(code);
}

/**
 * The fields of a task that workflows use. Whatever is missing is null.
 *
 * @param asked the status that the list was filtered by, which decides where the row has a bare number
 */
export function simplifyTask(
  row: Record<string, unknown>,
  asked?: { status?: unknown },
): SimplifiedTask {
  const statusText = text(row.status);
  const isNumber = number(statusText) !== undefined;
  return withNulls({
    id: identifier(row.dial_task_main_id),
    sn: text(row.dial_task_main_sn),
    name: text(row.source),
    status:
      taskStatus(row) ?? (isNumber ? STATUS_FILTERS.get(number(asked?.status) ?? NaN) : undefined),
    statusText,
    total: number(row.total_count),
    called: number(row.send_count),
    notCalled: number(row.unsend_count),
    succeeded: number(row.success),
    failed: number(row.fail),
    successPercent: number(row.percent),
    template: text(row.project_caption),
    templateSn: text(row.project_sn),
    aiUser: text(row.user_name),
    aiUserSn: text(row.user_sn),
    createdAt: toIso(row.created_at),
    startedAt: toIso(row.started_at),
    stoppedAt: toIso(row.stoped_at),
    remark: text(row.mark) ?? text(row.remark),
    batch: text(row.batch),
  });
}
