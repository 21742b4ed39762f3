import { startEmulator, type Emulator } from '../../emulator';
import { MESSAGES } from '../../emulator/platform/codes';
import type { Params } from '../../emulator';
import { Client, contacts } from './client';

let emulator: Emulator;
let client: Client;
beforeEach(async () => {
  emulator = await startEmulator();
  client = await Client.loggedIn(emulator);
});
afterEach(() => emulator.close());

const row = { 姓名: '王', 电话: '13800138000' };
const form = (own: Record<string, string> = {}) => ({
  project_sn: emulator.templates[0].sn,
  source: '测试',
  ai_user_sn: emulator.aiUsers[0].user_sn,
  ...own,
});

/** Ways to each code of API §5. */
const WAYS: Array<[number, string, () => Promise<{ code: number }>]> = [
  [
    10001,
    'a wrong signature',
    () => client.sendText('index', JSON.stringify({ ...client.common({}), url: '00000000' })),
  ],
  [
    20001,
    'GET where POST is wanted',
    async () => (await (await client.get('crmList')).json()) as { code: number },
  ],
  [20001, 'POST where GET is wanted', () => client.post('exportModel', { project_sn: 'x' })],
  [20002, 'no JSON', () => client.sendText('index', '{"user_sn"')],
  [20002, 'a list as the body', () => client.sendText('index', '[]')],
  [20002, 'no signature', () => client.sendText('index', JSON.stringify(client.common({})))],
  [20002, 'no key', () => client.send('index', { user_sn: client.userSn })],
  [20002, 'a page that is no number', () => client.post('crmList', { pageIndex: 'first' })],
  [20002, 'a negative page', () => client.post('crmList', { pageIndex: -1 })],
  [20002, 'a page of no rows', () => client.post('crmList', { pageSize: 0 })],
  [20002, 'no date', () => client.post('crmList', { start_create_at: 'yesterday' })],
  [
    20002,
    'a day that is in no calendar',
    () => client.post('crmList', { end_create_at: '2025-02-30' }),
  ],
  [20002, 'no task name', () => client.addJson([row], { source: '' })],
  [20002, 'no contacts', () => client.addJson([], { client_info_json: undefined })],
  [
    20002,
    'an unknown operation',
    () => client.post('operateTask', { project_type: 2, pkeys: 1, oper: 'toString' }),
  ],
  [
    20002,
    'another project type',
    () => client.post('operateTask', { project_type: 1, pkeys: 1, oper: 'stop' }),
  ],
  [
    20003,
    'another kind of client',
    () => client.send('login', { username: 'demo', password: 'demo-password', from: '1' }),
  ],
  [20004, 'a wrong password', () => client.login('demo', 'wrong')],
  [
    20005,
    'a wrong key',
    () => {
      client.apiKey = 'AAAAAAAA';
      return client.post('index');
    },
  ],
  [
    20005,
    'an unknown user',
    () => {
      client.userSn = `SYSUSER|${'0'.repeat(32)}`;
      return client.post('index');
    },
  ],
  [
    20006,
    'an expired key',
    () => {
      emulator.expireKeys();
      return client.post('index');
    },
  ],
  [
    20007,
    'a forbidden endpoint',
    () => {
      emulator.forbid('/api/index');
      return client.post('index');
    },
  ],
  [30001, 'no file', () => client.upload(form())],
  [30001, 'an empty file', () => client.upload(form(), { name: 'a.xlsx', bytes: Buffer.alloc(0) })],
  [
    30002,
    'a file that is no workbook',
    () => client.upload(form(), { name: 'a.xlsx', bytes: Buffer.from('姓名,电话\n') }),
  ],
  [30003, 'an unknown template', () => client.addJson([row], { project_sn: 'project|0' })],
  [
    30004,
    'too many waiting',
    async () => {
      emulator.configure({ maxWaiting: 3 });
      await client.addJson(contacts(2));
      return client.addJson(contacts(2));
    },
  ],
  [30005, 'too many rows', () => client.addJson(contacts(30_001))],
  [30006, 'no rows', () => client.addJson([])],
  [30006, 'empty text', () => client.addJson([], { client_info_json: '' })],
  [30006, 'contacts that are no JSON', () => client.addJson([], { client_info_json: '{"data":' })],
  [
    30006,
    'a list without data',
    () => client.addJson([], { client_info_json: JSON.stringify([row]) }),
  ],
  [30006, 'the phone first', () => client.addJson([{ 电话: '13800138000', 姓名: '王' }])],
  [30006, 'one row without a phone column', () => client.addJson([row, { 姓名: '李', 车型: 'x' }])],
  [30006, 'clear text that claims to be encrypted', () => client.addJson([row], { aes: true })],
  [
    30008,
    'contacts that are no text',
    () => client.addJson([], { client_info_json: { data: [row] } }),
  ],
  [
    30008,
    'the sn for the id',
    () =>
      client.post('operateTask', { project_type: 2, pkeys: 'dial_task_main_sn|1', oper: 'stop' }),
  ],
  [30009, 'no AI user', () => client.addJson([row], { ai_user_sn: '' })],
  [30009, 'an unknown AI user', () => client.addJson([row], { ai_user_sn: 'SYSUSER|0' })],
  [
    30010,
    'an AI user that may not use the template',
    () => client.addJson([row], { ai_user_sn: emulator.aiUsers[2].user_sn }),
  ],
  [
    30010,
    'an AI user that has expired',
    () => client.addJson([row], { ai_user_sn: emulator.aiUsers[3].user_sn }),
  ],
  [
    30011,
    'adding to an unknown task',
    () => client.addJson([row], { dial_task_main_sn: 'dial_task_main_sn|0' }),
  ],
  [
    30011,
    'operating an unknown task',
    () => client.post('operateTask', { project_type: 2, pkeys: 1, oper: 'stop' }),
  ],
  [
    50001,
    'an unknown recording',
    async () =>
      (await (
        await client.get('cdrDownload', { recordpath: '/home/record', recordfile: '/x.wav' })
      ).json()) as { code: number },
  ],
  [
    50001,
    'an unknown segment',
    async () =>
      (await (
        await client.get('cdrFragmentDownload', { recordfile: '/home/record/x.wav' })
      ).json()) as { code: number },
  ],
  [
    50001,
    'segments of no call',
    () =>
      client.post('cdrshow', {
        recordpath: '/a',
        recordfile: '/b',
        connected_at: '2025-09-01 10:00:00',
      }),
  ],
  [
    50001,
    'the file of an unknown template',
    async () =>
      (await (await client.get('exportModel', { project_sn: 'project|0' })).json()) as {
        code: number;
      },
  ],
  [
    500,
    'a fault',
    () => {
      emulator.faults.add({ kind: 'code', code: 500 });
      return client.post('index');
    },
  ],
];

it.each(WAYS)('%i: %s', async (code, _way, go) => {
  const before = emulator.tasks.length;
  const answer = await go();
  expect(answer).toEqual({ code, msg: MESSAGES[code], data: [] });
  expect(emulator.requests.at(-1)).toMatchObject({ code });
  // Nothing was made on the way, but for what 30004 needs.
  expect(emulator.tasks.length - before).toBe(code === 30004 ? 1 : 0);
});

it('allows again what was forbidden', async () => {
  emulator.forbid('/api/index');
  emulator.allow('/api/index');
  expect(await client.post('index')).toMatchObject({ code: 0 });
});

it('checks the method first, then form, signature, key, permission, and what is asked for last', async () => {
  emulator.forbid('/api/addJson');
  const send = (params: Params) => client.sendText('addJson', JSON.stringify(params));
  const params = client.common({ source: 'x' });
  expect(await send({ ...params, url: undefined })).toMatchObject({ code: 20002 });
  expect(await send({ ...params, api_key: 'AAAAAAAA', url: '0' })).toMatchObject({ code: 10001 });
  client.apiKey = 'AAAAAAAA';
  expect(await client.post('addJson', {})).toMatchObject({ code: 20005 });
  client.apiKey = emulator.replaceKey();
  expect(await client.post('addJson', {})).toMatchObject({ code: 20007 });
});
