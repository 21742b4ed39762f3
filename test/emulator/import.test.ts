import AES from 'crypto-js/aes';
import Utf8 from 'crypto-js/enc-utf8';
import { startEmulator, type Emulator, type Task } from '../../emulator';
import { Client, contacts } from './client';

let emulator: Emulator;
let client: Client;
beforeEach(async () => {
  emulator = await startEmulator();
  client = await Client.loggedIn(emulator);
});
afterEach(() => emulator.close());

const sn = (answer: { data: Record<string, unknown> }) => answer.data.dial_task_main_sn as string;
const task = (answer: { data: Record<string, unknown> }): Task =>
  emulator.tasks.find(({ dial_task_main_sn }) => dial_task_main_sn === sn(answer))!;

describe('addJson', () => {
  it('makes a task that waits for somebody to start it', async () => {
    const answer = await client.addJson(contacts(3), { mark: '备注', batch_number: 'b1' });
    expect(answer).toEqual({
      code: 0,
      msg: 'SUCCESS',
      data: { total: 3, success: 3, fail: 0, dial_task_main_sn: sn(answer), out_repeat: 0 },
    });
    expect(sn(answer)).toMatch(/^dial_task_main_sn\|[0-9a-f]{32}$/);
    expect(task(answer)).toMatchObject({
      state: 'paused',
      source: '测试 任务',
      mark: '备注',
      batch: 'b1',
      project_sn: emulator.templates[0].sn,
      ai_user_sn: emulator.aiUsers[0].user_sn,
      contacts: contacts(3),
      addedBy: emulator.requestsTo('/api/addJson'),
    });
    expect(Object.keys(task(answer).contacts[0])).toEqual(['姓名', '电话', '车型']);
  });

  it('dials at once with is_zidong=on, and with nothing else', async () => {
    expect(task(await client.addJson(contacts(1), { is_zidong: 'on' })).state).toBe('sending');
    expect(task(await client.addJson(contacts(1), { is_zidong: 'off' })).state).toBe('paused');
  });

  it('opens encrypted contacts', async () => {
    const text = JSON.stringify({ data: contacts(2) });
    const key = Utf8.parse(client.userSn.slice(8, 24));
    const encrypted = AES.encrypt(text, key, { iv: Utf8.parse('1234567890123456') }).toString();
    const answer = await client.addJson([], { client_info_json: encrypted, aes: true });
    expect(answer).toMatchObject({ code: 0, data: { success: 2 } });
    expect(task(answer).contacts).toEqual(contacts(2));
    // Without `aes` it is no JSON.
    const plain = await client.addJson([], { client_info_json: encrypted });
    expect(plain).toMatchObject({ code: 30006 });
  });

  it('drops a phone that the task has, and counts what is no phone as failed', async () => {
    const first = await client.addJson([
      { 姓名: '甲', 电话: '13800138000' },
      { 姓名: '乙', 电话: '13800138000' },
      { 姓名: '丙', 电话: '' },
      { 姓名: '丁', 电话: '1.38E+10' },
      { 姓名: '戊', 电话: '138 0013 8001' },
      { 姓名: '己', 电话: 13_800_138_001 },
    ]);
    expect(first.data).toMatchObject({ total: 6, success: 2, fail: 3, out_repeat: 1 });
    const again = await client.addJson(
      [
        { 姓名: '甲', 电话: '13800138000' },
        { 姓名: '庚', 电话: '13800138002' },
      ],
      { dial_task_main_sn: sn(first) },
    );
    expect(again.data).toMatchObject({
      total: 2,
      success: 1,
      fail: 0,
      out_repeat: 1,
      dial_task_main_sn: sn(first),
    });
    expect(task(first).contacts.map(({ 姓名 }) => 姓名)).toEqual(['甲', '己', '庚']);
    // The same phone in another task is no repetition.
    const other = await client.addJson([{ 姓名: '甲', 电话: '13800138000' }]);
    expect(other.data).toMatchObject({ success: 1, out_repeat: 0 });
  });

  it('adds to a task that is sending behind, and pauses one that was sent', async () => {
    const answer = await client.addJson(contacts(2), { is_zidong: 'on' });
    await client.addJson(contacts(1, 13_900_000_000), { dial_task_main_sn: sn(answer) });
    expect(task(answer).state).toBe('sending');
    expect(await emulator.dialAll()).toBe(3);
    expect(task(answer).state).toBe('sent');
    const own = { dial_task_main_sn: sn(answer), is_zidong: 'on' };
    await client.addJson(contacts(1, 13_700_000_000), own);
    expect(task(answer).state).toBe('paused');
    expect(await emulator.dialAll()).toBe(0);
  });

  it('does not take a column named 2024 for the first one', async () => {
    const text =
      '{"data":[{"姓名":"王","电话":"13800138000","2024":"a\\"5\\": b"},{"姓名":"李","电话":"13800138001","2024":"y"}]}';
    const answer = await client.addJson([], { client_info_json: text });
    expect(answer).toMatchObject({ code: 0, data: { success: 2 } });
    expect(task(answer).contacts[0]['2024']).toBe('a"5": b');
  });

  it('takes 30,000 rows ten times over, and then no more', async () => {
    const rows = contacts(30_000);
    const first = await client.addJson(rows);
    const body = { client_info_json: JSON.stringify({ data: rows }), source: '测试' };
    for (let request = 1; request < 10; request += 1) {
      const answer = await client.addJson([], body);
      expect(answer).toMatchObject({ code: 0 });
    }
    expect(await client.addJson(contacts(1))).toMatchObject({ code: 30004 });
    expect(task(first).contacts).toHaveLength(30_000);
  });
});
