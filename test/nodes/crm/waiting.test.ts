import { randomUUID } from 'node:crypto';

import type { IDataObject, NodeOperationError } from 'n8n-workflow';

import { XiaoACrm } from '../../../nodes/Crm/XiaoACrm.node';
import { waitForResults } from '../../../nodes/Crm/waitForResults';
import { Run } from '../../../nodes/shared/run';
import { platformAnswer, quickSleep } from '../shared/host';
import { NodeHost } from '../shared/nodeHost';

/** When Wait for Results looks, and when it has seen enough. Sleeping takes no time, but moves the clock. */
const START = Date.parse('2026-05-08T02:00:00Z');
const SECOND = 1_000;
const LATE = 90 * SECOND;
const SN = 'task-sn';
const OVER = { total_count: 2, send_count: 2, unsend_count: 0 };
const CALLING = { total_count: 2, send_count: 1, unsend_count: 1 };
const ENDED = { endreason: '对方挂机' };
const RINGING = { endreason: '', disconnected_at: '' };

let host: NodeHost;
let waits: number[];
let slept: number;
let longest: number;
let clockReadings: number;
/** What there is at a time, in ms since the start. */
let task: (elapsed: number) => IDataObject | undefined;
let calls: (elapsed: number) => IDataObject[];
/** When the task was asked for, and when its records were. */
let looks: number[];
let readings: Array<{ at: number; body: IDataObject }>;

/** The time that was slept through, in ms. */
function elapsed(): number {
  for (const ms of waits.splice(0)) {
    slept += ms;
    longest = Math.max(longest, ms);
  }
  return slept;
}

beforeEach(() => {
  waits = quickSleep();
  [slept, longest, clockReadings] = [0, 0, 0];
  jest.spyOn(Date, 'now').mockImplementation(() => {
    if (++clockReadings > 5_000) throw new Error('It never ends');
    return START + elapsed();
  });
  host = new NodeHost(new XiaoACrm());
  host.credentialId = randomUUID();
  task = () => OVER;
  calls = () => [ENDED, ENDED];
  looks = [];
  readings = [];
  host.answers = [
    ({ options: { url, body } }) => {
      if (String(url).endsWith('/api/index')) {
        if (looks.at(-1) !== elapsed()) looks.push(elapsed());
        const row = task(elapsed());
        const list = row ? [{ dial_task_main_id: 7, dial_task_main_sn: SN, ...row }] : [];
        return platformAnswer(0, { total: list.length, list });
      }
      readings.push({ at: elapsed(), body: body as IDataObject });
      const list = calls(elapsed()).map((call, at) => ({ id: at + 1, sn: `call ${at}`, ...call }));
      return platformAnswer(0, { total: list.length, list });
    },
  ];
});

afterEach(() => {
  jest.restoreAllMocks();
});

async function wait(parameters: IDataObject = {}): Promise<IDataObject[]> {
  host.parameters = { taskSn: SN, maxWaitMinutes: 10, onTimeout: 'fail', ...parameters };
  const setup = { itemIndex: 3, requestOptions: {}, alone: true, fields: waitForResults.fields };
  const run = new Run({ context: host.context, items: [{ json: {} }], ...setup });
  const items = await waitForResults.run(run);
  return items.map(({ json }) => json);
}

async function failure(parameters: IDataObject = {}): Promise<NodeOperationError> {
  return await wait(parameters).then(
    () => Promise.reject(new Error('Nothing failed')),
    (error: NodeOperationError) => error,
  );
}

describe('the results of a task', () => {
  it('are given right away where all calls have ended, and name the task', async () => {
    const results = await wait();
    expect(results.map((one) => one.task)).toEqual([SN, SN]);
    expect(elapsed()).toBe(0);
    expect(readings.map(({ body }) => body)).toMatchObject([
      { dial_task_main_sn: SN, start_create_at: '2010-01-01', end_create_at: '2026-05-09' },
    ]);
  });

  it('are read once the task has made its calls, which is asked more and more seldom', async () => {
    task = (at) => (at < 200 * SECOND ? CALLING : OVER);
    expect(await wait()).toHaveLength(2);
    expect(looks.slice(0, 5)).toEqual([0, 2_000, 5_000, 9_500, 16_250]);
    const pauses = looks.slice(1).map((at, index) => at - looks[index]);
    expect(Math.max(...pauses)).toBe(30 * SECOND);
    expect(readings.map(({ at }) => at)).toEqual([looks.at(-1)]);
    expect(elapsed()).toBeLessThan(230 * SECOND);
  });

  it.each<[string, IDataObject]>([
    ['all calls are made', { total_count: 2, send_count: 2 }],
    ['none is left', { total_count: 2, unsend_count: 0, status: '发送中' }],
    ['fewer than none is left', { total_count: 2, unsend_count: -1 }],
    ['it is finished, and one count is missing', { total_count: 2, status: '已发送' }],
    ['it was terminated', { total_count: 9, send_count: 2, unsend_count: 7, status: '已终止' }],
  ])('are there as soon as %s', async (_, row) => {
    task = () => row;
    expect(await wait()).toHaveLength(2);
    expect(elapsed()).toBe(0);
  });

  it.each<[string, IDataObject]>([
    ['calls are left', { total_count: 3, send_count: 2 }],
    ['its contacts are still being imported', { total_count: 0, send_count: 0, unsend_count: 0 }],
    ['its counts are missing and it is calling', { status: '发送中' }],
    ['it is paused', { total_count: 3, unsend_count: 1, status: '暂停发送' }],
    ['a count is missing', { total_count: 2, status: '发送中' }],
    ['the other count is missing', { send_count: 2, status: '发送中' }],
  ])('are waited for while %s', async (_, row) => {
    task = () => row;
    const given = await wait({ maxWaitMinutes: 1, onTimeout: 'return' });
    expect(given).toHaveLength(2);
    // Once, at the end: what there is by then.
    expect(readings.map(({ at }) => at)).toEqual([60 * SECOND]);
  });

  it.each<[string, IDataObject, number]>([
    ['fewer than the task counts', { total_count: 3, send_count: 3, unsend_count: 0 }, 1],
    ['not counted at all', { status: '已发送' }, 3],
  ])('may be %s: then they are all 90 seconds after the last call', async (_, row, minutes) => {
    task = () => row;
    expect(await wait({ maxWaitMinutes: minutes === 1 ? 2 : minutes })).toHaveLength(2);
    expect(elapsed()).toBeGreaterThanOrEqual(LATE);
    expect(elapsed()).toBeLessThanOrEqual(LATE + 30 * SECOND);
  });

  it('count as all 90 seconds after the last call, to the second', async () => {
    task = () => ({ total_count: 3, send_count: 3, unsend_count: 0 });
    expect(await wait({ maxWaitMinutes: 1.5 })).toHaveLength(2);
    expect(elapsed()).toBe(LATE);
  });

  it('are waited for anew where contacts are added after the last call', async () => {
    task = (at) => {
      const isCalling = at > 30 * SECOND && at < 100 * SECOND;
      return { total_count: 3, send_count: 3, unsend_count: isCalling ? 1 : 0 };
    };
    expect(await wait()).toHaveLength(2);
    expect(elapsed()).toBeGreaterThanOrEqual(100 * SECOND + LATE);
  });

  it('are those of calls that have ended: one that still rings is waited for', async () => {
    calls = (at) => [ENDED, ENDED, at < 20 * SECOND ? RINGING : ENDED];
    expect(await wait()).toHaveLength(3);
    expect(elapsed()).toBeGreaterThanOrEqual(20 * SECOND);
  });

  it('are incomplete where a call goes on and on', async () => {
    calls = () => [ENDED, ENDED, RINGING];
    expect(await wait({ onTimeout: 'return' })).toHaveLength(2);
    expect(elapsed()).toBeGreaterThanOrEqual(LATE);
    expect(elapsed()).toBeLessThanOrEqual(LATE + 30 * SECOND);
  });
});

it('are those of each item that names a task', async () => {
  const items = await host.run('waitForResults', [{ sn: SN }, { sn: SN }], {
    taskSn: '={{ $json.sn }}',
  });
  expect(items.map(({ json, pairedItem }) => [json.task, pairedItem])).toEqual([
    [SN, { item: 0 }],
    [SN, { item: 0 }],
    [SN, { item: 1 }],
    [SN, { item: 1 }],
  ]);
});

it('hold the turns of the transcript where they are wanted', async () => {
  calls = () => [{ ...ENDED, talk_info: '##Hello@@Yes#@a.wav' }, ENDED];
  const [{ transcript }] = await wait({ includeTranscriptTurns: true });
  expect(transcript).toEqual([{ played: 'Hello', said: 'Yes', recording: 'a.wav' }]);
});

describe('the result of one phone', () => {
  const phone = '13800138000';
  const call = { phone, ...ENDED };

  it('is given as soon as its call has ended, whatever the task does', async () => {
    task = () => CALLING;
    calls = (at) => (at < 9 * SECOND ? [] : at < 40 * SECOND ? [{ phone, ...RINGING }] : [call]);
    expect(await wait({ phone: '138-0013-8000' })).toMatchObject([{ phone }]);
    expect(elapsed()).toBeGreaterThanOrEqual(40 * SECOND);
    expect(elapsed()).toBeLessThan(70 * SECOND);
    expect(readings.map(({ at }) => at)).toEqual(looks);
    expect(readings[0].body).toMatchObject({ phone, dial_task_main_sn: SN });
  });

  it('is not there while it is called a second time', async () => {
    task = () => CALLING;
    calls = (at) => [call, at < 40 * SECOND ? { phone, ...RINGING } : call];
    expect(await wait({ phone })).toHaveLength(2);
    expect(elapsed()).toBeGreaterThanOrEqual(40 * SECOND);
  });

  it('is not to come 90 seconds after the last call', async () => {
    calls = () => [];
    expect((await failure({ phone })).message).toBe(
      `Results incomplete after 10 minutes: the call to ${phone} has not ended (item 3, counted from 0)`,
    );
    expect(elapsed()).toBeGreaterThanOrEqual(LATE);
    expect(elapsed()).toBeLessThanOrEqual(LATE + 30 * SECOND);
  });
});

describe('after the longest wait', () => {
  it.each<[IDataObject, string]>([
    [CALLING, '2 of 2 calls have ended'],
    [{ ...CALLING, total_count: 7 }, '2 of 7 calls have ended'],
    [{ status: '发送中' }, '2 calls have ended'],
  ])('the error tells how far the task is: %j', async (row, progress) => {
    task = () => row;
    const { message, description, context } = await failure({ maxWaitMinutes: 1 });
    expect(message).toBe(`Results incomplete after 1 minute: ${progress} (item 3, counted from 0)`);
    expect(description).toMatch(/^The calls continue in XiaoA\. Raise 'Max Wait \(Minutes\)'/);
    expect(context.itemIndex).toBe(3);
    expect(elapsed()).toBe(60 * SECOND);
  });
});

it('stops with the execution, within half a second', async () => {
  task = (at) => {
    host.isStopped = at >= 5 * SECOND;
    return CALLING;
  };
  const { message, description, context } = await failure();
  expect(message).toBe('This execution was stopped or ran out of time');
  expect(description).toBe('The calls continue in XiaoA.');
  expect(context.itemIndex).toBe(3);
  expect(elapsed()).toBe(5 * SECOND);
  expect(longest).toBe(500);
});

it('needs no way to be stopped', async () => {
  host.canBeStopped = false;
  task = (at) => (at < 10 * SECOND ? CALLING : OVER);
  expect(await wait()).toHaveLength(2);
});

it('names the task that it does not find, or the field that is empty', async () => {
  task = () => undefined;
  const missing = await failure();
  expect(missing.message).toBe(`Task not found: ${SN}`);
  expect(missing.description).toMatch(
    /^Choose the task from the list, or give its number or its SN/,
  );
  expect(missing.context.itemIndex).toBe(3);
  const empty = await failure({ taskSn: ' ' });
  expect(empty.message).toBe("'Task' is empty (item 3, counted from 0)");
  expect(empty.description).toContain('{{ $json.sn }}');
});

it('needs a task, and a phone that is one', async () => {
  expect((await failure({ phone: '12345' })).message).toMatch(/^'Phone' is '12345'/);
  expect(looks).toEqual([]);
  const field = waitForResults.fields.find(({ name }) => name === 'taskSn');
  expect(field).toMatchObject({ required: true, description: 'The task whose calls to wait for' });
});
