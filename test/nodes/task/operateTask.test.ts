import type { IDataObject } from 'n8n-workflow';

import { failureOf } from '../shared/host';
import { Host, OPERATIONS } from './host';

/** What is sent for the operations on a task that exists, and what comes out. */
let host: Host;

beforeEach(() => {
  host = new Host();
  host.answers['/api/index'] = () => ({ code: 0, data: { total: TASKS.length, list: TASKS } });
});

const TASKS = [
  { dial_task_main_id: 5, dial_task_main_sn: 'sn-of-5' },
  { dial_task_main_id: '6', dial_task_main_sn: 'sn-of-6' },
  { dial_task_main_id: 0, dial_task_main_sn: 'sn-without' },
  { dial_task_main_id: 'x', dial_task_main_sn: 'sn-of-text' },
];
const BY_ID = { taskId: { __rl: true, mode: 'id', value: '={{ $json.id }}' } };
const orders = () => host.to('/api/operateTask');

async function run(operation: string, ids: unknown[], more: IDataObject = {}) {
  return await host.run(
    operation,
    ids.map((id) => (typeof id === 'object' ? (id as IDataObject) : { id }) as IDataObject),
    { ...BY_ID, ...more },
  );
}

const failure = async (...args: Parameters<typeof run>) => await failureOf(run(...args));

it.each([
  ['pause', 'stop', { success: true, taskId: 5, status: 'paused' }],
  ['resume', 'keepOn', { success: true, taskId: 5, status: 'calling' }],
  ['redialFailed', 'failRe', { success: true, taskId: 5, status: 'calling' }],
  ['terminate', 'end', { success: true, taskId: 5, status: 'terminated' }],
  ['delete', 'delete', { deleted: true }],
])('%s is sent as %s', async (operation, oper, json) => {
  expect(await run(operation, [5])).toEqual([{ json, pairedItem: { item: 0 } }]);
  expect(host.requests).toEqual([
    { path: '/api/operateTask', parameters: { project_type: 2, pkeys: 5, oper } },
  ]);
});

describe('which task', () => {
  it.each([
    ['a number', 5, 5],
    ['a number as text', '15', 15],
    ['an SN', 'sn-of-5', 5],
    ['an SN whose number is text', 'sn-of-6', 6],
    ['a locator in an item', { id: { __rl: true, mode: 'list', value: '5' } }, 5],
    ['a locator without its mark', { id: { mode: 'id', value: 5 } }, 5],
  ])('is named by %s', async (_, id, expected) => {
    await run('pause', [id]);
    expect(orders()).toMatchObject([{ pkeys: expected }]);
  });

  it.each<[string, IDataObject]>([
    ['a locator that is fixed', { taskId: { __rl: true, mode: 'id', value: '5' } }],
    ['a text that is fixed', { taskId: '5' }],
    ['an expression in the place of the locator', { taskId: '={{ $json.id }}' }],
  ])('is written as %s', async (_, parameters) => {
    await run('pause', [5], parameters);
    expect(orders()).toMatchObject([{ pkeys: 5 }]);
  });

  it('is not looked up where its number is given', async () => {
    await run('pause', ['15']);
    expect(host.requests).toHaveLength(1);
  });

  it('is looked up once, however many items name it', async () => {
    await run('pause', ['sn-of-5', 'sn-of-5', 'sn-of-6', 'sn-of-5']);
    expect(host.to('/api/index')).toHaveLength(2);
    expect(orders().map(({ pkeys }) => pkeys)).toEqual([5, 6]);
  });

  it.each<[unknown, string]>([
    ['', "'Task' is empty (item 1, counted from 0)"],
    ['  ', "'Task' is empty (item 1, counted from 0)"],
    [{ id: null }, "'Task' is empty (item 1, counted from 0)"],
    [{ id: { a: 1 } }, "'Task' is not a task (item 1, counted from 0): it must be"],
    [{ id: [5] }, "'Task' is not a task (item 1, counted from 0): it must be"],
    ['sn-of-7', 'Task not found: sn-of-7'],
    ['5e1', 'Task not found: 5e1'],
    ['0x10', 'Task not found: 0x10'],
    ['+5', 'Task not found: +5'],
    ['0', "XiaoA doesn't give the number of the task '0'"],
    ['sn-without', "XiaoA doesn't give the number of the task 'sn-without'"],
    ['sn-of-text', "XiaoA doesn't give the number of the task 'sn-of-text'"],
    ['99999999999999999', 'Task not found: 99999999999999999'],
  ])('is refused before anything is sent: %p', async (id, message) => {
    const error = await failure('pause', [5, id]);
    expect(error.message).toContain(message);
    expect(error.description).toMatch(/^Nothing was sent\. Choose the task from the list/);
    expect(orders()).toEqual([]);
  });

  it.each([undefined, null, {}, { __rl: true, mode: 'id' }])(
    'is refused where nothing is written: %p',
    async (taskId) => {
      const error = await failure('pause', [{}], { taskId } as IDataObject);
      expect(error.message).toMatch(/'Task' is (empty|not a task) \(item 0, counted from 0\)/);
    },
  );

  it('is refused where the node does not name one at all', async () => {
    await expect(host.run('pause', [{}])).rejects.toThrow("'Task' is empty (item 0,");
  });
});

describe('an order', () => {
  const batch = (value: unknown) => ({ options: { batchNumber: value } }) as IDataObject;

  it('is given once for a task', async () => {
    const output = await run('redialFailed', [5, '5', 6, 'sn-of-5']);
    expect(orders().map(({ pkeys }) => pkeys)).toEqual([5, 6]);
    expect(output.map(({ json, pairedItem }) => [json.taskId, pairedItem])).toEqual([
      [5, { item: 0 }],
      [5, { item: 1 }],
      [6, { item: 2 }],
      [5, { item: 3 }],
    ]);
  });

  it.each([
    ['B-7', 'B-7'],
    [' B-7 ', 'B-7'],
    [7, '7'],
    ['', undefined],
    ['  ', undefined],
    [null, undefined],
  ])('is for a batch where one is given: %p', async (written, sent) => {
    await run('pause', [5], batch(written));
    expect(orders()[0].batch_number).toBe(sent);
  });

  it('is not given for a batch that is a whole object', async () => {
    const error = await failure('pause', [5], batch('={{ $json }}'));
    expect(error.message).toBe(
      `'Batch Number' is {"id":5} (item 0, counted from 0), but must be text`,
    );
    expect(orders()).toEqual([]);
  });

  it('may lack options altogether', async () => {
    await run('pause', [5], { options: null });
    expect(orders()).toEqual([{ project_type: 2, pkeys: 5, oper: 'stop' }]);
  });

  it('is given for each batch, and not for one beside its whole task', async () => {
    const items = [
      { id: 5, batch: 'a' },
      { id: 5, batch: 'b' },
      { id: 5, batch: 'a' },
      { id: 6, batch: 'a' },
      { id: 6 },
    ];
    await run('redialFailed', items, batch('={{ $json.batch }}'));
    expect(orders().map(({ pkeys, batch_number }) => [pkeys, batch_number])).toEqual([
      [5, 'a'],
      [5, 'b'],
      [6, undefined],
    ]);
  });
});

describe('when the platform refuses one', () => {
  beforeEach(() => {
    host.answers['/api/operateTask'] = ({ pkeys }) =>
      pkeys === 6 ? { code: 30011, msg: 'no such task' } : { code: 0, msg: 'ok' };
  });

  it('says what has been done before', async () => {
    const first = await failure('pause', [6, 5]);
    expect(first.message).toContain('no such task');
    expect(first.description).not.toContain('have been done');
    expect(orders()).toHaveLength(1);
    const third = await failure('pause', [5, 7, 6]);
    expect(third.description).toMatch(/. The items before, 0 to 1, have been done\.$/);
    expect(orders()).toHaveLength(3);
    const second = await failure('pause', [5, 6, 7]);
    expect(second.description).toContain('The items before, 0 to 0, have been done.');
    expect(orders()).toHaveLength(2);
  });

  it('goes on with the others where the user chose so', async () => {
    host.continues = true;
    const output = await run('pause', [6, 5, 'sn-of-7', 6, '']);
    expect(output.map(({ pairedItem }) => pairedItem)).toEqual(
      [0, 1, 2, 3, 4].map((item) => ({ item })),
    );
    expect(output[1].json).toMatchObject({ success: true });
    expect(output[2].json).toEqual({ error: 'Task not found: sn-of-7' });
    expect(output[3].json).toEqual(output[0].json);
    expect(output[4].json).toEqual({ error: "'Task' is empty (item 4, counted from 0)" });
    expect(String(output[0].json.error)).not.toContain('have been done');
    // Not once more for the other item.
    expect(orders().map(({ pkeys }) => pkeys)).toEqual([6, 5]);
  });

  it('tells a model of each item by itself, and of no others', async () => {
    host.continues = true;
    host.type = 'xiaoATaskTool';
    const output = await run('pause', [5, 6, 6]);
    expect(String(output[1].json.error)).toContain('no such task');
    expect(String(output[1].json.error)).not.toContain('have been done');
  });

  it('names the task to look at when it is not known what happened', async () => {
    host.answers['/api/operateTask'] = () =>
      Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    const error = await failure('redialFailed', [5]);
    expect(orders()).toHaveLength(1);
    expect(error.description).toContain('Look at the task with the number 5 in XiaoA');
  });
});

it.each([
  ['pause', false],
  ['resume', true],
  ['redialFailed', true],
  ['terminate', true],
  ['delete', true],
])('%s warns above its fields: %s', (operation, warns) => {
  const { fields } = OPERATIONS.find(({ value }) => value === operation)!;
  const names = fields.map(({ name }) => name);
  expect(names).toEqual([...(warns ? ['operationNotice'] : []), 'taskId', 'options']);
  expect(fields.find(({ name }) => name === 'taskId')).toMatchObject({ required: true });
});
