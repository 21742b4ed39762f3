/**
 * Both stories for an hour in a real n8n, against a platform that changes its manners and lets things go wrong at
 * random: nothing may be lost, nothing may come twice, and n8n's memory stays what it was.
 *
 *   npm run test:soak                     an hour
 *   MINUTES=5 SEED=7 npm run test:soak    shorter, with other luck
 */
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { Lifetime, runChecks } from '../../demo/base/lifetime';
import { Report } from '../../demo/base/report';
import { startTemporaryDemo } from '../../demo/stage/temporaryDemo';
import { Random } from '../../emulator/platform/random';
import { repeated, startReceiver } from '../e2e/stream/receiver';
import { until } from '../e2e/stream/records';
import { deliverTo, publishTrigger } from '../e2e/stream/triggerWorkflow';
import { Imports } from './imports';
import { Weather } from './weather';

const MINUTES = Number(process.env.MINUTES ?? 60);
const SEED = Number(process.env.SEED ?? randomInt(1_000_000));
const IMPORT_EVERY_MS = 10_000;
const SETTLE_MS = 180_000;
const FIRST_PHONE = 13_100_000_000;

const lifetime = new Lifetime();

async function main(): Promise<number> {
  console.log(`Seed ${SEED}, ${MINUTES} minutes (SEED=… MINUTES=…)`);
  const report = new Report();
  const demo = await startTemporaryDemo(lifetime, {
    report: console.error,
    // An hour of executions would fill the database, which is not what is looked at.
    environment: { EXECUTIONS_DATA_SAVE_ON_SUCCESS: 'none' },
  });
  const { emulator, rest, n8n } = demo;
  const receiver = await startReceiver(lifetime);
  const weather = new Weather(emulator, SEED);
  const imports = new Imports(rest, emulator);
  await imports.setUp(demo.credentials.xiaoa);
  await publishTrigger(rest, demo.credentials.xiaoa, [deliverTo(receiver.url, 'phone')]);
  // The first poll takes what is there for known.
  await sleep(10_000);

  // Manners change what ids look like, but nobody's phone number.
  const phones: number[] = [];
  const luck = new Random('records', SEED);
  const stream = setInterval(() => {
    const added = Array.from(
      { length: luck.between(1, 3) },
      (_, at) => FIRST_PHONE + phones.length + at,
    );
    phones.push(...added);
    emulator.addCrmRecords(added.map((phone) => ({ phone: String(phone) })));
  }, 500);
  await lifetime.add(() => clearInterval(stream));
  weather.start();
  await lifetime.add(() => weather.clear());

  const memory: number[] = [];
  const end = Date.now() + MINUTES * 60_000;
  while (Date.now() < end) {
    const next = Date.now() + IMPORT_EVERY_MS;
    await imports.run();
    memory.push(residentMegabytes(n8n.pid!));
    // What the platform remembers of requests is not needed here.
    emulator.clearRequests();
    await sleep(Math.max(0, next - Date.now()));
  }
  clearInterval(stream);
  weather.clear();

  const went = [...weather.done].map(([name, times]) => `${name} × ${times}`).join(', ');
  console.log(`        What happened: ${went}`);
  await report.check('every record came', async () => {
    const lost = () => {
      const arrived = new Set(receiver.arrivals.map(({ id }) => id));
      return phones.filter((phone) => !arrived.has(phone));
    };
    await until(() => lost().length === 0, SETTLE_MS);
    console.log(`        ${phones.length} records`);
    return lost().length === 0 ? undefined : `lost: ${lost().length}, such as ${lost()[0]}`;
  });
  await report.check('no record came twice', () => {
    const twice = repeated(receiver.arrivals);
    return twice.length === 0 ? undefined : JSON.stringify(twice.slice(0, 20));
  });
  await report.check('no lead is lost or in twice', () => {
    const failed = imports.done.filter(({ succeeded }) => !succeeded);
    console.log(`        ${imports.done.length} imports, ${failed.length} of them failed`);
    const faults = imports.faults();
    return faults.length === 0 ? undefined : faults.join('\n');
  });
  await report.check("n8n's memory stays what it was", () => {
    const quarter = Math.ceil(memory.length / 4);
    const early = median(memory.slice(quarter, 2 * quarter));
    const late = median(memory.slice(-quarter));
    console.log(`        ${early} MB in the second quarter, ${late} MB in the last`);
    return late <= early * 1.2 + 50 ? undefined : `${memory.join(', ')} MB`;
  });
  return report.finish();
}

function residentMegabytes(pid: number): number {
  const { stdout } = spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return Math.round(Number(stdout) / 1024);
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

runChecks(lifetime, main);
