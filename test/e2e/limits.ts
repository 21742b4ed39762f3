import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { differs, eventually, type Report } from '../../demo/base/report';
import { createCredential, type Credential } from '../../demo/n8n/credentials';
import { finishedExecution } from '../../demo/n8n/executions';
import type { Demo } from '../../demo/stage/demo';
import type { Credentials } from '../../emulator';
import { createParameters } from '../support/createParameters';
import { runSteps, startSteps, type Step } from './runNode';

const PEOPLE = [{ name: '王芳', phone: '13900139801' }];
/** Long enough for a request that was on its way when n8n stopped the run. */
const AFTERWARDS_MS = 3_000;
const TIMEOUT_S = 4;
const LIST: Step = {
  name: 'List',
  type: 'xiaoATask',
  parameters: { resource: 'task', operation: 'getAiUsers' },
};

/** n8n lets a node call its own host; a login counts as the credential's own request. */
const LIMITS = [
  { mode: 'domains', domains: 'another.example', refused: true },
  { mode: 'domains', domains: '127.0.0.1, localhost', refused: false },
  { mode: 'none', domains: '', refused: false },
];

/** What n8n itself puts an end to: a run that is stopped or takes too long, a host that is not allowed. */
export async function checkLimits(demo: Demo, report: Report): Promise<void> {
  const { emulator, rest } = demo;

  await report.check('a run stopped by hand in Create Task sends nothing more', async () => {
    const before = emulator.requestsTo('/api/addJson').length;
    emulator.faults.add({ kind: 'stall', endpoint: '/api/addJson', times: Infinity });
    const id = await startSteps(demo, [createTask(demo)], PEOPLE);
    const imports = () => emulator.requestsTo('/api/addJson').length - before;
    if (!(await eventually(() => imports() > 0, 30_000))) return 'Nothing was sent';
    await rest.post(`/executions/${id}/stop`, {});
    const execution = await finishedExecution(rest, id);
    await sleep(AFTERWARDS_MS);
    emulator.faults.clear();
    return differs('status', execution.status, 'canceled') ?? differs('imports', imports(), 1);
  });

  await report.check('a run stopped by hand reads no further page of a list', async () => {
    emulator.addCrmRecords(Array.from({ length: 200 }, () => ({})));
    emulator.faults.add({
      kind: 'delay',
      delayMs: 500,
      endpoint: '/api/crmList',
      times: Infinity,
    });
    // Of a sample workflow's trigger there are other requests.
    const pages = () =>
      emulator.requestsTo('/api/crmList').filter(({ params }) => 'talktimes_min' in params).length;
    const before = pages();
    const id = await startSteps(demo, [
      {
        name: 'List',
        type: 'xiaoACrm',
        parameters: {
          resource: 'crmRecord',
          operation: 'getAll',
          returnAll: true,
          filters: { minTalkSeconds: 0 },
        },
        more: { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 },
      },
    ]);
    if (!(await eventually(() => pages() > before, 30_000))) return 'Nothing was sent';
    await rest.post(`/executions/${id}/stop`, {});
    const execution = await finishedExecution(rest, id);
    await sleep(AFTERWARDS_MS);
    const then = pages();
    await sleep(AFTERWARDS_MS);
    emulator.faults.clear();
    return differs('status', execution.status, 'canceled') ?? differs('later', pages() - then, 0);
  });

  await report.check("the workflow's timeout ends an import that waits, sent once", async () => {
    const before = emulator.requestsTo('/api/addJson').length;
    emulator.faults.add({ kind: 'stall', endpoint: '/api/addJson', times: Infinity });
    const id = await startSteps(demo, [createTask(demo)], PEOPLE, { executionTimeout: TIMEOUT_S });
    const execution = await finishedExecution(rest, id);
    await sleep(AFTERWARDS_MS);
    emulator.faults.clear();
    return (
      differs('status', execution.status, 'canceled') ??
      differs('imports', emulator.requestsTo('/api/addJson').length - before, 1)
    );
  });

  for (const { mode, domains, refused } of LIMITS) {
    const name = `allowed domains ${mode} ${domains}`.trim();
    const outcome = refused ? 'ends in words' : 'works';
    await report.check(`${name}: a login ${outcome}`, async () => {
      const account = emulator.addAccount({ username: name, password: 'limited-password' });
      const credential = await limitedCredential(demo, account, mode, domains);
      const before = emulator.logins;
      const { error, items } = await runSteps(demo, [LIST], [{}], credential);
      if (!refused) return error?.message ?? differs('items', items.length > 0, true);
      return (
        differs('in words', error?.message.includes('Domain not allowed') ?? error, true) ??
        differs('logins', emulator.logins - before, 0)
      );
    });
  }
}

async function limitedCredential(
  { rest, emulator }: Demo,
  { username, password }: Credentials,
  mode: string,
  domains: string,
): Promise<Credential> {
  return await createCredential(rest, {
    name: username,
    type: 'xiaoAApi',
    data: {
      baseUrl: emulator.url,
      username,
      password,
      allowedHttpRequestDomains: mode,
      allowedDomains: domains,
    },
  });
}

function createTask({ emulator }: Demo): Step {
  const taskName = `Stopped ${randomUUID().slice(0, 8)}`;
  return {
    name: 'Create',
    type: 'xiaoATask',
    parameters: createParameters(emulator, { taskName }),
    more: { retryOnFail: true, maxTries: 3, waitBetweenTries: 1_000 },
  };
}
