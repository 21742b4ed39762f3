import { setTimeout as sleep } from 'node:timers/promises';

import { query, type Postgres } from './services/postgres';

/** How many executions of a workflow there are, by n8n's word for how they went. */
export async function executionsByStatus(
  postgres: Postgres,
  workflowId: string,
): Promise<Record<string, number>> {
  const rows = await query(
    postgres,
    `SELECT status, count(*) FROM execution_entity WHERE "workflowId" = '${workflowId}' GROUP BY 1`,
  );
  return Object.fromEntries(rows.map(([status, count]) => [status, Number(count)]));
}

/** When the main process made each execution of a workflow, in ms since the epoch. */
export async function startTimes(
  postgres: Postgres,
  workflowId: string,
): Promise<Map<number, number>> {
  const rows = await query(
    postgres,
    `SELECT id, extract(epoch FROM "createdAt") * 1000 FROM execution_entity WHERE "workflowId" = '${workflowId}'`,
  );
  return new Map(rows.map(([id, time]) => [Number(id), Number(time)]));
}

/** Waits until no execution of a workflow is under way or waits for its turn. */
export async function settled(
  postgres: Postgres,
  workflowId: string,
  ms: number,
): Promise<Record<string, number>> {
  const end = Date.now() + ms;
  for (;;) {
    const counts = await executionsByStatus(postgres, workflowId);
    if ((!counts.new && !counts.running) || Date.now() > end) return counts;
    await sleep(500);
  }
}
