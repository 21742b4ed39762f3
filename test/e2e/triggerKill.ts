/**
 * A real n8n with the trigger in an active workflow, a stream of new records, and `kill -9` again and again, mostly
 * while records are being handed over. What arrives at a receiver behind the workflow is compared with what the
 * platform has: nothing may be missing, and nothing may come twice unless n8n died over it.
 *
 *   node test/e2e/triggerKill.mjs
 */
import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { Report } from '../../demo/check/report';
import { installPackage } from '../../demo/install/install-package';
import { Lifetime } from '../../demo/lifetime';
import { createCredential } from '../../demo/n8n/credentials';
import { logInAsOwner } from '../../demo/n8n/owner';
import { N8nProcess } from '../../demo/n8n/process';
import { RestClient } from '../../demo/n8n/rest';
import { createWorkflow, publishWorkflow } from '../../demo/n8n/workflows';
import { freePort } from '../../demo/ports';
import { OWNER, PACKAGE_FOLDER } from '../../demo/settings';
import { runChecks } from '../../demo/run-checks';
import { startEmulator, type Emulator } from '../../emulator';

const KILLS = 5;
const LAST_RECORDS_MS = 90_000;
const lifetime = new Lifetime();

interface Arrival {
  id: number;
  at: number;
}

async function main(): Promise<number> {
  const report = new Report();
  const folder = await mkdtemp(join(tmpdir(), 'xiaoa-kill-'));
  await lifetime.add(async () => await rm(folder, { recursive: true, force: true }));
  const emulator = await startEmulator();
  await lifetime.add(async () => await emulator.close());
  const receiver = await startReceiver();
  await installPackage(PACKAGE_FOLDER, folder);

  const kills: number[] = [];
  const boot = await bootIn(folder);
  let n8n = await boot();
  await setUp(n8n, emulator, receiver.url);
  const existing = emulator.crmRecords.length;

  const stream = new Stream(emulator);
  await lifetime.add(() => stream.stop());
  for (let kill = 1; kill <= KILLS; kill++) {
    await report.check(`kill ${kill}: records were coming through`, async () => {
      const before = receiver.arrivals.length;
      await until(() => receiver.arrivals.length >= before + 5, 60_000);
      await momentOfHandover(emulator);
      await killHard(n8n);
      kills.push(Date.now());
      n8n = await boot();
      return receiver.arrivals.length > before ? undefined : 'none came';
    });
  }
  stream.stop();

  await report.check('no record is lost', async () => {
    const missing = () => {
      const arrived = new Set(receiver.arrivals.map(({ id }) => id));
      return emulator.crmRecords.slice(existing).filter(({ id }) => !arrived.has(id));
    };
    await until(() => missing().length === 0, LAST_RECORDS_MS);
    const lost = missing().map(({ id }) => id);
    return lost.length === 0 ? undefined : `lost: ${lost.join(', ')}`;
  });
  await report.check(
    'a proper restart repeats nothing, and gives what came meanwhile',
    async () => {
      emulator.addCrmRecords([{}, {}]);
      const arrived = async () => await until(() => latest(receiver.arrivals, emulator), 30_000);
      await arrived();
      // A process that starts right after a poll takes the one before for dead: an idle n8n stops at once.
      await sleep(2_500);
      await n8n.stop();
      emulator.addCrmRecords([{}, {}]);
      n8n = await boot();
      await arrived();
      // Time for polls that would repeat something.
      await sleep(10_000);
      return latest(receiver.arrivals, emulator) ? undefined : 'what came meanwhile is missing';
    },
  );
  await report.check('no record comes twice but over a kill', () => {
    const repeats = repeated(receiver.arrivals);
    console.log(
      `        ${emulator.crmRecords.length - existing} records, ${repeats.length} of them repeated over ${KILLS} kills`,
    );
    // What came before a start of n8n and again after it is what it may have died over.
    const idle = repeats.filter(
      ({ first, again }) => !kills.some((kill) => first <= kill && kill < again),
    );
    return idle.length === 0 ? undefined : `${idle.map(({ id }) => id).join(', ')}`;
  });
  return report.finish();
}

async function bootIn(folder: string): Promise<() => Promise<N8nProcess>> {
  const port = await freePort();
  const logFile = join(folder, 'n8n.log');
  return async () => {
    const settings = { userFolder: folder, port, brokerPort: await freePort() };
    const n8n = new N8nProcess(settings, logFile);
    await lifetime.add(async () => await n8n.stop());
    await n8n.ready();
    return n8n;
  };
}

async function setUp(n8n: N8nProcess, emulator: Emulator, receiverUrl: string): Promise<void> {
  const rest = new RestClient(n8n.url);
  await logInAsOwner(rest, OWNER);
  const { username, password } = emulator.account;
  const credential = await createCredential(rest, {
    name: 'XiaoA',
    type: 'xiaoAApi',
    data: { baseUrl: emulator.url, username, password, signatureEncoding: 'escaped' },
  });
  const workflow = await createWorkflow(rest, {
    id: 'triggerUnderKills',
    name: 'Trigger under kills',
    nodes: [
      {
        id: 'trigger',
        name: 'Trigger',
        type: 'n8n-nodes-xiaoa.xiaoACrmTrigger',
        typeVersion: 1,
        position: [0, 0],
        // n8n allows one poll a minute; several poll times make several of them.
        parameters: { pollTimes: { item: everyThreeSeconds() } },
        credentials: { xiaoAApi: { id: credential.id, name: credential.name } },
      },
      {
        id: 'deliver',
        name: 'Deliver',
        type: 'n8n-nodes-base.httpRequest',
        typeVersion: 4.2,
        position: [300, 0],
        parameters: {
          method: 'POST',
          url: receiverUrl,
          sendBody: true,
          specifyBody: 'json',
          jsonBody: '={{ JSON.stringify({ id: $json.id }) }}',
          options: {},
        },
      },
    ],
    connections: { Trigger: { main: [[{ node: 'Deliver', type: 'main', index: 0 }]] } },
    settings: { executionOrder: 'v1' },
  });
  await publishWorkflow(rest, workflow);
}

function everyThreeSeconds(): Array<{ mode: string; cronExpression: string }> {
  return Array.from({ length: 20 }, (_, at) => ({
    mode: 'custom',
    cronExpression: `${at * 3} * * * * *`,
  }));
}

/** New records, a few every half second, from the moment it exists. */
class Stream {
  private readonly timer: NodeJS.Timeout;

  constructor(emulator: Emulator) {
    this.timer = setInterval(() => {
      emulator.addCrmRecords(Array.from({ length: randomInt(1, 4) }, () => ({})));
    }, 500);
  }

  stop(): void {
    clearInterval(this.timer);
  }
}

/** A poll has just asked the platform: what it brings is on its way through n8n. */
async function momentOfHandover(emulator: Emulator): Promise<void> {
  const before = emulator.requestsTo('/api/crmList').length;
  await until(() => emulator.requestsTo('/api/crmList').length > before, 30_000, 1);
  await sleep(randomInt(0, 120));
}

async function killHard(n8n: N8nProcess): Promise<void> {
  n8n['kill']('SIGKILL');
  await n8n.exited;
}

async function startReceiver(): Promise<{ url: string; arrivals: Arrival[] }> {
  const arrivals: Arrival[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      arrivals.push({ id: Number((JSON.parse(body) as { id: number }).id), at: Date.now() });
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

/** Whether the platform's latest record has come. */
function latest(arrivals: Arrival[], { crmRecords }: Emulator): boolean {
  const last = crmRecords[crmRecords.length - 1].id;
  return arrivals.some(({ id }) => id === last);
}

function repeated(arrivals: Arrival[]): Array<{ id: number; first: number; again: number }> {
  const first = new Map<number, number>();
  const repeats: Array<{ id: number; first: number; again: number }> = [];
  for (const { id, at } of arrivals) {
    const earlier = first.get(id);
    if (earlier === undefined) first.set(id, at);
    else repeats.push({ id, first: earlier, again: at });
  }
  return repeats;
}

async function until(isTrue: () => boolean, ms: number, everyMs = 100): Promise<void> {
  const end = Date.now() + ms;
  while (!isTrue() && Date.now() < end) await sleep(everyMs);
}

runChecks(lifetime, main);
