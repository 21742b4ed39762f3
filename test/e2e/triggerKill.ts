/**
 * A real n8n with the trigger in an active workflow, a stream of new records, and `kill -9` again and again, mostly
 * while records are being handed over. What arrives at a receiver behind the workflow is compared with what the
 * platform has: nothing may be missing, and nothing may come twice unless n8n died over it.
 *
 *   npm run test:e2e:kill
 *   KILLS=30 npm run test:e2e:kill    more than five times
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { Report } from '../../demo/base/report';
import { installPackage } from '../../demo/install/installPackage';
import { Lifetime, runChecks } from '../../demo/base/lifetime';
import { logInAsOwner, RestClient } from '../../demo/n8n/rest';
import { N8nProcess } from '../../demo/n8n/process';
import { freePort } from '../../demo/base/ports';
import { newOwner, PACKAGE_FOLDER } from '../../demo/base/settings';
import { startEmulator, type Emulator } from '../../emulator';
import { repeated, startReceiver, unexplained, type Arrival } from './stream/receiver';
import {
  BACK_AFTER_KILL_MS,
  missing,
  momentOfHandover,
  RecordStream,
  until,
} from './stream/records';
import { deliverTo, publishTrigger } from './stream/triggerWorkflow';
import { createXiaoACredential } from './xiaoaCredential';

const KILLS = Number(process.env.KILLS ?? 5);
const lifetime = new Lifetime();

async function main(): Promise<number> {
  const report = new Report();
  const folder = await mkdtemp(join(tmpdir(), 'xiaoa-kill-'));
  await lifetime.add(async () => await rm(folder, { recursive: true, force: true }));
  const emulator = await startEmulator();
  await lifetime.add(async () => await emulator.close());
  const receiver = await startReceiver(lifetime);
  await installPackage(PACKAGE_FOLDER, folder);

  const kills: number[] = [];
  const boot = await bootIn(folder);
  let n8n = await boot();
  await setUp(n8n, emulator, receiver.url);
  const existing = emulator.crmRecords.length;

  const stream = new RecordStream(emulator);
  await lifetime.add(() => stream.stop());
  for (let kill = 1; kill <= KILLS; kill++) {
    await report.check(`kill ${kill}: records were coming through`, async () => {
      const before = receiver.arrivals.length;
      await until(() => receiver.arrivals.length >= before + 5, BACK_AFTER_KILL_MS);
      await momentOfHandover(emulator);
      await n8n.crash();
      kills.push(Date.now());
      n8n = await boot();
      return receiver.arrivals.length > before ? undefined : 'none came';
    });
  }
  stream.stop();

  await report.check('no record is lost', async () => {
    const lost = () => missing(emulator, existing, receiver.arrivals);
    await until(() => lost().length === 0, BACK_AFTER_KILL_MS);
    return lost().length === 0 ? undefined : `lost: ${lost().join(', ')}`;
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
    const idle = unexplained(repeats, kills);
    return idle.length === 0 ? undefined : JSON.stringify({ idle, kills });
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
  await logInAsOwner(rest, newOwner());
  const credential = await createXiaoACredential(rest, emulator);
  await publishTrigger(rest, credential, [deliverTo(receiverUrl)]);
}

/** Whether the platform's latest record has come. */
function latest(arrivals: readonly Arrival[], { crmRecords }: Emulator): boolean {
  const last = crmRecords[crmRecords.length - 1].id;
  return arrivals.some(({ id }) => id === last);
}

runChecks(lifetime, main);
