import { differs, type Report } from '../../../../demo/base/report';
import { finishedExecution } from '../../../../demo/n8n/executions';
import type { RestClient } from '../../../../demo/n8n/rest';
import { createWorkflow, publishWorkflow } from '../../../../demo/n8n/workflows';
import type { Emulator } from '../../../../emulator';
import { byId } from '../../runNode';
import { until } from '../../stream/records';
import { CONCURRENCY } from '../cluster';
import { settled } from '../executions';
import { query } from '../services/postgres';
import type { Stage } from '../stage';
import { callMany, publishWebhook, type Answer } from '../webhooks';

const EXECUTIONS = 40;
const ADD_JSON = '/api/addJson';
/** How long the platform takes over an import: long enough for a worker to die over it. */
const IMPORT_MS = 10_000;
/** A job whose worker is gone counts as stalled when its lock has run out (60 s) and Bull looks (every 30 s). */
const STALLED_MS = 300_000;

/**
 * `kill -9` for a worker while it waits for the platform's answer to *Create*. The platform has got these requests
 * and makes the tasks; if n8n ran such an execution again, the same people would be called twice.
 */
export async function checkWorkerKill(stage: Stage, report: Report): Promise<void> {
  const { cluster, emulator } = stage;
  const errorWorkflow = await publishErrorWorkflow(cluster.rest);
  const webhook = await publishWebhook(
    cluster.rest,
    'worker-kill',
    'xiaoATask',
    {
      resource: 'task',
      operation: 'create',
      projectSn: byId(emulator.templates[0].sn),
      aiUserSn: byId(emulator.aiUsers[0].user_sn),
      taskName: '={{ $json.body.name }}',
      contactsFrom: 'json',
      contactsJson: '[{"姓名":"王","电话":"13800000001"}]',
    },
    stage.credential,
    { errorWorkflow },
  );
  await webhook.call({ name: 'warm-up' });
  emulator.clearRequests();
  emulator.faults.add({
    endpoint: ADD_JSON,
    kind: 'delay',
    delayMs: IMPORT_MS,
    times: Infinity,
  });

  let answers: Promise<Answer[]> = Promise.resolve([]);
  await report.check('a worker is killed while its executions wait for the platform', async () => {
    const names = Array.from({ length: EXECUTIONS }, (_, index) => ({ name: `task-${index}` }));
    answers = callMany(webhook, names, EXECUTIONS);
    await until(() => imports(emulator).length >= 2 * CONCURRENCY, 60_000, 10);
    await cluster.crashWorker(cluster.workers[0]);
    const unanswered = emulator.requestsTo(ADD_JSON).filter(({ code }) => code === undefined);
    return unanswered.length > CONCURRENCY ? undefined : `only ${unanswered.length} were waiting`;
  });

  await report.check(
    'the other worker does what was in the queue, and no Create is sent twice',
    async () => {
      const killed = Date.now();
      const counts = await settled(cluster.postgres, webhook.workflowId, STALLED_MS);
      console.log(
        `        n8n gave the executions of the dead worker up after ${((Date.now() - killed) / 1000).toFixed(0)} s: ${JSON.stringify(counts)}`,
      );
      const names = imports(emulator);
      const failed = counts.error ?? 0;
      return (
        differs('requests', names.length, new Set(names).size) ??
        differs('executions with an end', (counts.success ?? 0) + failed, 1 + EXECUTIONS) ??
        (failed >= 1 && failed <= CONCURRENCY ? undefined : `${failed} executions failed`) ??
        // A worker that dies with an execution in its hands may not have come as far as *Create*.
        (new Set(names).size >= EXECUTIONS - failed ? undefined : 'a successful one sent nothing')
      );
    },
  );

  await report.check('the executions of the dead worker are shown as failed', async () => {
    const told = (await answers).filter(({ status }) => status === 500).length;
    const [[id, count]] = await query(
      cluster.postgres,
      `SELECT min(id), count(*) FROM execution_entity
        WHERE "workflowId" = '${webhook.workflowId}' AND status = 'error'`,
    );
    const { data } = await finishedExecution(cluster.rest, id);
    const { error, runData } = data.resultData;
    console.log(`        "${error?.message}", nodes shown: ${Object.keys(runData).length}`);
    const alarms = await settled(cluster.postgres, errorWorkflow, 60_000);
    return (
      differs('callers who were told', told, Number(count)) ??
      differs('runs of the error workflow', alarms, { success: Number(count) }) ??
      (error?.message.includes('failed to be processed') ? undefined : String(error?.message))
    );
  });

  emulator.faults.clear();
  await cluster.startWorker();
}

/** A workflow that n8n starts for each execution that went wrong. */
async function publishErrorWorkflow(rest: RestClient): Promise<string> {
  const id = 'worker-kill-errors';
  const errorTrigger = 'n8n-nodes-base.errorTrigger';
  const trigger = { id, name: 'Trigger', type: errorTrigger, typeVersion: 1, position: [0, 0] };
  const nodes = [{ ...trigger, parameters: {} }];
  await publishWorkflow(rest, await createWorkflow(rest, { id, name: id, nodes, connections: {} }));
  return id;
}

/** The names of the tasks that the platform was asked to make, as often as it was asked. */
function imports(emulator: Emulator): string[] {
  return emulator.requestsTo(ADD_JSON).map(({ params }) => String(params.source));
}
