import { Agent, request as httpRequest } from 'node:http';

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

describe('one connection for several requests', () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  afterAll(() => agent.destroy());

  async function ask(): Promise<number> {
    return await new Promise((resolve, reject) => {
      const request = httpRequest(`${emulator.url}/api/index`, { agent, method: 'POST' });
      request.on('response', (response) => {
        response.resume().on('end', () => resolve(response.statusCode ?? 0));
      });
      request.on('error', reject).end('{}');
    });
  }

  it('is closed when the second one comes', async () => {
    emulator.faults.add({ kind: 'closeIdle' });
    emulator.clearRequests();
    expect(await ask()).toBe(200);
    await expect(ask()).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(emulator.requests).toHaveLength(1);
    expect(await ask()).toBe(200);
  });
});

it.each([
  [{ kind: 'brokenOff' as const }, 'terminated'],
  [{ kind: 'stall' as const }, 'The operation was aborted due to timeout'],
])('sends half an answer: %p', async (fault, message) => {
  emulator.faults.add(fault);
  const response = await fetch(`${emulator.url}/api/index`, {
    method: 'POST',
    signal: AbortSignal.timeout(1_000),
  });
  await expect(response.text()).rejects.toThrow(message);
});

it.each([
  [{ kind: 'packed' as const, encoding: 'gzip' as const }, { 'content-encoding': 'gzip' }],
  [{ kind: 'packed' as const, encoding: 'br' as const }, { 'content-encoding': 'br' }],
  [{ kind: 'contentType' as const, contentType: 'text/html' }, { 'content-type': 'text/html' }],
  [{ kind: 'contentType' as const }, { 'content-type': null }],
  [{ kind: 'trickle' as const, delayMs: 1 }, { 'transfer-encoding': 'chunked' }],
  [{ kind: 'text' as const, text: '\n{"code":1,{members}}' }, {}],
])('sends the same in another way: %p', async (fault, headers) => {
  emulator.faults.add(fault);
  const response = await fetch(`${emulator.url}/api/index`, { method: 'POST', body: '{}' });
  for (const [name, value] of Object.entries(headers)) {
    expect(response.headers.get(name)).toBe(value);
  }
  expect(await response.json()).toMatchObject({ code: 20002 });
});

it('repeats the request, and says where else XiaoA is', async () => {
  emulator.faults.add({ kind: 'echo' });
  expect((await client.post('index', { mark: 'm"1' })).msg).toContain('m"1');
  emulator.faults.add({ kind: 'echo', status: 500 });
  const page = await fetch(`${emulator.url}/api/index`, { method: 'POST', body: '{"a":"<b>"}' });
  expect(await page.text()).toContain('&#060;b&#062;');
  emulator.faults.add({ kind: 'status', status: 302, headers: { location: 'https://x.test/' } });
  const moved = await fetch(`${emulator.url}/api/index`, { method: 'POST', redirect: 'manual' });
  expect([moved.status, moved.headers.get('location')]).toEqual([302, 'https://x.test/']);
});

it('lets someone else log in just before a request', async () => {
  emulator.faults.add({ kind: 'replaceKey' });
  expect(await client.post('index')).toMatchObject({ code: 20005 });
});
