import type { Task } from '../../emulator';
import { leads } from '../support/people';
import { setUp, type Bench } from '../support/platform';

let bench: Bench;
let task: Task;

beforeEach(async () => {
  bench = await setUp();
  task = bench.emulator.addTask({ contacts: [{ 姓名: '甲', 电话: '13800138000' }] } as never);
});

afterEach(async () => await bench.close());

async function run(operation: string, items: object[] = [{}], more: object = {}, node = {}) {
  return await bench.engine.runNode({
    type: 'xiaoATask',
    parameters: {
      resource: 'task',
      operation,
      taskId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
      ...more,
    } as never,
    credentials: bench.credentials,
    items: items as never,
    node,
  });
}

const orders = () => bench.emulator.requestsTo('/api/operateTask');

it.each([
  ['pause', 'stop', { success: true, status: 'paused' }],
  ['resume', 'keepOn', { success: true, status: 'calling' }],
  ['redialFailed', 'failRe', { success: true, status: 'calling' }],
])('%s is sent as %s and says what it did', async (operation, oper, done) => {
  const id = task.dial_task_main_id;
  const { items, error } = await run(operation, [{ id }], { options: { batchNumber: 'B-7' } });

  expect(error).toBeUndefined();
  expect(orders()[0].params).toMatchObject({
    project_type: '2',
    pkeys: String(id),
    oper,
    batch_number: 'B-7',
  });
  expect(orders()[0].code).toBe(0);
  expect(items).toEqual([{ json: { ...done, taskId: id }, pairedItem: { item: 0 } }]);
});

it('pauses and resumes the task on the platform', async () => {
  const id = task.dial_task_main_id;
  await run('pause', [{ id }]);
  expect(task.state).toBe('paused');
  await run('resume', [{ id: String(id) }]);
  expect(task.state).toBe('sending');
});

it('terminates the task where the server can, and says so', async () => {
  bench.emulator.configure({ manners: ['terminates'] });
  const id = task.dial_task_main_id;
  const { items } = await run('terminate', [{ id }]);
  expect(items[0].json).toEqual({ success: true, taskId: id, status: 'terminated' });
  expect(task.state).toBe('terminated');
});

it('deletes the task and says so', async () => {
  const { items } = await run('delete', [{ id: task.dial_task_main_id }]);
  expect(items[0].json).toEqual({ deleted: true });
  expect(bench.emulator.tasks).toHaveLength(0);
});

it('operates a task once, however many items name it', async () => {
  const other = bench.emulator.addTask({} as never);
  const ids = [task, other, task, task].map(({ dial_task_main_id: id }) => ({ id }));

  const { items, error } = await run('redialFailed', ids);

  expect(error).toBeUndefined();
  expect(orders()).toHaveLength(2);
  expect(items.map(({ json, pairedItem }) => [json.taskId, pairedItem])).toEqual(
    ids.map(({ id }, item) => [id, { item }]),
  );
});

it.each([
  ['', "'Task' is empty (item 1, counted from 0)"],
  ['Fail_e693', 'Task not found: Fail_e693'],
  [{ whole: 'object' }, "'Task' is not a task (item 1, counted from 0)"],
])('operates nothing when an item names %p', async (id, message) => {
  const { error } = await run('pause', [{ id: task.dial_task_main_id }, { id }]);

  expect(error?.message).toContain(message);
  expect(error?.description).toContain('Nothing was sent');
  expect(orders()).toHaveLength(0);
});

it('takes the sn of a task as well as its number', async () => {
  const { error } = await run('pause', [{ id: task.dial_task_main_sn }]);

  expect(error).toBeUndefined();
  expect(orders()).toMatchObject([{ params: { pkeys: String(task.dial_task_main_id) } }]);
});

it('redials a whole task once, and not a batch of it again', async () => {
  const { error } = await run(
    'redialFailed',
    [{ id: task.dial_task_main_id, batch: 'b1' }, { id: task.dial_task_main_id }],
    { options: { batchNumber: '={{ $json.batch }}' } },
  );

  expect(error).toBeUndefined();
  expect(orders()).toHaveLength(1);
  expect(orders()[0].params).not.toHaveProperty('batch_number');
});

it('says that the platform does not know the task', async () => {
  const { error } = await run('pause', [{ id: 999_999 }]);
  expect(error?.message).toMatch(/code 30011/);
});

it('goes on with the other items where the user chose to', async () => {
  const { outputs, error } = await run(
    'pause',
    [{ id: 'x' }, { id: task.dial_task_main_id }],
    {},
    { onError: 'continueErrorOutput' },
  );

  expect(error).toBeUndefined();
  expect(outputs[0]).toMatchObject([{ json: { success: true }, pairedItem: { item: 1 } }]);
  expect(outputs[1]).toMatchObject([{ json: { error: 'Task not found: x' } }]);
});

it('is not sent again when its answer is lost', async () => {
  bench.emulator.faults.add({ endpoint: '/api/operateTask', kind: 'dropAfter' });
  const { error } = await run('redialFailed', [{ id: task.dial_task_main_id }]);

  expect(orders()).toHaveLength(1);
  expect(error?.description).toContain(
    `Look at the task with the number ${task.dial_task_main_id} in XiaoA before you run this again`,
  );
});

describe('adding contacts', () => {
  async function add(items: object[], more: object = {}) {
    return await run('addContacts', items, {
      taskSn: { __rl: true, mode: 'id', value: task.dial_task_main_sn },
      contactsFrom: 'items',
      columns: {
        mappingMode: 'defineBelow',
        value: { 姓名: '={{ $json.name }}', 电话: '={{ $json.phone }}' },
      },
      ...more,
    });
  }

  it('takes template, AI user and name from the task', async () => {
    const { items, error } = await add(leads(3));

    expect(error).toBeUndefined();
    const [request] = bench.emulator.requestsTo('/api/addJson');
    expect(request.params).toMatchObject({
      dial_task_main_sn: task.dial_task_main_sn,
      project_sn: task.project_sn,
      ai_user_sn: task.ai_user_sn,
      source: task.source,
    });
    expect(items[0].json).toMatchObject({
      dial_task_main_sn: task.dial_task_main_sn,
      id: task.dial_task_main_id,
      sn: task.dial_task_main_sn,
      name: task.source,
      success: 3,
      notes: [],
    });
    expect(task.contacts).toHaveLength(4);
  });

  it('finds a task of last year', async () => {
    task.created_at = '2025-03-01 10:00:00';
    expect((await add(leads(1))).error).toBeUndefined();
  });

  it('says that a task which had made all its calls is paused by it', async () => {
    task.state = 'sending';
    await bench.emulator.dialAll();
    expect(task.state).toBe('sent');

    const { items } = await add(leads(1));

    expect(items[0].json.notes).toEqual([expect.stringContaining('Use Resume')]);
    expect(task.state).toBe('paused');
  });

  it('says that there is no such task, before anything is sent', async () => {
    const { error } = await add(leads(1), {
      taskSn: { __rl: true, mode: 'id', value: 'no-such-task' },
    });
    expect(error?.message).toBe('Task not found: no-such-task');
    expect(bench.emulator.requestsTo('/api/addJson')).toHaveLength(0);
  });
});
