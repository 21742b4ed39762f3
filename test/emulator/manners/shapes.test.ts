import { Workbook } from 'exceljs';

import type { CrmRecord, Emulator } from '../../../emulator';
import { Client, contacts } from '../client';
import { withManners, type Caller } from './caller';

let emulator: Emulator;
let caller: Caller;
let records: CrmRecord[];
beforeAll(async () => {
  ({ emulator, caller } = await withManners([]));
  records = emulator.addCrmRecords([
    { talktimes: 30, score: 85, labelling: '有意向 加微信' },
    { talktimes: 0 },
    { talktimes: 20 },
  ]);
});
beforeEach(async () => {
  emulator.configure({ manners: [] });
  await caller.login();
  emulator.advanceClock(120_000);
});
afterAll(() => emulator.close());

const use = (...manners: string[]) => emulator.configure({ manners });
const json = async (endpoint: string, own = {}) => {
  const { text } = await caller.post(endpoint, own);
  return JSON.parse(text) as { code: number; data: Record<string, never>; total?: unknown };
};
const rows = async (own = {}) =>
  (await json('crmList', own)).data.list as unknown as Array<Record<string, unknown>>;
const show = async () => {
  const { sn, recordpath, recordfile, connected_at } = records[0];
  const own = { accounts_sn: sn, recordpath, recordfile, connected_at };
  return (await json('cdrshow', own)).data as Record<string, unknown>;
};

describe('lists', () => {
  it('gap-lists', async () => {
    use('gap-lists');
    expect(Object.keys((await json('crmList')).data.list)).toEqual(['1', '3', '5']);
    expect(Object.keys((await json('getProjects')).data)).toContain('7');
  });

  it.each([
    ['empty-text', ''],
    ['empty-object', {}],
    ['empty-false', false],
    ['empty-null', null],
  ])('%s', async (manner, empty) => {
    use(manner);
    expect((await json('crmList', { phone: '1' })).data).toEqual({ total: 0, list: empty });
    expect(await rows()).toHaveLength(3);
  });

  it('empty-data, total-beside, total-missing, total-text and paginator', async () => {
    use('empty-data');
    expect((await json('crmList', { phone: '1' })).data).toBe('');
    use('total-beside');
    const beside = await json('crmList');
    expect(beside.total).toBe(3);
    expect(beside.data).toHaveLength(3);
    use('total-missing');
    expect(Object.keys((await json('crmList')).data)).toEqual(['list']);
    use('total-text');
    expect((await json('crmList')).data.total).toBe('3');
    use('paginator');
    expect((await json('crmList')).data).toMatchObject({ total: 3, data: { length: 3 } });
  });

  it('nested-fragments', async () => {
    use('nested-fragments');
    const { fragment } = await show();
    expect(fragment).toHaveLength(1);
    expect((fragment as object[][])[0][0]).toHaveProperty('title');
  });

  it('oldest-first, offset', async () => {
    use('oldest-first', 'offset');
    const ids = (await rows({ pageIndex: '1', pageSize: '2' })).map(({ id }) => id);
    expect(ids).toEqual([records[1].id, records[2].id]);
  });

  it('last-page-again and endless never end', async () => {
    use('last-page-again');
    const page = async (pageIndex: number) =>
      (await rows({ pageIndex: String(pageIndex), pageSize: '2' })).map(({ id }) => id);
    const [first, second] = [await page(0), await page(1)];
    expect([first.length, second.length]).toEqual([2, 1]);
    expect(await page(2)).toEqual(second);
    use('endless');
    const pages = [await page(0), await page(1), await page(700)];
    expect(pages.map(({ length }) => length)).toEqual([2, 2, 2]);
    expect(new Set(pages.flat()).size).toBe(6);
  });
});

describe('rows', () => {
  it('random-ids, text-ids, zero-ids', async () => {
    use('random-ids');
    const ids = (await rows()).map(({ id }) => id);
    expect(ids.every((id) => /^\d{15}$/.test(String(id)))).toBe(true);
    expect((await rows()).map(({ id }) => id)).toEqual(ids);
    use('text-ids');
    expect((await rows())[0].id).toBe(String(records[2].id));
    use('zero-ids');
    expect((await rows()).map(({ id }) => id)).toEqual([0, 0, 0]);
  });

  it('huge-ids are numbers that JavaScript cannot tell apart', async () => {
    use('huge-ids');
    const { text } = await caller.post('crmList');
    const ids = [...text.matchAll(/"id":(\d+),/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(3);
    expect(ids.every((id) => BigInt(id) > 2n ** 53n)).toBe(true);
    expect(new Set(ids.map(Number)).size).toBeLessThan(3);
  });

  it('huge-ids are numbers in data that is text, too', async () => {
    use('huge-ids', 'data-text');
    const { json } = await caller.post('crmList');
    const data = String(json?.data);
    expect([...data.matchAll(/"id":\d{16,},/g)]).toHaveLength(3);
    expect(data).not.toContain('@raw');
  });

  it('text-rows and null-as-text', async () => {
    use('text-rows', 'null-as-text');
    const row = (await rows())[1];
    expect(Object.values(row).every((value) => typeof value === 'string')).toBe(true);
  });

  it.each([
    ['epoch-times', '1970-01-01 08:00:00'],
    ['zero-times', '0000-00-00 00:00:00'],
    ['no-times', null],
  ])('%s', async (manner, time) => {
    use(manner);
    const [answered, unanswered] = await rows();
    expect([unanswered.connected_at, unanswered.disconnected_at]).toEqual([time, time]);
    expect(answered.connected_at).toBe(records[2].connected_at);
  });

  it('ringing lists a call before its end, late-scores scores it later', async () => {
    use('ringing', 'late-scores=60');
    const [{ id }] = emulator.addCrmRecords([{ talktimes: 40, score: 90, phone: '13700137000' }]);
    const row = async () => (await rows({ phone: '13700137000' }))[0];
    const nothing = { id, disconnected_at: '', endreason: '', score: null };
    expect(await row()).toMatchObject({ ...nothing, connected_at: '' });
    emulator.advanceClock(25_000);
    expect(await row()).toMatchObject(nothing);
    expect((await row()).connected_at).not.toBe('');
    emulator.advanceClock(20_000);
    expect(await row()).toMatchObject({ talktimes: 40, score: null });
    emulator.advanceClock(60_000);
    expect(await row()).toMatchObject({ talktimes: 40, score: 90 });
    emulator.updateCrmRecord(id, { phone: '13700137001', connected_at: '2020-01-01 00:00:00' });
  });

  it('score-percent, label-commas, cdr-sn-of-task', async () => {
    use('score-percent', 'label-commas', 'cdr-sn-of-task');
    expect((await rows())[2]).toMatchObject({
      score: '85%',
      labelling: '有意向、加微信',
      cdr_sn: records[0].dial_task_main_sn,
    });
  });
});

describe('tasks', () => {
  const list = async (own = {}) =>
    (await json('index', own)).data.list as unknown as Array<Record<string, unknown>>;

  it('zero-is-empty', async () => {
    emulator.addTask({ state: 'paused' });
    expect(await list({ status: '0' })).toHaveLength(0);
    use('zero-is-empty');
    expect((await list({ status: '0' })).length).toBeGreaterThan(0);
    expect(await list({ status: '1' })).toHaveLength(0);
  });

  it.each([
    ['status-filter-numbers', { sending: 0, sent: 1, paused: 4, waiting: 4 }],
    ['status-table-numbers', { sending: 3, sent: 2, paused: 4, waiting: 1 }],
    ['status-import-numbers', { sending: 22, sent: 21, paused: 24, waiting: 20 }],
    ['status-stored-numbers', { sending: 2, sent: 1, paused: 4, waiting: 0 }],
  ])('%s', async (manner, numbers) => {
    use(manner);
    const { username } = emulator.addAccount({ username: manner, password: 'x' });
    const started = emulator.addTask({ username, state: 'sending', contacts: contacts(1) });
    started.state = 'paused';
    emulator.addTask({ username, state: 'paused' });
    emulator.addTask({ username, state: 'sending' });
    emulator.addTask({ username, state: 'sent' });
    const client = await Client.loggedIn(emulator, username, 'x');
    const { data } = await client.post<{ list: Array<{ status: number }> }>('index');
    const { sending, sent, paused, waiting } = numbers;
    expect(data.list.map(({ status }) => status)).toEqual([sent, sending, waiting, paused]);
  });

  it('terminates, pkeys-sn', async () => {
    const task = emulator.addTask({ state: 'sending' });
    const end = { project_type: '2', pkeys: task.dial_task_main_sn, oper: 'end' };
    expect((await json('operateTask', end)).code).toBe(20002);
    use('terminates');
    expect((await json('operateTask', end)).code).toBe(30008);
    use('terminates', 'pkeys-sn');
    expect((await json('operateTask', end)).code).toBe(0);
    expect(task.state).toBe('terminated');
    expect((await list())[0].status).toBe('终止');
  });

  it('import-counts', async () => {
    use('import-counts');
    const people = [...contacts(2), { 姓名: '甲', 电话: '13800138044' }];
    const { data } = await caller.client.addJson(people);
    expect(data).toMatchObject({ total: 3, success: 2, blacklistCount: 1, filterCount: 0 });
    expect(emulator.tasks.at(-1)?.contacts).toHaveLength(2);
  });

  it('odd-user-sn', async () => {
    use('odd-user-sn');
    await caller.login();
    expect(caller.client.userSn).toBe('1024');
    expect((await json('index')).code).toBe(0);
  });

  it('wrong-clock', async () => {
    const before = emulator.now();
    use('wrong-clock=-3600');
    expect(emulator.now() - before).toBeLessThan(-3_590_000);
    const asked = emulator.now();
    const date = Date.parse((await caller.post('index')).headers.get('date') ?? '');
    // The header has no milliseconds.
    expect(date).toBeGreaterThan(asked - 1_000);
    expect(date).toBeLessThanOrEqual(emulator.now());
  });
});

describe('recordings', () => {
  const download = async () =>
    await caller.get('cdrDownload', {
      recordpath: records[0].recordpath,
      recordfile: records[0].recordfile,
    });

  it.each(['recording-redirect=301', 'recording-redirect-here', 'recording-redirects'])(
    '%s leads to the file, without the key',
    async (manner) => {
      use(manner);
      const first = await download();
      expect([301, 302]).toContain(first.status);
      const location = first.headers.get('location')!;
      expect(location).not.toContain(caller.client.apiKey);
      const file = await fetch(new URL(location, emulator.url));
      expect(file.headers.get('content-type')).toBe('audio/x-wav');
      expect((await file.arrayBuffer()).byteLength).toBe(44 + 30 * 16_000);
    },
  );

  it('recording-loop', async () => {
    use('recording-loop');
    const location = (await download()).headers.get('location')!;
    expect((await fetch(location, { redirect: 'manual' })).headers.get('location')).toBe(location);
  });

  it('recording-server', async () => {
    use('recording-server');
    expect((await download()).status).toBe(404);
    const { ip, port } = await show();
    expect(`http://${ip}:${port}`).toBe(await emulator.recordingUrl());
    const url = `http://${ip}:${port}${emulator.requests.at(-1)!.endpoint}`;
    expect((await fetch(url, { method: 'POST' })).status).toBe(404);
    use();
    const query = new URL((await download()).url).search;
    use('recording-server');
    const there = await fetch(`http://${ip}:${port}/api/cdrDownload${query}`);
    expect((await there.arrayBuffer()).byteLength).toBe(44 + 30 * 16_000);
  });
});

describe('templates', () => {
  const template = async () => {
    const response = await caller.get('exportModel', { project_sn: emulator.templates[1].sn });
    return Buffer.from(await response.arrayBuffer());
  };
  it.each([
    ['template-stars', [['*姓名', '*电话', '地址', '备注']]],
    ['template-required', [['姓名(必填)', '电话(必填)', '地址（选填）', '备注（选填）']]],
    [
      'template-blank-row',
      [
        ['', ' ', ''],
        ['姓名', '电话', '地址', '备注'],
      ],
    ],
  ])('%s', async (manner, expected) => {
    use(manner);
    const workbook = new Workbook();
    await workbook.xlsx.load((await template()) as never);
    const [sheet] = workbook.worksheets;
    const found = expected.map((_, at) => (sheet.getRow(at + 1).values as string[]).slice(1));
    expect(found).toEqual(expected);
  });

  it('template-hidden-sheet and template-instructions stand in front', async () => {
    use('template-hidden-sheet', 'template-instructions');
    const workbook = new Workbook();
    await workbook.xlsx.load((await template()) as never);
    expect(workbook.worksheets.map(({ state }) => state)).toEqual(['visible', 'hidden', 'visible']);
  });

  it.each([
    ['template-xls', (bytes: Buffer) => bytes.toString('hex', 0, 8), 'd0cf11e0a1b11ae1'],
    ['template-password', (bytes: Buffer) => bytes.toString('hex', 0, 8), 'd0cf11e0a1b11ae1'],
    ['template-html', (bytes: Buffer) => bytes.toString('utf8', 0, 5), '<html'],
    ['template-csv', (bytes: Buffer) => bytes.toString(), '\uFEFF姓名,电话,地址,备注\r\n'],
    [
      'template-csv-gbk',
      (bytes: Buffer) => new TextDecoder('gbk').decode(bytes),
      '姓名,电话,地址,备注\r\n',
    ],
  ])('%s', async (manner, read, expected) => {
    use(manner);
    expect(read(await template())).toBe(expected);
  });

  it('takes its own templates back, filled in', async () => {
    for (const manner of [
      'template-stars',
      'template-required',
      'template-invisible',
      'template-title',
      'template-instructions',
    ]) {
      use(manner);
      const workbook = new Workbook();
      await workbook.xlsx.load((await template()) as never);
      workbook.worksheets.at(-1)!.addRow(['王芳', '13800138000']);
      const bytes = Buffer.from(await workbook.xlsx.writeBuffer());
      const own = {
        project_sn: emulator.templates[1].sn,
        source: 'x',
        ai_user_sn: emulator.aiUsers[0].user_sn,
      };
      const answer = await caller.client.upload(own, { name: 'a.xlsx', bytes });
      expect({ manner, ...answer }).toMatchObject({ manner, code: 0, data: { success: 1 } });
    }
  });
});

describe('access-id', () => {
  it('gives the old key to whoever logs in again', async () => {
    const { accessId, accessSecret } = emulator.account;
    const { default: MD5 } = await import('crypto-js/md5');
    const login = async (timestamp: string) =>
      await caller.send(
        'login',
        JSON.stringify({
          api_access_id: accessId,
          from: '1',
          timestamp,
          sign: MD5(accessId + accessSecret + timestamp).toString(),
        }),
      );
    const shanghai = (ms: number) =>
      new Date(ms + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
    expect((await login(shanghai(emulator.now()))).json?.code).not.toBe(0);
    use('access-id');
    const keys = [];
    for (let time = 0; time < 2; time += 1) {
      const { json: answer } = await login(shanghai(emulator.now()));
      keys.push((answer!.data as { api_key: string }).api_key);
    }
    expect(keys[0]).toBe(caller.client.apiKey);
    expect(keys[1]).toBe(keys[0]);
    expect((await login(shanghai(emulator.now() - 400_000))).json?.code).toBe(20004);
  });
});
