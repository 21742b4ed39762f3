import { NodeOperationError, sleep } from 'n8n-workflow';

import { hasEnded } from '../../xiaoa/records/callEnd';
import { simplifyTask } from '../../xiaoa/records/task';
import { CRM_RECORDS, readRows, type Row } from '../shared/lists';
import { periodQuery } from '../shared/period';
import type { Run } from '../shared/run';
import { lookUpTask } from '../shared/tasks';
import { crmQuery } from '../shared/crmFilters';

export interface Wanted {
  readonly taskSn: string;
  /** Only the call to this number. */
  readonly phone?: string;
  /** ms since 1970 */
  readonly until: number;
}

export interface Awaited {
  /** The records of the calls that have ended. */
  readonly ended: Row[];
  /** How many calls there will be; undefined where the platform does not say. */
  readonly expected?: number;
  /** Whether nothing more is to come. */
  readonly isComplete: boolean;
}

/** The first look comes soon, for a task that is nearly done; a long task costs two requests a minute. */
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 30_000;
const GROWTH = 1.5;
/** A record may come this long after its call. Servers that list no unanswered calls never reach the task's count. */
const LATE_RECORDS_MS = 90_000;
const CANCEL_CHECK_MS = 500;

interface Progress {
  readonly expected?: number;
  /** Whether the task will make no further calls. */
  readonly isOver: boolean;
}

/**
 * Waits until a task has made its calls and all of them have ended, or the one call that is wanted has. While the
 * task is calling, only its counts are asked for; the records are read once it has made all calls.
 *
 * @throws {NodeApiError}
 * @throws {NodeOperationError} when the task does not exist, or the execution was canceled
 */
export async function waitForCalls(run: Run, wanted: Wanted): Promise<Awaited> {
  let overSince: number | undefined;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * GROWTH, LONGEST_PAUSE_MS)) {
    const { expected, isOver } = await progressOf(run, wanted.taskSn);
    const left = wanted.until - Date.now();
    if (isOver) overSince ??= Date.now();
    else overSince = undefined;
    if (isOver || wanted.phone !== undefined || left <= 0) {
      const rows = await recordsOf(run, wanted);
      const ended = rows.filter(hasEnded);
      const allEnded = ended.length === rows.length;
      const isLate = overSince !== undefined && Date.now() - overSince >= LATE_RECORDS_MS;
      const isThere =
        wanted.phone === undefined
          ? isOver && (ended.length >= (expected ?? Infinity) || isLate)
          : ended.length > 0;
      const isComplete = allEnded && isThere;
      if (isComplete || isLate || left <= 0) return { ended, expected, isComplete };
    }
    await pauseFor(run, Math.min(pause, left));
  }
}

async function progressOf(run: Run, taskSn: string): Promise<Progress> {
  const task = await lookUpTask(run.context, taskSn, run.site);
  if (!task) {
    throw new NodeOperationError(run.node, `Task not found: ${taskSn}`, {
      description:
        "Choose the task from the list, or give its number or its SN: 'id' or 'sn' in the output of Create Task and Get Many Tasks.",
      itemIndex: run.itemIndex,
    });
  }
  const { status, total, called, notCalled } = simplifyTask(task);
  const waiting = notCalled ?? (total !== null && called !== null ? total - called : undefined);
  const isOver =
    status === 'terminated' ||
    // A task whose contacts are still being imported has none yet.
    (waiting === undefined ? status === 'finished' : waiting <= 0 && total !== 0);
  return { expected: (status === 'terminated' ? called : total) ?? undefined, isOver };
}

async function recordsOf(run: Run, { taskSn, phone }: Wanted): Promise<Row[]> {
  const { parameters } = periodQuery({ unlessDated: true }, 'connected_at', Date.now());
  const asked = crmQuery(run.node, { taskSn, phone });
  const query = { ...asked, parameters: { ...parameters, ...asked.parameters } };
  return await readRows(run.context, CRM_RECORDS, query, run.site);
}

/** Waits, unless the execution is canceled. */
async function pauseFor(run: Run, ms: number): Promise<void> {
  const signal = run.context.getExecutionCancelSignal();
  const end = Date.now() + ms;
  for (let left = ms; left > 0; left = end - Date.now()) {
    if (signal?.aborted) {
      throw new NodeOperationError(run.node, 'This execution was stopped or ran out of time', {
        description: 'The calls continue in XiaoA.',
        itemIndex: run.itemIndex,
      });
    }
    await sleep(Math.min(left, CANCEL_CHECK_MS));
  }
}
