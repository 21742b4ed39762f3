import { toIso } from '../shanghaiTime';
import { identifier, number, text, withNulls } from '../values';

/** A calling task with its fields named and typed. @source API §7.2 */
export interface SimplifiedTask {
  id: number | string | null;
  sn: string | null;
  name: string | null;
  /** 'not sent', 'sending', 'sent', 'paused'; any other as the platform has it */
  status: string | null;
  /** as the platform has it */
  statusText: string | null;
  /** the template's title */
  template: string | null;
  templateSn: string | null;
  aiUser: string | null;
  aiUserSn: string | null;
  /** ISO 8601 with +08:00, as the other times */
  createdAt: string | null;
  startedAt: string | null;
  stoppedAt: string | null;
  total: number | null;
  called: number | null;
  notCalled: number | null;
  succeeded: number | null;
  failed: number | null;
  /** 0 to 100 */
  percent: number | null;
  remark: string | null;
  batch: string | null;
}

/**
 * The platform's words for a status; the first that matches counts. 暂停发送 and 未发送 hold the
 * word for sending too, so that one comes last.
 */
const STATUS_WORDS: ReadonlyArray<readonly [words: RegExp, status: string]> = [
  [/暂停/, 'paused'],
  [/未发送|待发送|未开始/, 'not sent'],
  [/已发送|发送成功|已完成/, 'sent'],
  [/发送中|正在发送|正在呼叫|呼叫中/, 'sending'],
];

/**
 * The numbers of the output table (API §7.2). It has no 0, which is 'sending' in the table of
 * the filter; there 1 is 'sent', but these are no filters.
 */
const STATUS_NUMBERS: ReadonlyMap<number, string> = new Map([
  [0, 'sending'],
  [1, 'not sent'],
  [2, 'sent'],
  [3, 'sending'],
  [4, 'paused'],
]);

/** The fields of a task that workflows use. Whatever is missing is null. */
export function simplifyTask(row: Record<string, unknown>): SimplifiedTask {
  const statusText = text(row.status);
  return withNulls({
    id: identifier(row.dial_task_main_id),
    sn: text(row.dial_task_main_sn),
    name: text(row.source),
    status: statusOf(statusText),
    statusText,
    template: text(row.project_caption),
    templateSn: text(row.project_sn),
    aiUser: text(row.user_name),
    aiUserSn: text(row.user_sn),
    createdAt: toIso(row.created_at),
    startedAt: toIso(row.started_at),
    stoppedAt: toIso(row.stoped_at),
    total: number(row.total_count),
    called: number(row.send_count),
    notCalled: number(row.unsend_count),
    succeeded: number(row.success),
    failed: number(row.fail),
    percent: number(row.percent),
    remark: text(row.mark) ?? text(row.remark),
    batch: text(row.batch),
  });
}

function statusOf(statusText: string | undefined): string | undefined {
  if (statusText === undefined) return undefined;
  const code = number(statusText);
  const known =
    code === undefined
      ? STATUS_WORDS.find(([words]) => words.test(statusText))?.[1]
      : STATUS_NUMBERS.get(code);
  return known ?? statusText;
}
