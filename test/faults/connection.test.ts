import { createServer, type Server } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

import { accountFingerprint, readAccount } from '../../xiaoa/session/account';
import { CERTIFICATE, PRIVATE_KEY } from '../fixtures/selfSigned';
import { leads } from '../support/people';
import { createParameters, setUp, type Bench } from '../support/platform';

let bench: Bench;

beforeEach(async () => {
  bench = await setUp();
});

afterEach(async () => await bench.close());

const list = async () =>
  await bench.engine.runNode({
    type: 'xiaoATask',
    parameters: { resource: 'task', operation: 'getAiUsers', returnAll: true },
    credentials: bench.credentials,
  });

const importLeads = async () =>
  await bench.engine.runNode({
    type: 'xiaoATask',
    parameters: createParameters(bench.emulator),
    credentials: bench.credentials,
    items: leads(3),
  });

const contacts = () => bench.emulator.tasks.flatMap((task) => task.contacts);

/**
 * n8n-core 2.41 opens a connection for each request (`Connection: close`), so this cannot happen to it.
 * It holds for an n8n that keeps them, too.
 */
describe('a connection that XiaoA closes between two requests', () => {
  beforeEach(async () => {
    bench.emulator.faults.add({ kind: 'closeIdle', times: Infinity });
    await list();
  });

  it('is noticed by nobody who reads', async () => {
    const { items, error } = await list();
    expect(error).toBeUndefined();
    expect(items).toHaveLength(bench.emulator.aiUsers.length);
  });

  it('does not make anybody be called twice', async () => {
    const { error } = await importLeads();
    expect(bench.emulator.requestsTo('/api/addJson')).toHaveLength(error ? 0 : 1);
    expect(contacts()).toHaveLength(error ? 0 : 3);
    expect(error?.description ?? "wasn't sent again").toContain("wasn't sent again");
  });
});

describe('an address at which there is no XiaoA', () => {
  let server: Server | undefined;

  afterEach(() => server?.close());

  async function listen(other: Server, scheme: string): Promise<void> {
    server = other;
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    const baseUrl = `${scheme}://127.0.0.1:${port}`;
    // With a key at hand, so that the import itself is the first request.
    await list();
    const stored = bench.engine.credentials.read(bench.credentialId);
    const session = JSON.parse(String(stored.sessionToken)) as object;
    bench.engine.credentials.edit(bench.credentialId, {
      baseUrl,
      sessionToken: JSON.stringify({ ...session, owner: ownerOf(baseUrl) }),
    });
  }

  function ownerOf(baseUrl: string): string {
    const { username, password } = bench.emulator.account;
    return accountFingerprint(readAccount({ baseUrl, username, password }));
  }

  it.each([
    [
      'where nothing listens',
      async () => {
        await listen(createServer(), 'http');
        await new Promise((resolve) => server!.close(resolve));
      },
      'connection refused',
    ],
    [
      'that speaks no HTTPS',
      async () =>
        await listen(
          createServer((socket) => socket.end('HTTP/1.1 400 Bad\r\n\r\n')),
          'https',
        ),
      "the server doesn't use HTTPS",
    ],
    [
      'whose certificate nobody knows',
      async () => await listen(createTlsServer({ cert: CERTIFICATE, key: PRIVATE_KEY }), 'https'),
      "the server's certificate isn't trusted",
    ],
  ])('%s is told as one that has done nothing', async (_, start, reason) => {
    await start();

    const { error } = await importLeads();

    expect(error?.message).toBe(`Couldn't reach XiaoA: ${reason}`);
    expect(error?.description).toMatch(/in the XiaoA credential/);
    expect(error?.description).not.toContain('may have');
  });
});
