/**
 * What n8n in queue mode (a main process, two workers) takes and gives: executions and records a second, the
 * processor time and memory of each process, and how the database grows. The processor time is the figure to
 * go by: unlike the seconds it does not depend on what else the machine does.
 *
 *   npm run bench:queue
 */
import { Lifetime, runChecks } from '../../demo/base/lifetime';
import { settled } from '../e2e/queue/executions';
import { query } from '../e2e/queue/services/postgres';
import { startStage, type Stage } from '../e2e/queue/stage';
import { callMany, publishWebhook } from '../e2e/queue/webhooks';
import { residentMegabytes } from '../e2e/memory';
import { until } from '../e2e/stream/records';
import { publishTrigger, TRIGGER_WORKFLOW } from '../e2e/stream/triggerWorkflow';
import { cpuSeconds } from './support/cpu';
import { smallWorkflow } from './support/smallWorkflow';

const EXECUTIONS = 1_000;
const CONNECTIONS = 100;
const BATCHES = [1_000, 10_000];

const lifetime = new Lifetime();

interface Measured {
  what: string;
  seconds: number;
  'per second': number;
  'main, CPU s': number;
  'workers, CPU s': number;
  'database MB': number;
}

async function main(): Promise<number> {
  const stage = await startStage(lifetime);
  await memory(stage, 'idle');
  const table = [await executions(stage)];
  for (const count of BATCHES) table.push(await records(stage, count));
  console.table(table);
  await memory(stage, 'afterwards');
  return 0;
}

/** Webhook → Get AI Users, whose answer goes back to the caller. */
async function executions(stage: Stage): Promise<Measured> {
  const { cluster, credential } = stage;
  const parameters = { resource: 'task', operation: 'getAiUsers', returnAll: true };
  const webhook = await publishWebhook(cluster.rest, 'bench', 'xiaoATask', parameters, credential);
  const bodies = Array.from({ length: EXECUTIONS }, (_, index) => ({ index }));
  await callMany(webhook, bodies.slice(0, CONNECTIONS), CONNECTIONS);
  return await measure(stage, `${EXECUTIONS} executions by webhook`, EXECUTIONS, async () => {
    await callMany(webhook, bodies, CONNECTIONS);
  });
}

/** Trigger → Filter → Edit Fields: all records of a poll are one execution. */
async function records(stage: Stage, count: number): Promise<Measured> {
  const { cluster, credential, emulator } = stage;
  if (count === BATCHES[0])
    await publishTrigger(cluster.rest, credential, smallWorkflow({ field: 'score', least: 80 }));
  return await measure(stage, `${count} records by the trigger`, count, async () => {
    const before = await finished(stage);
    emulator.addCrmRecords(Array.from({ length: count }, () => ({})));
    const end = Date.now() + 300_000;
    while ((await finished(stage)) === before && Date.now() < end) await until(() => false, 200);
    await settled(cluster.postgres, TRIGGER_WORKFLOW, 300_000);
  });
}

async function finished({ cluster }: Stage): Promise<number> {
  const [[count]] = await query(
    cluster.postgres,
    `SELECT count(*) FROM execution_entity WHERE "workflowId" = '${TRIGGER_WORKFLOW}' AND finished`,
  );
  return Number(count);
}

async function measure(
  { cluster }: Stage,
  what: string,
  count: number,
  run: () => Promise<void>,
): Promise<Measured> {
  const { postgres } = cluster;
  const cpu = async () => ({
    main: await cpuSeconds([cluster.main.pid!]),
    workers: await cpuSeconds(cluster.workers.map(({ pid }) => pid!)),
    database: Number((await query(postgres, 'SELECT pg_database_size(current_database())'))[0][0]),
  });
  const before = await cpu();
  const start = performance.now();
  await run();
  const seconds = (performance.now() - start) / 1000;
  const after = await cpu();
  return {
    what,
    seconds: round(seconds),
    'per second': round(count / seconds),
    'main, CPU s': round(after.main - before.main),
    'workers, CPU s': round(after.workers - before.workers),
    'database MB': round((after.database - before.database) / 2 ** 20),
  };
}

async function memory({ cluster }: Stage, when: string): Promise<void> {
  const all = [cluster.main, ...cluster.workers];
  const megabytes = await Promise.all(all.map(({ pid }) => residentMegabytes(pid!)));
  console.log(`${when}, MB: main and workers ${megabytes.map(Math.round).join(', ')}`);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

runChecks(lifetime, main);
