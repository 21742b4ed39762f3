import { createHash } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

import type { EmulatorOptions } from '../../emulator';
import { CERTIFICATE, PRIVATE_KEY } from '../fixtures/selfSigned';
import { leads } from '../support/people';
import { createParameters, setUp, type Bench } from '../support/platform';

let bench: Bench;
const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
  await bench.close();
});

async function start(...manners: string[]): Promise<void> {
  bench = await setUp({ manners } as EmulatorOptions);
}

async function serve(listener: RequestListener, tls = false): Promise<string> {
  const server = tls
    ? createTlsServer({ cert: CERTIFICATE, key: PRIVATE_KEY }, listener)
    : createServer(listener);
  servers.push(server as Server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `${tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const run = async (type: string, parameters: object, items: object[] = [{}]) =>
  await bench.engine.runNode({
    type,
    parameters: parameters as never,
    credentials: bench.credentials,
    items: items as never,
  });

const list = async (more: object = {}) =>
  await run('xiaoATask', { resource: 'task', operation: 'getAiUsers', returnAll: true, ...more });
const create = async () => await run('xiaoATask', createParameters(bench.emulator), leads(2));
const download = async (record: object) =>
  await run('xiaoARecording', { resource: 'recording', operation: 'download' }, [record]);

describe.each([['key-status'], ['key-status=403'], ['proper-statuses']])(
  'a server with the manner %s',
  (manner) => {
    it('has its refused key renewed, for reads and writes', async () => {
      await start(manner);
      await list();
      bench.emulator.replaceKey();
      expect((await create()).error).toBeUndefined();
      bench.emulator.replaceKey();
      expect((await list()).error).toBeUndefined();
      expect(bench.emulator.tasks).toHaveLength(1);
    });
  },
);

it.each([
  [400, 30004],
  [500, 30011],
  [502, 30008],
])('with HTTP %i, code %i is a refusal and nothing else', async (status, code) => {
  await start(`refusal-status=${status}`);
  bench.emulator.faults.add({ kind: 'code', code, endpoint: '/api/addJson' });
  const { error } = await create();
  expect(error?.message).toMatch(new RegExp(`\\(XiaoA code ${code}\\)$`));
  expect(error?.description).not.toMatch(/gone through|wasn't sent again/);
});

it('says that a login is forbidden, whatever its HTTP status', async () => {
  await start('login-forbidden');
  const { error } = await list();
  expect(error?.message).toMatch(/\(XiaoA code 20007\)/);
});

it('finds the JSON among the notices and traces of PHP, after a write as well', async () => {
  await start('php-notice', 'debug-trace');
  expect((await create()).error).toBeUndefined();
  expect((await list()).error).toBeUndefined();
  expect(bench.emulator.tasks).toHaveLength(1);
});

describe('a recording on another server', () => {
  it.each([['recording-redirect'], ['recording-redirect-here'], ['recording-redirects']])(
    'comes: %s',
    async (manner) => {
      await start(manner);
      const [record] = bench.emulator.addCrmRecords([{ talktimes: 2 }]);
      const { error, items } = await download(record);
      expect(error).toBeUndefined();
      expect(items[0].binary?.data.fileName).toMatch(/\.wav$/);
    },
  );

  it('in a circle is an error that ends', async () => {
    await start('recording-loop');
    const [record] = bench.emulator.addCrmRecords([{ talktimes: 2 }]);
    expect((await download(record)).error?.message).toBe('XiaoA redirects the download in a loop');
  });

  it('gets neither the key nor anything signed with it', async () => {
    await start();
    const [record] = bench.emulator.addCrmRecords([{ talktimes: 2 }]);
    const received: string[] = [];
    const elsewhere = await serve((request, response) => {
      received.push(`${request.url} ${JSON.stringify(request.headers)}`);
      response.setHeader('content-type', 'audio/wav');
      response.end(Buffer.from([0x52, 0x49, 0x46, 0x46, ...Array<number>(400).fill(0)]));
    });
    await list();
    const { apiKey, userSn } = JSON.parse(
      String(bench.engine.credentials.read(bench.credentialId).sessionToken),
    ) as { apiKey: string; userSn: string };
    const redirect = (location: string) =>
      bench.emulator.faults.add({
        kind: 'status',
        status: 302,
        endpoint: '/api/cdrDownload',
        headers: { location },
      });

    redirect(`${elsewhere}/file.wav?user_sn=${userSn}&api_key=${apiKey}&url=abc&token=t`);
    expect((await download(record)).error).toBeUndefined();
    redirect(`${elsewhere}/${apiKey}/file.wav`);
    const { error } = await download(record);

    expect(error?.message).toContain('gives away the API key');
    expect(received).toHaveLength(1);
    expect(received[0]).toContain('/file.wav?token=t ');
    expect(received.join()).not.toContain(apiKey);
  });
});

describe('an answer that does not end', () => {
  const answering =
    (write: (send: (text: string) => void) => void): RequestListener =>
    (request, response) => {
      const drip = (text: string) => response.write(text);
      request.resume();
      response.writeHead(200, { 'content-type': 'application/json' });
      write(drip);
    };

  it('but drips is given up after the Timeout', async () => {
    await start();
    await list();
    const timers: NodeJS.Timeout[] = [];
    let open = 0;
    const address = await serve(
      answering((drip) => timers.push(setInterval(() => drip(' '), 100))),
    );
    servers[0].on('connection', (socket) => {
      open += 1;
      socket.on('close', () => (open -= 1));
    });
    const { username, password } = bench.emulator.account;
    const stored = bench.engine.credentials.read(bench.credentialId);
    const { accountFingerprint, readAccount } = await import('../../xiaoa/session/account');
    const owner = accountFingerprint(readAccount({ baseUrl: address, username, password }));
    const session = JSON.parse(String(stored.sessionToken)) as object;
    bench.engine.credentials.edit(bench.credentialId, {
      baseUrl: address,
      sessionToken: JSON.stringify({ ...session, owner }),
    });
    const started = Date.now();

    const { error } = await list({ requestOptions: { timeout: 800 } });

    expect(error?.message).toBe("Couldn't reach XiaoA: no answer in time");
    expect(Date.now() - started).toBeLessThan(20_000);
    // Nothing is left open behind it.
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(open).toBe(0);
    for (const timer of timers) clearInterval(timer);
  });
});

describe('a certificate that nobody has signed', () => {
  it.each([
    [false, /certificate isn't trusted/],
    [true, undefined],
  ])('is taken where the credential says so: %p', async (allowUnauthorizedCerts, message) => {
    await start();
    const address = await serve((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (piece: Buffer) => chunks.push(piece));
      request.on('end', () => {
        void fetch(`${bench.emulator.url}${request.url}`, {
          method: request.method,
          headers: { 'content-type': 'application/json;charset=utf-8' },
          body: Buffer.concat(chunks),
        }).then(async (answer) => response.end(await answer.text()));
      });
    }, true);
    bench.engine.credentials.edit(bench.credentialId, { baseUrl: address, allowUnauthorizedCerts });
    const { error } = await list();
    if (message) expect(error?.message).toMatch(message);
    else expect(error).toBeUndefined();
  });
});

describe('an access ID', () => {
  const ID = 'access-id';
  const SECRET = 'access-secret';
  const FIVE_MINUTES = 5 * 60_000;

  /** A server of version 6.6 in front of the platform: it gives the key that is valid already. */
  async function newer(clockAheadMs = 0) {
    await start();
    const { username, password } = bench.emulator.account;
    const logins: Array<Record<string, string>> = [];
    const address = await serve((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (piece: Buffer) => chunks.push(piece));
      request.on('end', () => {
        void answer(request.url ?? '', Buffer.concat(chunks).toString()).then((text) => {
          response.setHeader('date', new Date(Date.now() + clockAheadMs).toUTCString());
          response.end(text);
        });
      });
    });
    async function answer(path: string, body: string): Promise<string> {
      if (path !== '/api/login') return await forward(path, body);
      const given = JSON.parse(body) as Record<string, string>;
      logins.push(given);
      const at = Date.parse(`${given.timestamp.replace(' ', 'T')}+08:00`);
      const sign = createHash('md5')
        .update(ID + SECRET + given.timestamp)
        .digest('hex');
      const isRight =
        given.api_access_id === ID &&
        given.sign === sign &&
        given.from === '1' &&
        given.url === undefined &&
        Math.abs(at - (Date.now() + clockAheadMs)) < FIVE_MINUTES;
      if (!isRight) return JSON.stringify({ code: 20004, msg: '', data: [] });
      const { expectedSignature } = await import('../../emulator/wire/signature');
      const login = { username, password, from: '2' };
      return await forward(path, JSON.stringify({ ...login, url: expectedSignature(login) }));
    }
    async function forward(path: string, body: string): Promise<string> {
      const headers = { 'content-type': 'application/json;charset=utf-8' };
      const options = { method: 'POST', headers, body };
      return await (await fetch(bench.emulator.url + path, options)).text();
    }
    bench.engine.credentials.edit(bench.credentialId, {
      baseUrl: address,
      authentication: 'accessId',
      accessId: ID,
      accessSecret: SECRET,
    });
    return logins;
  }

  it.each([
    ['right', 0, 1],
    ['an hour behind', 3_600_000, 2],
    ['a day ahead', -86_400_000, 2],
  ])('logs in by a clock that is %s', async (_, ahead, attempts) => {
    const logins = await newer(ahead);
    expect((await list()).error).toBeUndefined();
    expect((await list()).error).toBeUndefined();
    expect(logins).toHaveLength(attempts);
  });

  it('that is wrong is named as such, and its secret is in no text', async () => {
    await newer();
    bench.engine.credentials.edit(bench.credentialId, { accessSecret: 'something-else' });
    const { error, run: kept } = await list();
    expect(error?.message).toBe('Wrong Access ID or Access Secret (XiaoA code 20004)');
    expect(JSON.stringify(kept)).not.toContain('something-else');
  });
});

describe('the Base URL', () => {
  it.each(['/#/login', '/?x=1', '/index.html', '/api/login', '/login', '/api/', '///'])(
    'may be pasted with %s behind it',
    async (ending) => {
      await start();
      bench.engine.credentials.edit(bench.credentialId, { baseUrl: bench.emulator.url + ending });
      expect((await list()).error).toBeUndefined();
    },
  );

  it('with a password in it is refused, and not repeated', async () => {
    await start();
    const baseUrl = bench.emulator.url.replace('://', '://user:hidden-word@');
    bench.engine.credentials.edit(bench.credentialId, { baseUrl });
    const { error, run: kept } = await list();
    expect(error?.message).toMatch(/contains a user name or a password/);
    expect(JSON.stringify(kept)).not.toContain('hidden-word');
  });

  it('with a hundred thousand slashes is read at once', async () => {
    await start();
    const baseUrl = `https://x${'/'.repeat(100_000)}y`;
    bench.engine.credentials.edit(bench.credentialId, { baseUrl, password: 'p' });
    const { readAccount } = await import('../../xiaoa/session/account');
    const started = performance.now();
    readAccount({ baseUrl, username: 'u', password: 'p' });
    expect(performance.now() - started).toBeLessThan(100);
  });
});

it('says that a proxy without a scheme is not valid, in the words of n8n', async () => {
  await start();
  const { error } = await list({ requestOptions: { proxy: '127.0.0.1:3128' } });
  expect(error?.message).toBe('The proxy is not valid');
  expect(bench.emulator.requestsTo('/api/getAiUsers')).toHaveLength(0);
});
