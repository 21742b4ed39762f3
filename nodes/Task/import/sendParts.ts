import {
  NodeApiError,
  type IDataObject,
  type IExecuteFunctions,
  type IExecuteSingleFunctions,
} from 'n8n-workflow';

import { number, text } from '../../../xiaoa/values';
import { call, type Call } from '../../shared/request';
import type { Connection } from '../../shared/context';
import type { Target } from './importRequest';

const COUNTED = ['total', 'success', 'fail', 'out_repeat'] as const;

/**
 * What the platform says of an import (API §7.5, §7.6), summed over its requests. Null is what it did not say: an
 * import that it took but did not count must not look like one of nobody.
 */
export interface ImportCounts extends Record<(typeof COUNTED)[number], number | null> {
  dial_task_main_sn: string | null;
  requests: number;
}

/** What one request carries. */
export interface Part {
  /** How many contacts or files it has. */
  readonly size: number;
  /** Index of its first and last item. */
  readonly first: number;
  readonly last: number;
  /** @param taskSn the task to add to; without one the request makes the task */
  request(taskSn: string | undefined): Pick<Call, 'endpoint' | 'parameters'>;
}

type Context = IExecuteFunctions | IExecuteSingleFunctions;

/**
 * Sends the parts into one task, one after another: where there is no task yet the first part makes it,
 * and the others add to it. A part is never sent twice.
 *
 * @param unit what a part has several of, in the plural
 * @throws {NodeApiError} which says how much is in, in which task, and which items are not
 */
export async function sendParts(
  context: Context,
  target: Target,
  parts: readonly Part[],
  unit: 'contacts' | 'files',
  connection: Connection,
): Promise<ImportCounts> {
  const counts: ImportCounts = {
    dial_task_main_sn: target.taskSn ?? null,
    total: 0,
    success: 0,
    fail: 0,
    out_repeat: 0,
    requests: 0,
  };
  for (const [place, part] of parts.entries()) {
    try {
      if (place > 0 && counts.dial_task_main_sn === null) throw unnamedTask(context);
      const answer = (await call(context, {
        ...part.request(counts.dial_task_main_sn ?? undefined),
        connection,
        whereToLook: whereToLook(target, counts),
      })) as IDataObject | null;
      add(counts, answer ?? {});
    } catch (error) {
      throw place === 0
        ? error
        : halfway(context, error as NodeApiError, parts, place, unit, counts);
    }
  }
  return counts;
}

function add(counts: ImportCounts, answer: IDataObject): void {
  counts.requests += 1;
  counts.dial_task_main_sn ??= text(answer.dial_task_main_sn) ?? null;
  for (const name of COUNTED) {
    const before = counts[name];
    const more = number(answer[name]);
    counts[name] = before === null || more === undefined ? null : before + more;
  }
}

function whereToLook({ taskName }: Target, { dial_task_main_sn: taskSn }: ImportCounts): string {
  return taskSn === null
    ? `Look in XiaoA for a task named '${taskName}'`
    : `Look at the task '${taskName}' (${taskSn}) in XiaoA`;
}

function unnamedTask(context: Context): NodeApiError {
  const message = 'XiaoA did not name the task that it made';
  return new NodeApiError(context.getNode(), { message }, { message });
}

function halfway(
  context: Context,
  cause: NodeApiError,
  parts: readonly Part[],
  failed: number,
  unit: string,
  counts: ImportCounts,
): NodeApiError {
  const size = (some: readonly Part[]) => some.reduce((sum, part) => sum + part.size, 0);
  const span = (some: readonly Part[]) => `${some[0].first} to ${some[some.length - 1].last}`;
  const unsent = parts.slice(failed + 1);
  const task = counts.dial_task_main_sn ?? 'that XiaoA did not name';
  const message = `${size(parts.slice(0, failed))} of ${size(parts)} ${unit} are in the task ${task}, the others are not, or not known to be: ${cause.message}`;
  const description = [
    cause.description,
    `In are items ${span(parts.slice(0, failed))}.`,
    `Not in, or not known to be in, are items ${span([parts[failed]])}.`,
    unsent.length > 0 ? `Never sent were items ${span(unsent)}.` : '',
    'Do not run the whole import again: it would call the first ones twice. Add the missing ones to that task.',
  ];
  return new NodeApiError(
    context.getNode(),
    { message },
    {
      message,
      description: description.filter(Boolean).join(' '),
      httpCode: cause.httpCode ?? undefined,
    },
  );
}
