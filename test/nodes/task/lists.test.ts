import { randomUUID } from 'node:crypto';

import type { IDataObject, INodeProperties, INodePropertyCollection } from 'n8n-workflow';

import { XiaoATask } from '../../../nodes/Task/XiaoATask.node';
import { failureOf, platformAnswer, type Sent } from '../shared/host';
import { NodeHost } from '../shared/nodeHost';

/** What the lists of tasks and AI users ask for, and which rows come out. */
const NOW = Date.parse('2026-11-26T12:00:00+08:00');

let host: NodeHost;
let rows: IDataObject[];

beforeEach(() => {
  jest.spyOn(Date, 'now').mockReturnValue(NOW);
  host = new NodeHost(new XiaoATask());
  host.credentialId = randomUUID();
  host.answers = [() => platformAnswer(0, { total: rows.length, list: rows })];
});

const bodyOf = ({ options: { body, qs } }: Sent) => (body ?? qs) as IDataObject;
const asked = () => host.sent.map(bodyOf);
const task = (id: number, more: IDataObject = {}) => ({
  dial_task_main_id: id,
  dial_task_main_sn: `task|${id}`,
  source: `Leads ${id}`,
  status: '发送中',
  created_at: '2026-11-26 10:00:00',
  ...more,
});
const operationOf = (value: string) => {
  const { properties } = host.nodeType.description;
  const { options = [] } = properties.find(({ name }) => name === 'operation')!;
  return options.find((option) => 'value' in option && option.value === value);
};
const fieldsOf = (operation: string) =>
  host.nodeType.description.properties.filter(({ displayOptions }) =>
    displayOptions?.show?.operation?.includes(operation),
  );

describe('the tasks', () => {
  /** The numbers of the tasks that come out. */
  async function listed(filters: IDataObject = {}): Promise<unknown[]> {
    const items = await host.run('getAll', [{}], { filters });
    return items.map(({ json }) => json.id);
  }

  beforeEach(() => {
    rows = [task(5), task(6)];
  });

  it('are listed for each item', async () => {
    const items = await host.run('getAll', [{}, {}]);
    expect(items.map(({ json, pairedItem }) => [json.id, pairedItem])).toEqual([
      [5, { item: 0 }],
      [6, { item: 0 }],
      [5, { item: 1 }],
      [6, { item: 1 }],
    ]);
  });

  it('are those of seven days where nothing else is set, without any other filter', async () => {
    await listed();
    const [body] = asked();
    expect(body).toMatchObject({ start_create_at: '2026-11-20', end_create_at: '2026-11-27' });
    expect([body.status, body.ai_user_sn, body.dial_task_main_sn]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('are those made in the time that is set', async () => {
    rows = [
      task(1, { created_at: '2026-11-01 07:59:59' }),
      task(2, { created_at: '2026-11-01 08:00:00' }),
      task(3, { created_at: '2026-11-02 23:59:59' }),
      task(4, { created_at: '2026-11-03 00:00:00' }),
      task(5, { created_at: null }),
    ];
    const filters = { createdAfter: '2026-11-01 08:00:00', createdBefore: '2026-11-02' };
    expect(await listed(filters)).toEqual([2, 3, 5]);
    expect(asked()[0]).toMatchObject({ start_create_at: '2026-11-01' });
  });

  it('are not asked for with a date that is none', async () => {
    const error = await failureOf(host.run('getAll', [{}], { filters: { createdAfter: 'soon' } }));
    expect(error.message).toContain("'Created After'");
    expect(host.sent).toEqual([]);
  });

  it('are those of an AI user', async () => {
    await listed({ aiUserSn: { __rl: true, mode: 'list', value: 'SYSUSER|1' } });
    expect(asked()[0]).toMatchObject({ ai_user_sn: 'SYSUSER|1' });
  });

  it('are those of one SN, of any day, whatever the server makes of the SN', async () => {
    rows = [task(5), task(6, { dial_task_main_sn: null }), task(7)];
    expect(await listed({ taskSn: { __rl: true, mode: 'list', value: 'task|7' } })).toEqual([6, 7]);
    expect(asked()[0]).toMatchObject({
      dial_task_main_sn: 'task|7',
      start_create_at: '2010-01-01',
    });
  });

  it('are those of one number, which the server is not asked for', async () => {
    rows = [task(5), task(6, { dial_task_main_sn: '5' }), task(0, { dial_task_main_id: null })];
    expect(await listed({ taskSn: '5' })).toEqual([5, null]);
    expect(asked()[0]).toMatchObject({ start_create_at: '2010-01-01' });
    expect(asked()[0].dial_task_main_sn).toBeUndefined();
  });

  it('are those of one SN only within the time that is set', async () => {
    rows = [task(5), task(5, { created_at: '2026-11-01 10:00:00', dial_task_main_id: 55 })];
    expect(await listed({ taskSn: 'task|5', createdAfter: '2026-11-20' })).toEqual([5]);
  });

  it.each([
    ['calling', 0, [5, 8]],
    ['finished', 1, [6, 8]],
    ['paused', 4, [7, 8]],
  ])('are those that are %s, and those that do not say', async (_, status, expected) => {
    rows = [
      task(5, { status: '发送中' }),
      task(6, { status: '已发送' }),
      task(7, { status: 4 }),
      task(8, { status: '???' }),
    ];
    expect(await listed({ status })).toEqual(expected);
    expect(asked()[0]).toMatchObject({ status });
  });

  it('are in any state where none is chosen', async () => {
    rows = [task(5, { status: '发送中' }), task(6, { status: '暂停发送' })];
    expect(await listed()).toEqual([5, 6]);
  });

  it('have to fit all filters', async () => {
    rows = [task(5), task(5, { status: '暂停发送', dial_task_main_id: 55 }), task(6)];
    expect(await listed({ taskSn: 'task|5', status: 0 })).toEqual([5]);
  });

  it('tell a model what it needs', async () => {
    host.type = 'xiaoATaskTool';
    rows = [task(5, { total_count: 9, send_count: 7, success: 4 })];
    const [{ json }] = await host.run('getAll');
    expect(json).toEqual({
      name: 'Leads 5',
      sn: 'task|5',
      status: 'calling',
      total: 9,
      called: 7,
      succeeded: 4,
      createdAt: '2026-11-26T10:00:00+08:00',
    });
  });

  it('are called so in the list of operations', () => {
    expect(operationOf('getAll')).toMatchObject({
      name: 'Get Many Tasks',
      action: 'Get many tasks',
      description: expect.stringContaining('progress') as string,
    });
  });

  it('are offered with filters that say which tasks they leave', () => {
    const DAYS =
      'Returns tasks created in the last 7 days (Shanghai time) unless you set a date or choose a task';
    const fields = fieldsOf('getAll');
    const named = (name: string) => fields.find((field) => field.name === name)!;
    expect(named('returnAll').hint).toBe(DAYS);
    expect(named('filters').description).toBe(DAYS);
    const options = named('filters').options as Array<INodeProperties | INodePropertyCollection>;
    const texts = options.map((field) => [
      field.displayName,
      'description' in field ? field.description : '',
    ]);
    expect(texts).toEqual([
      ['AI User', expect.stringContaining('this AI user')],
      ['Created After', 'Only tasks created at this time or later (Shanghai time)'],
      ['Created Before', 'Only tasks created before this time (Shanghai time)'],
      ['Status', expect.stringContaining('in this state')],
      ['Task', expect.stringContaining('whenever it was created')],
    ]);
  });
});

describe('the AI users', () => {
  const aiUser = (at: number) => ({
    user_sn: `SYSUSER|${at}`,
    user_name: `robot ${at}`,
    contact: 'Li',
    start_at_one: '09:00:00',
    end_at_one: '18:00:00',
    project_sn: 'project|1,project|2',
    expired: '2027-01-31 00:00:00',
  });

  beforeEach(() => {
    rows = [aiUser(1), aiUser(2), aiUser(3)];
    host.answers = [() => platformAnswer(0, rows)];
  });

  it('are listed for each item, as many as are wanted', async () => {
    const items = await host.run('getAiUsers', [{}, {}], { limit: 2 });
    expect(items.map(({ json, pairedItem }) => [json.name, pairedItem])).toEqual([
      ['robot 1', { item: 0 }],
      ['robot 2', { item: 0 }],
      ['robot 1', { item: 1 }],
      ['robot 2', { item: 1 }],
    ]);
  });

  it('tell a model when they may call, and with which templates', async () => {
    host.type = 'xiaoATaskTool';
    const [{ json }] = await host.run('getAiUsers');
    expect(json).toEqual({
      name: 'robot 1',
      sn: 'SYSUSER|1',
      callingHours: [{ from: '09:00:00', to: '18:00:00' }],
      templateSns: ['project|1', 'project|2'],
      expiresOn: '2027-01-31',
    });
  });

  it('are called so in the list of operations', () => {
    expect(operationOf('getAiUsers')).toMatchObject({
      name: 'Get AI Users',
      action: 'Get AI users',
      description: expect.stringContaining('calling hours') as string,
    });
  });
});
