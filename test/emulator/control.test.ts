import { startEmulator, type Emulator } from '../../emulator';
import { Client, contacts } from './client';

let emulator: Emulator;
let client: Client;
beforeEach(async () => {
  emulator = await startEmulator({ sampleData: true });
  client = await Client.loggedIn(emulator);
});
afterEach(() => emulator.close());

async function control<T = Record<string, unknown>>(
  method: string,
  path: string,
  body?: unknown,
): Promise<T> {
  const response = await fetch(`${emulator.url}/emulator/${path}`, {
    method,
    headers: { 'x-control-key': emulator.controlKey, 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  return (await response.json()) as T;
}

it.each([{}, { 'x-control-key': '' }, { 'x-control-key': '0'.repeat(32) }])(
  'is closed to whoever has not the key of this start: %j',
  async (headers) => {
    for (const [method, path] of [
      ['GET', 'state'],
      ['POST', 'expire-keys'],
      ['DELETE', 'requests'],
    ]) {
      const response = await fetch(`${emulator.url}/emulator/${path}`, { method, headers });
      expect(response.status).toBe(403);
      expect(await response.text()).not.toContain(emulator.controlKey);
    }
    expect(emulator.requests).toHaveLength(1);
    expect(await client.post('index')).toMatchObject({ code: 0 });
  },
);

it('has another key at each start', async () => {
  const other = await startEmulator();
  await other.close();
  expect(other.controlKey).toMatch(/^[0-9a-f]{32}$/);
  expect(other.controlKey).not.toBe(emulator.controlKey);
});

it('tells the state', async () => {
  const state = await control<{ tasks: object[] }>('GET', 'state');
  expect(state).toMatchObject({
    logins: 1,
    loginAttempts: 1,
    requests: 1,
    crmRecords: emulator.crmRecords.length,
    accounts: [{ username: 'demo', userSn: emulator.account.userSn }],
  });
  expect(JSON.stringify(state)).not.toContain(emulator.account.password);
  const { contacts: rows, source } = emulator.tasks[0];
  expect(state.tasks[0]).toMatchObject({ source, contactCount: rows.length, waiting: 0 });
});

it('has sample data: tasks of the last days, with their calls', () => {
  expect(emulator.tasks.map(({ state }) => state)).toEqual(['sent', 'sent', 'paused']);
  for (const { dial_task_main_sn, calls } of emulator.tasks) {
    const own = emulator.crmRecords.filter(
      (record) => record.dial_task_main_sn === dial_task_main_sn,
    );
    expect(own).toHaveLength(calls.filter((call) => call !== 'waiting').length);
    expect(own.filter(({ talktimes }) => talktimes > 0)).toHaveLength(
      calls.filter((call) => call === 'success').length,
    );
  }
});

it('lists requests, of one endpoint or all, and forgets them', async () => {
  await client.post('index', { pageSize: 3 });
  const requests = await control<unknown[]>('GET', 'requests?endpoint=/api/index');
  expect(requests).toMatchObject([{ endpoint: '/api/index', code: 0, params: { pageSize: 3 } }]);
  expect(await control<unknown[]>('GET', 'requests')).toHaveLength(2);
  await control('DELETE', 'requests');
  expect([emulator.requests.length, emulator.logins]).toEqual([0, 0]);
});

it('adds and changes CRM records', async () => {
  const [{ id }] = await control<Array<{ id: number }>>('POST', 'crm-records', [
    { phone: '13800138000', score: null },
  ]);
  expect(emulator.crmRecords.at(-1)).toMatchObject({ id, phone: '13800138000', score: null });
  const changed = await control('PATCH', `crm-records/${id}`, { score: 91 });
  expect(changed).toMatchObject({ id, score: 91 });
  expect(changed.talk_info).toMatch(/^##/);
  expect(await client.post('crmList', { phone: '13800138000' })).toMatchObject({
    data: { list: [{ score: 91 }] },
  });
});

it('lists tasks with their contacts, and dials', async () => {
  await client.addJson(contacts(2), { is_zidong: 'on', source: '新' });
  const tasks = await control<unknown[]>('GET', 'tasks');
  expect(tasks.at(-1)).toMatchObject({ source: '新', state: 'sending', contacts: contacts(2) });
  expect(await control('POST', 'dial-all')).toEqual({ calls: 2 });
  expect(emulator.tasks.at(-1)?.state).toBe('sent');
});

it('arms and clears faults; null stands for Infinity', async () => {
  await control('POST', 'faults', { kind: 'code', code: 500, times: null });
  for (let request = 0; request < 3; request += 1) {
    expect(await client.post('index')).toMatchObject({ code: 500 });
  }
  await control('DELETE', 'faults');
  expect(await client.post('index')).toMatchObject({ code: 0 });
});

it('expires and replaces keys, changes the password, moves the clock', async () => {
  await control('POST', 'expire-keys');
  expect(await client.post('index')).toMatchObject({ code: 20006 });
  const { api_key } = await control<{ api_key: string }>('POST', 'replace-key');
  expect(await client.post('index')).toMatchObject({ code: 20005 });
  client.apiKey = api_key;
  expect(await client.post('index')).toMatchObject({ code: 0 });
  await control('POST', 'clock', { advanceMs: 7_200_000 });
  expect(await client.post('index')).toMatchObject({ code: 20006 });
  await control('POST', 'password', { password: 'new' });
  expect(await client.login('demo', 'new')).toMatchObject({ code: 0 });
});

it('configures', async () => {
  await control('POST', 'configure', { paging: { total: 'text' }, maxRowsPerImport: 1 });
  expect(await client.post('crmList', { phone: '1' })).toMatchObject({ data: { total: '0' } });
  expect(await client.addJson(contacts(2))).toMatchObject({ code: 30005 });
  const { error } = await control('POST', 'configure', { pagign: {} });
  expect(error).toBe("'pagign' cannot be configured");
});

it('shows people what goes on, harmlessly', async () => {
  await client.addJson([{ 姓名: '<script>alert(1)</script>', 电话: '13800138000' }], {
    source: '<b>&',
    is_zidong: 'on',
  });
  await emulator.dialAll();
  const response = await fetch(emulator.url);
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  const page = await response.text();
  expect(page).toContain(emulator.url);
  expect(page).toContain('&lt;b&gt;&amp;');
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(page).not.toContain('<script');
  expect(page).toContain('/api/addJson');
  expect(page).not.toContain(client.apiKey);
});
