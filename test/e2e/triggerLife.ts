/**
 * A real n8n with the trigger in an active workflow, and what a working life has in it: ids at random, calls that are
 * listed while they ring, a new name and a save in the very middle of a poll.
 *
 *   npm run test:e2e:trigger
 *   npm run test:e2e:trigger -- 1.123.81   in another n8n, which `npm run test:versions` has installed
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { Lifetime, runChecks } from '../../demo/base/lifetime';
import { freePort } from '../../demo/base/ports';
import { Report } from '../../demo/base/report';
import { newOwner, PACKAGE_FOLDER } from '../../demo/base/settings';
import { installPackage } from '../../demo/install/installPackage';
import type { Credential } from '../../demo/n8n/credentials';
import { demoInstallation, installationIn } from '../../demo/n8n/installation';
import { N8nProcess } from '../../demo/n8n/process';
import { logInAsOwner, RestClient } from '../../demo/n8n/rest';
import {
  createWorkflow,
  findWorkflow,
  publishWorkflow,
  updateWorkflow,
  type Workflow,
} from '../../demo/n8n/workflows';
import { startEmulator, type Emulator } from '../../emulator';
import { until } from './stream/records';
import { TRIGGER_WORKFLOW, triggerNode } from './stream/triggerWorkflow';
import { createXiaoACredential } from './xiaoaCredential';

const VERSIONS = join(__dirname, '..', '..', 'demo', 'versions');
const RANDOM_IDS = 10_000;
const BATCHES = 20;
const POLLS_MS = 120_000;
/** Longer than n8n takes to publish a workflow. */
const HELD_MS = 8_000;
const lifetime = new Lifetime();

interface Arrival {
  sn: string;
  score: number | null;
}

/** A running n8n with the workflow, and what comes out of it. */
class Life {
  private workflowId = TRIGGER_WORKFLOW;

  constructor(
    readonly emulator: Emulator,
    private readonly rest: RestClient,
    private readonly credential: Credential,
    private readonly receiver: { url: string; arrivals: Arrival[] },
  ) {}

  async start(): Promise<void> {
    const created = await createWorkflow(this.rest, this.workflow('Trigger'));
    // n8n 1 gives it an id of its own.
    this.workflowId = created.id;
    await publishWorkflow(this.rest, created);
  }

  /** Saves the workflow under way and publishes it. */
  async republish(triggerName: string, note: string): Promise<void> {
    const stored = await findWorkflow(this.rest, this.workflowId);
    await updateWorkflow(this.rest, { ...stored, ...this.workflow(triggerName, note) });
    await publishWorkflow(this.rest, (await findWorkflow(this.rest, this.workflowId))!);
  }

  /** @returns what is wrong with what has come, or nothing */
  async compare(sns: readonly string[]): Promise<string | undefined> {
    const { arrivals } = this.receiver;
    const wanted = new Set(sns);
    const missing = () => {
      const arrived = new Set(arrivals.map(({ sn }) => sn));
      return sns.filter((sn) => !arrived.has(sn)).length;
    };
    await until(() => missing() === 0, POLLS_MS);
    // Time for polls that would repeat something.
    await sleep(8_000);
    const came = arrivals.filter(({ sn }) => wanted.has(sn));
    const repeated = came.length - new Set(came.map(({ sn }) => sn)).size;
    return missing() === 0 && repeated === 0
      ? undefined
      : `${missing()} of ${sns.length} are missing, ${repeated} came twice`;
  }

  scoreOf(wanted: string): number | null | undefined {
    return this.receiver.arrivals.find(({ sn }) => sn === wanted)?.score;
  }

  /** Waits for a poll that asks for the list now, and is not answered for a while. */
  async holdPoll(): Promise<void> {
    this.emulator.faults.add({ endpoint: '/api/crmList', kind: 'delay', delayMs: HELD_MS });
    const before = this.emulator.requestsTo('/api/crmList').length;
    await until(() => this.emulator.requestsTo('/api/crmList').length > before, 60_000, 1);
  }

  private workflow(triggerName: string, note = ''): Workflow {
    const trigger = { ...triggerNode(this.credential), name: triggerName };
    trigger.parameters = { ...trigger.parameters, options: note ? { lookbackDays: 1 } : {} };
    const deliver = {
      id: 'deliver',
      name: 'Deliver',
      type: 'n8n-nodes-base.httpRequest',
      typeVersion: 4.2,
      position: [300, 0],
      executeOnce: true,
      notes: note,
      parameters: {
        method: 'POST',
        url: this.receiver.url,
        sendBody: true,
        specifyBody: 'json',
        jsonBody:
          '={{ JSON.stringify($input.all().map(({ json }) => ({ sn: json.sn, score: json.score }))) }}',
        options: {},
      },
    };
    return {
      id: this.workflowId,
      name: 'Trigger',
      nodes: [trigger, deliver],
      connections: { [triggerName]: { main: [[{ node: 'Deliver', type: 'main', index: 0 }]] } },
      settings: { executionOrder: 'v1' },
    };
  }
}

async function main(): Promise<number> {
  const report = new Report();
  const life = await start();
  const { emulator } = life;
  const add = (count: number, more: object = {}) =>
    emulator.addCrmRecords(Array.from({ length: count }, () => more)).map(({ sn }) => sn);

  await report.check(`${RANDOM_IDS} records with random ids come once each`, async () => {
    emulator.configure({ manners: ['random-ids'] });
    const sns: string[] = [];
    for (let batch = 0; batch < BATCHES; batch++) {
      sns.push(...add(RANDOM_IDS / BATCHES));
      await sleep(1_000);
    }
    return await life.compare(sns);
  });
  emulator.configure({ manners: [] });

  await report.check(
    'calls that are listed while they ring come once, with their score',
    async () => {
      const open = { endreason: '', disconnected_at: '', talk_info: '', score: null, talktimes: 0 };
      const records = emulator.addCrmRecords([open, open, open]);
      await sleep(8_000);
      const early = records.filter(({ sn }) => life.scoreOf(sn) !== undefined);
      records.forEach(({ id }, at) =>
        emulator.updateCrmRecord(id, { endreason: '对方挂机', score: 80 + at }),
      );
      const problem = await life.compare(records.map(({ sn }) => sn));
      const scores = records.map(({ sn }) => life.scoreOf(sn)).join();
      if (early.length > 0) return `${early.length} came before they had ended`;
      return problem ?? (scores === '80,81,82' ? undefined : `their scores are ${scores}`);
    },
  );

  let name = 'Trigger';
  for (const [about, rename] of [
    ['a new name', true],
    ['a save', false],
    ['a second new name', true],
  ] as const) {
    await report.check(`${about} in the middle of a poll loses and repeats nothing`, async () => {
      const sns = add(3);
      await life.holdPoll();
      sns.push(...add(2));
      if (rename) name = `Trigger, ${about}`;
      await life.republish(name, about);
      sns.push(...add(2));
      return await life.compare(sns);
    });
  }
  return report.finish();
}

async function start(): Promise<Life> {
  const folder = await mkdtemp(join(tmpdir(), 'xiaoa-trigger-'));
  await lifetime.add(async () => await rm(folder, { recursive: true, force: true }));
  const emulator = await startEmulator();
  await lifetime.add(async () => await emulator.close());
  await installPackage(PACKAGE_FOLDER, folder);
  const settings = { userFolder: folder, port: await freePort(), brokerPort: await freePort() };
  const [version] = process.argv.slice(2);
  const installation = version ? installationIn(join(VERSIONS, version)) : demoInstallation();
  console.log(`n8n ${installation.version}`);
  const n8n = new N8nProcess(settings, join(folder, 'n8n.log'), { installation });
  await lifetime.add(async () => await n8n.stop());
  await n8n.ready();
  const rest = new RestClient(n8n.url);
  await logInAsOwner(rest, newOwner());
  const credential = await createXiaoACredential(rest, emulator);
  const life = new Life(emulator, rest, credential, await startReceiver());
  await life.start();
  return life;
}

async function startReceiver(): Promise<{ url: string; arrivals: Arrival[] }> {
  const arrivals: Arrival[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      arrivals.push(...(JSON.parse(body) as Arrival[]));
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  await lifetime.add(() => {
    server.closeAllConnections();
    server.close();
  });
  return { arrivals, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

runChecks(lifetime, main);
