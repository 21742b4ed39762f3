import { differs, type Report } from '../../../../demo/base/report';
import { executionsByStatus } from '../executions';
import type { Stage } from '../stage';
import { callMany, publishWebhook } from '../webhooks';

const EXECUTIONS = 1_000;
const CONNECTIONS = 100;
const ENDPOINT = '/api/getAiUsers';

/** A thousand executions on two workers, and a key that is of no use when they begin, and again in the middle. */
export async function checkStaleKey(stage: Stage, report: Report): Promise<void> {
  const { emulator, cluster, credential } = stage;
  const webhook = await publishWebhook(
    cluster.rest,
    'stale-key',
    'xiaoATask',
    { resource: 'task', operation: 'getAiUsers', returnAll: true },
    credential,
  );
  // Each process gets to know the account.
  await callMany(webhook, bodies(40), 40);

  let executions = 40;
  for (const [state, spoil] of [
    ['expired', () => emulator.expireKeys()],
    ['replaced by a rival login', () => void emulator.replaceKey()],
  ] as const) {
    await report.check(
      `${EXECUTIONS} executions at once, key ${state} twice: all succeed, one login a worker and time at most`,
      async () => {
        emulator.clearRequests();
        spoil();
        const answers = await callMany(webhook, bodies(EXECUTIONS), CONNECTIONS, (answered) => {
          if (answered === EXECUTIONS / 2) spoil();
        });
        executions += EXECUTIONS;
        const bad = answers.filter(({ status, body }) => status !== 200 || !isComplete(body));
        const requests = emulator.requestsTo(ENDPOINT);
        const refused = requests.filter(({ code }) => code !== 0).length;
        const most = 2 * cluster.workers.length;
        console.log(
          `        ${emulator.logins} logins, ${refused} requests met the useless key and were sent again`,
        );
        return (
          (bad.length > 0
            ? `${bad.length} not answered well: ${JSON.stringify(bad[0])}`
            : undefined) ??
          differs('requests that succeeded', requests.length - refused, EXECUTIONS) ??
          (refused >= 2 ? undefined : `only ${refused} requests met the useless key`) ??
          (emulator.logins >= 2 && emulator.logins <= most
            ? undefined
            : `${emulator.logins} logins instead of 2 to ${most}`) ??
          differs('executions', await executionsByStatus(cluster.postgres, webhook.workflowId), {
            success: executions,
          })
        );
      },
    );
  }

  function isComplete(body: string): boolean {
    return (JSON.parse(body) as unknown[]).length === emulator.aiUsers.length;
  }
}

function bodies(count: number): object[] {
  return Array.from({ length: count }, (_, index) => ({ index }));
}
