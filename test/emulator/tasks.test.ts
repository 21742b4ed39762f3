import { startEmulator, type Emulator } from '../../emulator';
import { Client, contacts, type ListData } from './client';

// 23:30 in Shanghai, on the first of September.
const NOW = Date.parse('2025-09-01T15:30:00Z');
let emulator: Emulator;
let client: Client;
beforeEach(async () => {
  emulator = await startEmulator({ now: () => NOW });
  client = await Client.loggedIn(emulator);
});
afterEach(() => emulator.close());

const list = async (own: object = {}) => {
  const { data } = await client.post<ListData>('index', { ...own });
  return data.list.map(({ source }) => source);
};

describe('index', () => {
  it('describes a task as the document does', async () => {
    await client.addJson(contacts(4), { is_zidong: 'on', source: '甲', mark: '急' });
    await emulator.dialAll();
    const { data } = await client.post<ListData>('index');
    const success = emulator.crmRecords.filter(({ talktimes }) => talktimes > 0).length;
    expect(data.total).toBe(1);
    expect(data.list[0]).toMatchObject({
      dial_task_main_id: 1826,
      dial_task_main_sn: emulator.tasks[0].dial_task_main_sn,
      status: '已发送',
      user_sn: emulator.aiUsers[0].user_sn,
      user_name: emulator.aiUsers[0].user_name,
      created_at: '2025-09-01 23:30:00',
      started_at: '2025-09-01 23:30:00',
      total_count: 4,
      send_count: 4,
      unsend_count: 0,
      success: String(success),
      fail: String(4 - success),
      stops: '0',
      percent: `${Math.round((100 * success) / 4)}%`,
      project_sn: emulator.templates[0].sn,
      project_caption: emulator.templates[0].project_caption,
      source: '甲',
      batch: 'demo20250901233000',
      operator: 'demo',
      mark: '急',
    });
  });

  it('lists today’s tasks in Shanghai, unless told other days', async () => {
    emulator.addTask({ source: '昨天', created_at: '2025-08-31 23:59:59' });
    emulator.addTask({ source: '今天', created_at: '2025-09-01 00:00:00' });
    expect(await list()).toEqual(['今天']);
    const yesterday = { start_create_at: '2025-08-31', end_create_at: '2025-08-31' };
    expect(await list(yesterday)).toEqual(['昨天']);
    expect(await list({ start_create_at: '2025-08-31' })).toEqual(['今天', '昨天']);
    emulator.advanceClock(30 * 60_000);
    expect(await list()).toEqual([]);
  });

  it('filters by status, AI user and sn', async () => {
    const ai_user_sn = emulator.aiUsers[1].user_sn;
    emulator.addTask({ source: '发送', state: 'sending', contacts: contacts(1) });
    emulator.addTask({ source: '已发', state: 'sent', ai_user_sn });
    const { dial_task_main_sn } = emulator.addTask({ source: '暂停', state: 'paused' });
    expect(await list({ status: 0 })).toEqual(['发送']);
    expect(await list({ status: 1 })).toEqual(['已发']);
    expect(await list({ status: 4 })).toEqual(['暂停']);
    expect(await list({ ai_user_sn })).toEqual(['已发']);
    expect(await list({ dial_task_main_sn })).toEqual(['暂停']);
    expect(await list({ status: '', ai_user_sn: '' })).toHaveLength(3);
  });

  it('gives five a page, newest first', async () => {
    for (const source of 'abcdefg') emulator.addTask({ source });
    expect(await list()).toEqual(['g', 'f', 'e', 'd', 'c']);
    expect(await list({ pageIndex: 1 })).toEqual(['b', 'a']);
    emulator.configure({ paging: { index: 'offset', order: 'oldest' } });
    expect(await list({ pageIndex: 1, pageSize: 2 })).toEqual(['b', 'c']);
  });
});

describe('operateTask', () => {
  const operate = (oper: string, pkeys: unknown = emulator.tasks[0].dial_task_main_id) =>
    client.post('operateTask', { project_type: 2, pkeys, oper });

  it('answers without data', async () => {
    emulator.addTask({ state: 'sending', contacts: contacts(1) });
    expect(await operate('stop')).toEqual({ code: 0, msg: '操作成功' });
  });

  it('pauses and resumes', async () => {
    const task = emulator.addTask({ state: 'sending', contacts: contacts(2) });
    await operate('stop');
    expect(task.state).toBe('paused');
    expect(await emulator.dialAll()).toBe(0);
    await operate('keepOn', String(task.dial_task_main_id));
    expect(task.state).toBe('sending');
    expect(await emulator.dialAll()).toBe(2);
    // What is through can be neither.
    await operate('stop');
    await operate('keepOn');
    expect(task.state).toBe('sent');
  });

  it('dials those again who did not answer, and only those', async () => {
    const task = emulator.addTask({ state: 'sending', contacts: contacts(40) });
    await emulator.dialAll();
    const failed = task.contacts.filter((_, index) => task.calls[index] === 'fail');
    expect(failed.length).toBeGreaterThan(2);
    await operate('failRe');
    expect(task.state).toBe('sending');
    expect(await emulator.dialAll()).toBe(failed.length);
    const again = emulator.crmRecords.slice(40).map(({ phone }) => phone);
    expect(again).toEqual(failed.map(({ 电话 }) => 电话));
  });

  it('deletes the task, but not what was said', async () => {
    emulator.addTask({ state: 'sending', contacts: contacts(1) });
    await emulator.dialAll();
    await operate('delete');
    expect(emulator.tasks).toHaveLength(0);
    expect(await list()).toEqual([]);
    expect(await client.post('crmList')).toMatchObject({ data: { total: 1 } });
  });
});
