import { startEmulator, type Emulator } from '../../emulator';
import { Client } from './client';

const NOW = Date.parse('2025-09-01T04:00:00Z');
let emulator: Emulator;
beforeEach(async () => {
  emulator = await startEmulator({ now: () => NOW });
});
afterEach(() => emulator.close());

describe('keys', () => {
  it('gives what the document says', async () => {
    const { code, data } = await new Client(emulator).login('demo', 'demo-password');
    expect(code).toBe(0);
    expect(data).toMatchObject({
      user_name: 'demo',
      user_sn: emulator.account.userSn,
      api_key_expire: NOW / 1000 + 7200,
    });
    expect(data.user_sn).toMatch(/^SYSUSER\|[0-9a-f]{32}$/);
    expect(data.api_key).toMatch(/^[A-Za-z0-9]{8}$/);
  });

  it('lets the latest login win', async () => {
    const first = await Client.loggedIn(emulator);
    expect(await first.post('getAiUsers')).toMatchObject({ code: 0 });
    const second = await Client.loggedIn(emulator);
    expect(await first.post('getAiUsers')).toMatchObject({ code: 20005, msg: 'ApiKey验证失败' });
    expect(await second.post('getAiUsers')).toMatchObject({ code: 0 });
    expect(emulator.logins).toBe(2);
  });

  it('ends a key’s life at its expiry, not before', async () => {
    const client = await Client.loggedIn(emulator);
    emulator.advanceClock(7_199_000);
    expect(await client.post('getAiUsers')).toMatchObject({ code: 0 });
    emulator.advanceClock(1000);
    expect(await client.post('getAiUsers')).toMatchObject({ code: 20006 });
  });

  it('answers 40001 instead where that is the reading', async () => {
    const client = await Client.loggedIn(emulator);
    emulator.configure({ expiredKeyCode: 40001 });
    emulator.expireKeys();
    expect(await client.post('getAiUsers')).toMatchObject({ code: 40001 });
  });

  it('tells a replaced key that has expired too from one that has only expired', async () => {
    const old = await Client.loggedIn(emulator);
    emulator.replaceKey();
    emulator.expireKeys();
    expect(await old.post('getAiUsers')).toMatchObject({ code: 20005 });
  });

  it('takes the key of someone else’s login', async () => {
    const client = await Client.loggedIn(emulator);
    const key = emulator.replaceKey();
    expect(await client.post('getAiUsers')).toMatchObject({ code: 20005 });
    client.apiKey = key;
    expect(await client.post('getAiUsers')).toMatchObject({ code: 0 });
    expect(emulator.logins).toBe(1);
  });

  it('counts attempts and successes', async () => {
    const client = new Client(emulator);
    await client.login('demo', 'wrong');
    await client.login('nobody', 'demo-password');
    await client.login('demo', 'demo-password');
    expect([emulator.loginAttempts, emulator.logins]).toEqual([3, 1]);
    emulator.clearRequests();
    expect([emulator.loginAttempts, emulator.logins, emulator.requests.length]).toEqual([0, 0, 0]);
  });

  it('keeps a key when the password changes, and wants the new one from then on', async () => {
    const client = await Client.loggedIn(emulator);
    emulator.setPassword('demo', 'new');
    expect(await client.post('getAiUsers')).toMatchObject({ code: 0 });
    expect(await client.login('demo', 'demo-password')).toMatchObject({ code: 20004 });
    expect(await client.login('demo', 'new')).toMatchObject({ code: 0 });
  });
});

describe('accounts', () => {
  it('have a key and data of their own', async () => {
    emulator.addAccount({ username: 'other', password: 'secret' });
    const main = await Client.loggedIn(emulator);
    const other = await Client.loggedIn(emulator, 'other', 'secret');
    expect(await main.post('getAiUsers')).toMatchObject({ code: 0 });
    const { data } = await main.addJson([{ 姓名: '王', 电话: '13800138000' }]);
    emulator.addCrmRecords([{}, { username: 'other' }, {}]);

    expect(await main.post('index')).toMatchObject({ data: { total: 1 } });
    expect(await other.post('index')).toMatchObject({ data: { total: 0 } });
    expect(await main.post('crmList')).toMatchObject({ data: { total: 2 } });
    expect(await other.post('crmList')).toMatchObject({ data: { total: 1 } });
    const own = { dial_task_main_sn: data.dial_task_main_sn };
    const rows = [{ 姓名: '李', 电话: '13800138001' }];
    expect(await other.addJson(rows, own)).toMatchObject({ code: 30011 });
  });
});

it('records each call as it came', async () => {
  const client = await Client.loggedIn(emulator);
  await client.post('crmList', { pageSize: 5, labelling: '有 意向' });
  const [request] = emulator.requestsTo('/api/crmList');
  expect(request).toMatchObject({ at: NOW, method: 'POST', code: 0 });
  expect(Object.keys(request.params)).toEqual([
    'user_sn',
    'api_key',
    'pageSize',
    'labelling',
    'url',
  ]);
  expect(JSON.parse(request.rawBody!)).toEqual(request.params);
  expect(emulator.requests.map(({ endpoint }) => endpoint)).toEqual(['/api/login', '/api/crmList']);
});

it.each([
  [{ apiKeyExpire: 'milliseconds' as const }, NOW + 7_200_000],
  [{ apiKeyExpire: 'text' as const }, String(NOW / 1000 + 7_200)],
  [{ apiKeyExpire: 'date' as const }, '2025-09-01 14:00:00'],
  [{ apiKeyExpire: 'missing' as const }, undefined],
  [{ apiKeyExpireSkew: -7_200 }, NOW / 1000],
])('tells the expiry of the key in another way: %p', async (behaviour, expected) => {
  emulator.configure(behaviour);
  const { data } = await new Client(emulator).login('demo', 'demo-password');
  expect(data.api_key_expire).toBe(expected);
});
