import { startEmulator, type EmulatorOptions } from '../../emulator';
import { END_REASONS } from '../fixtures/apiDocument';
import { contacts } from './client';

/** Dials so many contacts, and tells what came of it. */
async function dial(count: number, options: EmulatorOptions = {}) {
  const emulator = await startEmulator(options);
  const task = emulator.addTask({ state: 'sending', contacts: contacts(count) });
  const calls = await emulator.dialAll();
  const records = emulator.crmRecords.map((record) => ({ ...record, talk: record.talk_info }));
  await emulator.close();
  return { task, calls, records };
}

const at = (text: string) => () => Date.parse(text);

it('gives the same calls for the same seed', async () => {
  const now = at('2025-09-01T02:00:00Z');
  const first = await dial(30, { seed: 5, now });
  expect(await dial(30, { seed: 5, now })).toEqual(first);
  const other = await dial(30, { seed: 6, now });
  expect(other.records.map(({ score }) => score)).not.toEqual(
    first.records.map(({ score }) => score),
  );
});

it('gives the same results whenever it is', async () => {
  const results = async (now: string) =>
    (await dial(30, { now: at(now) })).records.map(({ score, endreason, sn }) => [
      score,
      endreason,
      sn,
    ]);
  expect(await results('2025-09-01T02:00:00Z')).toEqual(await results('2026-03-05T12:00:00Z'));
});

it('calls everybody once, in order, and is through then', async () => {
  const { task, calls, records } = await dial(50);
  expect(calls).toBe(50);
  expect(task.state).toBe('sent');
  expect(records.map(({ phone }) => phone)).toEqual(contacts(50).map(({ 电话 }) => 电话));
  expect(records[7].name).toBe('客户7');
  expect(records.map(({ id }) => id)).toEqual(records.map((_, index) => records[0].id + index));
  expect(new Set(records.map(({ dial_task_main_sn }) => dial_task_main_sn))).toEqual(
    new Set([task.dial_task_main_sn]),
  );
});

it('works through one task after the other, and leaves alone what is paused', async () => {
  const emulator = await startEmulator();
  const plans = [
    ['sending', 'a'],
    ['paused', 'b'],
    ['sending', 'c'],
  ] as const;
  plans.forEach(([state, name], index) => {
    emulator.addTask({ state, contacts: [{ 姓名: name, 电话: `1380013800${index}` }] });
  });
  await emulator.dialAll();
  expect(emulator.crmRecords.map(({ name }) => name)).toEqual(['a', 'c']);
  expect(emulator.tasks.map(({ state }) => state)).toEqual(['sent', 'paused', 'sent']);
  await emulator.close();
});

it('makes a believable crowd', async () => {
  const { records } = await dial(3000);
  const answered = records.filter(({ talktimes }) => talktimes > 0);
  const share = (part: unknown[], all: unknown[]) => part.length / all.length;
  expect(share(answered, records)).toBeCloseTo(0.7, 1);
  const keen = answered.filter(({ score }) => score !== null && score >= 80);
  expect(share(keen, answered)).toBeCloseTo(1 / 3, 1);
  expect(new Set(records.map(({ endreason }) => endreason))).toEqual(new Set(END_REASONS));
  expect(new Set(answered.map(({ status }) => status))).toEqual(
    new Set(['A', 'B', 'C', 'D', 'E', 'F', null]),
  );
  expect(answered.some(({ labelling }) => labelling?.trim() === '')).toBe(true);
  expect(keen.every(({ labelling }) => /意向/.test(labelling!))).toBe(true);
  const said = answered.map(({ talk }) => talk).join();
  expect(said).toMatch(/@@noinput#@/);
  expect(said).toMatch(/@@nomatch#@/);
  expect(said).toMatch(/@@BasedPTheEnd#@/);
  expect(said).toMatch(/@@[\u4e00-\u9fff，]{4,}#@/);
});

it('dials by itself when it is switched on', async () => {
  const emulator = await startEmulator({ dialler: { callsPerSecond: 100 } });
  emulator.addTask({ state: 'sending', contacts: contacts(3) });
  const deadline = Date.now() + 5000;
  while (emulator.tasks[0].state !== 'sent' && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(emulator.crmRecords).toHaveLength(3);
  await emulator.close();
});

it('does nothing by itself when it is off', async () => {
  const emulator = await startEmulator();
  emulator.addTask({ state: 'sending', contacts: contacts(3) });
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(emulator.crmRecords).toHaveLength(0);
  await emulator.close();
});
