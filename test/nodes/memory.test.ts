import { setTimeout as sleep } from 'node:timers/promises';

import type { IDataObject } from 'n8n-workflow';

import { collectGarbage } from '../support/collectGarbage';
import { setUp, type Bench } from '../support/platform';

/** Nothing of what has been received may stay in memory: n8n runs for months. */

const MB = 2 ** 20;
const ROUNDS = 2;

let bench: Bench;

beforeEach(async () => {
  bench = await setUp();
});

afterEach(async () => {
  await bench.close();
});

/** The bytes that are held outside of JavaScript's own heap, as those of answers and files are. */
async function heldBytes(): Promise<number> {
  for (let round = 0; round < 3; round++) {
    collectGarbage();
    await sleep(20);
  }
  return process.memoryUsage().arrayBuffers;
}

async function growth(work: () => Promise<unknown>): Promise<number> {
  await work();
  const before = await heldBytes();
  for (let round = 0; round < ROUNDS; round++) await work();
  return (await heldBytes()) - before;
}

async function run(type: string, parameters: object) {
  const { engine, credentials } = bench;
  return await engine.runNode({ type, parameters: parameters as never, credentials });
}

function addRecords(count: number): void {
  bench.emulator.addCrmRecords(Array.from({ length: count }, () => ({})));
}

it('keeps nothing of a list', async () => {
  addRecords(2_000);
  const operation = { resource: 'crmRecord', operation: 'getAll', returnAll: true };
  expect(await growth(async () => await run('xiaoACrm', operation))).toBeLessThan(2 * MB);
});

it('keeps nothing of the polls of a trigger', async () => {
  addRecords(2_000);
  const { engine, credentials } = bench;
  const poll = async () => {
    const staticData: IDataObject = {};
    await engine.poll({ credentials, staticData });
    expect(JSON.stringify(staticData)).not.toBe('{}');
  };
  expect(await growth(poll)).toBeLessThan(2 * MB);
});
