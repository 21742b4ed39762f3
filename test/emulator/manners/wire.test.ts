import { request } from 'node:https';

import type { Emulator } from '../../../emulator';
import { expectedSignature } from '../../../emulator/wire/signature';
import { contacts } from '../client';
import { withManners, type Caller } from './caller';

let emulator: Emulator;
let caller: Caller;
beforeAll(async () => {
  ({ emulator, caller } = await withManners([]));
});
beforeEach(async () => {
  emulator.configure({ manners: [] });
  await caller.login();
});
afterAll(() => emulator.close());

const use = (...manners: string[]) => emulator.configure({ manners });
const code = async (endpoint: string, own = {}) => (await caller.post(endpoint, own)).json?.code;
const importThree = async () =>
  await caller.post('addJson', {
    project_sn: emulator.templates[0].sn,
    source: '春季',
    ai_user_sn: emulator.aiUsers[0].user_sn,
    client_info_json: JSON.stringify({ data: contacts(3) }),
  });

describe('signatures', () => {
  it('signs-raw', async () => {
    use('signs-raw');
    expect(await code('crmList', { phone: '春' })).toBe(10001);
    expect((await caller.postRaw('crmList', { phone: '春' })).json?.code).toBe(0);
  });

  it('numbers-as-text', async () => {
    use('numbers-as-text');
    expect(await code('crmList', { pageIndex: 0 })).toBe(10001);
    expect(await code('crmList', { pageIndex: '0' })).toBe(0);
  });

  it('numbers-as-numbers', async () => {
    use('numbers-as-numbers');
    expect(await code('crmList', { pageIndex: '0' })).toBe(10001);
    expect(await code('crmList', { pageIndex: 0, phone: '13800138000' })).toBe(0);
    // Text may be sent, as long as the number is signed.
    const signed = caller.client.signed('crmList', caller.client.common({ pageIndex: 0 }));
    const sent = await caller.send('crmList', JSON.stringify({ ...signed, pageIndex: '0' }));
    expect(sent.json?.code).toBe(0);
  });

  it('demands-numbers', async () => {
    use('demands-numbers');
    expect(await code('crmList', { pageIndex: '0' })).toBe(20002);
    expect(await code('crmList', { pageIndex: 0 })).toBe(0);
  });

  it('signs-html and drops-wide-blanks', async () => {
    use('signs-html');
    expect(await code('crmList', { phone: 'a&b' })).toBe(10001);
    use('signs-raw', 'drops-wide-blanks');
    expect((await caller.postRaw('crmList', { phone: 'a\u3000b' })).json?.code).toBe(10001);
    const url = expectedSignature(caller.client.common({ phone: 'ab' }), [], 'raw');
    const body = JSON.stringify({ ...caller.client.common({ phone: 'a\u3000b' }), url });
    expect((await caller.send('crmList', body)).json?.code).toBe(0);
  });

  it('code-100001', async () => {
    use('code-100001', 'signs-raw');
    expect(await code('crmList', { phone: '春' })).toBe(100001);
    expect(emulator.requests.at(-1)?.code).toBe(100001);
  });
});

describe('refusals', () => {
  it('refusal-status, key-status and proper-statuses leave the JSON as it is', async () => {
    use('refusal-status=500');
    expect(
      await caller.post('operateTask', { project_type: '2', pkeys: '1', oper: 'stop' }),
    ).toMatchObject({ status: 500, json: { code: 30011 } });
    expect(await caller.post('index')).toMatchObject({ status: 200, json: { code: 0 } });
    use('key-status=403');
    emulator.replaceKey();
    expect(await caller.post('index')).toMatchObject({ status: 403, json: { code: 20005 } });
    use('proper-statuses');
    expect(await caller.post('index')).toMatchObject({ status: 401, json: { code: 20005 } });
  });

  it('goes for refusals that a fault makes, too', async () => {
    use('refusal-status=401');
    emulator.faults.add({ kind: 'code', code: 20006 });
    expect(await caller.post('index')).toMatchObject({ status: 401, json: { code: 20006 } });
  });

  it('login-forbidden and whitelist', async () => {
    use('login-forbidden');
    const { username, password } = emulator.account;
    expect(await caller.post('login', { username, password, from: '2' }, false)).toMatchObject({
      status: 403,
      json: { code: 20007 },
    });
    use('whitelist');
    await caller.login();
    expect(await caller.post('index')).toMatchObject({
      json: { code: 20005, msg: 'IP不在白名单' },
    });
  });

  it('own-words, own-codes and login-success', async () => {
    use('own-words', 'own-codes');
    const gone = { project_type: '2', pkeys: '1', oper: 'stop' };
    expect((await caller.post('operateTask', gone)).json).toMatchObject({
      code: 30117,
      msg: '任务已归档，任务编号已失效',
    });
    use('login-success');
    expect((await caller.post('index')).json).toMatchObject({ code: 0, msg: 'ok' });
  });

  it('https-only sends everybody to its twin behind TLS, which answers', async () => {
    use('https-only');
    const { username, password } = emulator.account;
    const sent = await caller.post('login', { username, password, from: '2' }, false);
    expect(sent.status).toBe(301);
    expect(sent.headers.get('location')).toBe(`${await emulator.tlsUrl()}/api/login`);
    const { params } = emulator.requests.find(({ endpoint }) => endpoint === '/api/login')!;
    expect(await post(`${await emulator.tlsUrl()}/api/login`, params)).toMatchObject({ code: 0 });
  });
});

/** Past the certificate, which nobody has signed. */
async function post(url: string, params: object): Promise<unknown> {
  return await new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', rejectUnauthorized: false }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => resolve(JSON.parse(text)));
    });
    sent.on('error', reject).end(JSON.stringify(params));
  });
}

describe('texts', () => {
  it.each([
    ['php-notice', /^<br \/>\n<b>Notice<\/b>.*\n\{"code":0,/s],
    ['php-warning', /^\nWarning: .*\n\{"code":0,/s],
    ['var-dump', /^array\(2\) \{.*\n\{"code":0,/s],
    ['debug-trace', /^\{"code":0,.*\n#0 .*\{main\}/s],
    ['bom', /^\uFEFF\{"code":0,/],
    ['html-type', /^\{"code":0,/],
    ['code-text', /^\{"code":"0",/],
    ['data-text', /^\{"code":0,.*"data":"\{\\"total\\":0/],
  ])('%s', async (manner, text) => {
    use(manner);
    const reply = await caller.post('index');
    expect(reply.text).toMatch(text);
    if (manner === 'html-type') expect(reply.headers.get('content-type')).toMatch('text/html');
  });

  it('drip sends byte by byte', async () => {
    use('drip=5');
    const start = Date.now();
    const { text, json } = await caller.post('index');
    expect(json?.code).toBe(0);
    expect(Date.now() - start).toBeGreaterThanOrEqual(text.length * 4);
  });
});

describe('limits', () => {
  it('body-limit answers as nginx does, with nothing done', async () => {
    use('body-limit=300');
    const reply = await importThree();
    expect(reply.status).toBe(413);
    expect(reply.text).toContain('413 Request Entity Too Large');
    expect(emulator.requestsTo('/api/addJson')).toHaveLength(0);
    expect(await code('index')).toBe(0);
  });

  it('post-limit and upload-limit', async () => {
    use('post-limit=300');
    expect((await importThree()).json?.code).toBe(10001);
    use('upload-limit=10');
    const own = {
      project_sn: emulator.templates[0].sn,
      source: 'x',
      ai_user_sn: emulator.aiUsers[0].user_sn,
    };
    const file = { name: 'a.xlsx', bytes: Buffer.alloc(20) };
    expect(await caller.client.upload(own, file)).toMatchObject({ code: 30001 });
  });

  it('row-limit, page-limit and page-cut', async () => {
    use('row-limit=2');
    expect((await importThree()).json?.code).toBe(30005);
    use('page-limit=100');
    expect(await code('crmList', { pageSize: '101' })).toBe(20002);
    expect(await code('crmList', { pageSize: '100' })).toBe(0);
    emulator.addCrmRecords([{}, {}, {}]);
    use('page-cut=2');
    const { json } = await caller.post('crmList', { pageSize: '100' });
    expect((json!.data as { list: unknown[] }).list).toHaveLength(2);
  });

  it('tasks-a-day and plain-names', async () => {
    use('tasks-a-day=0');
    expect((await importThree()).json?.code).toBe(30021);
    const task = emulator.addTask({});
    const { json } = await caller.post('addJson', {
      project_sn: task.project_sn,
      source: 'x',
      ai_user_sn: task.ai_user_sn,
      client_info_json: JSON.stringify({ data: contacts(1) }),
      dial_task_main_sn: task.dial_task_main_sn,
    });
    expect(json?.code).toBe(0);
    use('plain-names');
    expect((await importThree()).json?.code).toBe(0);
    const named = { ...emulator.requests.at(-1)!.params, source: '春 - 1' };
    const signed = JSON.stringify(caller.client.signed('addJson', named));
    expect((await caller.send('addJson', signed)).json?.code).toBe(20002);
  });
});
