import { setUp, type Bench } from '../support/platform';
import { leads } from '../support/people';
import { DEEP } from '../support/randomRuns';

let bench: Bench;

afterEach(async () => await bench.close());

function addTask(count: number, state = 'sending') {
  const contacts = leads(count).map(({ name, phone }) => ({ 姓名: name, 电话: phone }));
  return bench.emulator.addTask({ state, contacts } as never);
}

async function wait(taskSn: string | number, more: object = {}) {
  return await bench.engine.runNode({
    type: 'xiaoACrm',
    parameters: {
      resource: 'crmRecord',
      operation: 'waitForResults',
      taskSn: { __rl: true, mode: 'id', value: String(taskSn) },
      ...more,
    } as never,
    credentials: bench.credentials,
  });
}

/** The clock of the machine runs on while a test waits: the shortest wait is a minute. */
const SHORTEST = { maxWaitMinutes: 1 };

describe('the results of a task', () => {
  beforeEach(async () => {
    bench = await setUp();
  });

  it.each([
    ['SN', 'dial_task_main_sn'],
    ['number', 'dial_task_main_id'],
  ] as const)('come as soon as all calls have ended, by its %s', async (_, field) => {
    const task = addTask(3);
    const others = addTask(2, 'paused');
    const dialing = setTimeout(() => void bench.emulator.dialAll(), 1_000);

    const started = Date.now();
    const { items, error } = await wait(task[field]);
    clearTimeout(dialing);

    expect(error).toBeUndefined();
    expect(Date.now() - started).toBeLessThan(15_000);
    expect(items.map(({ json }) => json.task)).toEqual(Array(3).fill(task.dial_task_main_sn));
    expect(items.every(({ pairedItem }) => (pairedItem as { item: number }).item === 0)).toBe(true);
    // While the task is calling, its counts are enough.
    const asked = bench.emulator.requests.map(({ endpoint }) => endpoint);
    expect(asked.filter((endpoint) => endpoint === '/api/crmList')).toHaveLength(1);
    expect(others.state).toBe('paused');
  });

  it('come at once where they are there already', async () => {
    const task = addTask(2);
    await bench.emulator.dialAll();
    const { items } = await wait(task.dial_task_main_sn, { includeTranscriptTurns: true });
    expect(items).toHaveLength(2);
    expect(items[0].json).toHaveProperty('transcript');
  });

  it('of one phone come when its call has ended, whatever the others do', async () => {
    const task = addTask(3);
    await bench.emulator.dialAll();
    task.contacts.push({ 姓名: '丁', 电话: '13900139000' } as never);
    task.state = 'paused';
    const { items } = await wait(task.dial_task_main_sn, { phone: '130-0000-0001' });
    expect(items.map(({ json }) => json.phone)).toEqual(['13000000001']);
  });

  it('that do not exist are named', async () => {
    const { error } = await wait('no-such-task');
    expect(error?.message).toBe('Task not found: no-such-task');
  });

  it.each([
    [{ maxWaitMinutes: 0 }, /'Max Wait \(Minutes\)' is 0/],
    [{ maxWaitMinutes: 61 }, /'Max Wait \(Minutes\)' is 61/],
    [{ onTimeout: 'stop' }, /'On Timeout'/],
    [{ phone: '12345' }, /'Phone' is '12345'/],
  ])('need their fields: %j', async (fields, message) => {
    const { error } = await wait('sn', fields);
    expect(error?.message).toMatch(message);
    expect(bench.emulator.requests).toEqual([]);
  });
});

/** It takes a minute: npm run test:deep. */
(DEEP > 0 ? describe : describe.skip)('after the longest wait', () => {
  beforeEach(async () => {
    bench = await setUp();
  });

  it('a task that is not over gives what has ended, or fails', async () => {
    const task = addTask(2, 'paused');
    bench.emulator.addCrmRecords([{ dial_task_main_sn: task.dial_task_main_sn }]);

    const [some, failed] = await Promise.all([
      wait(task.dial_task_main_sn, SHORTEST),
      wait(task.dial_task_main_sn, { ...SHORTEST, onTimeout: 'fail' }),
    ]);

    expect(some.items).toHaveLength(1);
    expect(failed.error?.message).toBe(
      'Results incomplete after 1 minute: 1 of 2 calls have ended (item 0, counted from 0)',
    );
    const asked = bench.emulator.requestsTo('/api/index').length / 2;
    expect(asked).toBeLessThanOrEqual(12);
  }, 90_000);
});

describe('calls that still ring', () => {
  it('are waited for', async () => {
    bench = await setUp({ manners: ['ringing'] });
    const task = addTask(1);
    await bench.emulator.dialAll();
    const [record] = bench.emulator.crmRecords;
    const soon = new Date(Date.now() + 8 * 3_600_000 + 4_000).toISOString();
    record.disconnected_at = `${soon.slice(0, 10)} ${soon.slice(11, 19)}`;
    const { items } = await wait(task.dial_task_main_sn);
    expect(items.map(({ json }) => json.endReason)).toEqual([record.endreason]);
    expect(bench.emulator.requestsTo('/api/crmList').length).toBeGreaterThan(1);
  });
});
