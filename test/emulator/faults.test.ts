import { startEmulator, type Emulator } from '../../emulator';
import { Client, contacts } from './client';

let emulator: Emulator;
let client: Client;
beforeEach(async () => {
  emulator = await startEmulator();
  client = await Client.loggedIn(emulator);
});
afterEach(() => emulator.close());

/** addJson as bare HTTP, so that one can look at what is no JSON. */
async function add(): Promise<Response> {
  const params = client.common({
    project_sn: emulator.templates[0].sn,
    source: 's',
    ai_user_sn: emulator.aiUsers[0].user_sn,
    client_info_json: JSON.stringify({ data: contacts(1) }),
  });
  return await fetch(`${emulator.url}/api/addJson`, {
    method: 'POST',
    body: JSON.stringify(client.signed('addJson', params)),
  });
}

describe('before anything is done', () => {
  afterEach(() => expect(emulator.tasks).toHaveLength(0));

  it('answers a platform code', async () => {
    emulator.faults.add({ kind: 'code', code: 20005, msg: '不行' });
    expect(await (await add()).json()).toEqual({ code: 20005, msg: '不行', data: [] });
  });

  it('answers an HTTP status', async () => {
    emulator.faults.add({ kind: 'status', status: 502 });
    expect((await add()).status).toBe(502);
    expect(emulator.requests.at(-1)?.code).toBeUndefined();
  });

  it('answers a page', async () => {
    emulator.faults.add({ kind: 'html' });
    const response = await add();
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch('text/html');
    expect(await response.text()).toMatch(/^<html>/);
  });

  it('drops the connection', async () => {
    emulator.faults.add({ kind: 'dropBefore' });
    await expect(add()).rejects.toThrow('fetch failed');
  });
});

describe('after the request has been carried out', () => {
  afterEach(() => expect(emulator.tasks).toHaveLength(1));

  it('drops the connection', async () => {
    emulator.faults.add({ kind: 'dropAfter' });
    await expect(add()).rejects.toThrow('fetch failed');
  });

  it('sends half of the JSON', async () => {
    emulator.faults.add({ kind: 'truncated' });
    const text = await (await add()).text();
    expect(text).toMatch(/^\{"code":0/);
    expect(() => JSON.parse(text) as unknown).toThrow();
  });

  it('sends nothing', async () => {
    emulator.faults.add({ kind: 'emptyBody' });
    const response = await add();
    expect([response.status, await response.text()]).toEqual([200, '']);
  });

  it('takes its time', async () => {
    emulator.faults.add({ kind: 'delay', delayMs: 150 });
    const started = performance.now();
    expect(await (await add()).json()).toMatchObject({ code: 0 });
    expect(performance.now() - started).toBeGreaterThan(140);
  });
});

it('breaks a file off in the middle', async () => {
  const [{ recordpath, recordfile }] = emulator.addCrmRecords([{ talktimes: 60 }]);
  emulator.faults.add({ kind: 'truncated' });
  const response = await client.get('cdrDownload', { recordpath, recordfile });
  expect(response.headers.get('content-length')).toBe(String(44 + 60 * 16_000));
  let received = 0;
  const reading = async () => {
    for await (const chunk of response.body!) received += (chunk as Uint8Array).length;
  };
  await expect(reading()).rejects.toThrow();
  expect(received).toBeLessThanOrEqual((44 + 60 * 16_000) / 2);
});

it('counts the logins that it keeps from being answered as attempts', async () => {
  emulator.clearRequests();
  emulator.faults.add({ kind: 'code', code: 500, endpoint: '/api/login' });
  await client.login('demo', 'demo-password');
  expect([emulator.loginAttempts, emulator.logins]).toEqual([1, 0]);
});

it('has a page, no JSON, for a path that there is not', async () => {
  const response = await fetch(`${emulator.url}/api/%20exportModel?x=1`);
  expect([response.status, response.headers.get('content-type')]).toEqual([
    404,
    'text/html; charset=utf-8',
  ]);
  expect(emulator.requests.at(-1)).toMatchObject({
    endpoint: '/api/%20exportModel',
    params: { x: '1' },
  });
});

it('hits the endpoint, the times and after the requests that it says', async () => {
  emulator.faults.add({ kind: 'code', code: 500, endpoint: '/api/index', after: 1, times: 2 });
  const codes: number[] = [];
  for (const endpoint of ['index', 'crmList', 'index', 'crmList', 'index', 'index']) {
    codes.push((await client.post(endpoint)).code);
  }
  expect(codes).toEqual([0, 0, 500, 0, 500, 0]);
});

it('goes on for ever with Infinity, until cleared', async () => {
  emulator.faults.add({ kind: 'code', code: 20006, times: Infinity });
  for (let request = 0; request < 5; request += 1) {
    expect(await client.post('index')).toMatchObject({ code: 20006 });
  }
  emulator.faults.clear();
  expect(await client.post('index')).toMatchObject({ code: 0 });
});

it('uses up one fault a request, in order, and delays besides', async () => {
  emulator.faults.add({ kind: 'delay', delayMs: 100, times: 1 });
  emulator.faults.add({ kind: 'code', code: 20005 });
  emulator.faults.add({ kind: 'code', code: 20006 });
  const started = performance.now();
  expect(await client.post('index')).toMatchObject({ code: 20005 });
  expect(performance.now() - started).toBeGreaterThan(90);
  expect(await client.post('index')).toMatchObject({ code: 20006 });
  expect(await client.post('index')).toMatchObject({ code: 0 });
});
