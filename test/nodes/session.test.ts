import { loadOtherProcess } from '../support/engine';
import { leads } from '../support/people';
import { setUp, type Bench } from '../support/platform';

const LIST = { resource: 'task', operation: 'getAiUsers', returnAll: true };

let bench: Bench;

beforeEach(async () => {
  bench = await setUp();
});

afterEach(async () => {
  bench.engine.credentials.afterRead = () => {};
  await bench.close();
});

async function list(items = 1) {
  return await bench.engine.runNode({
    type: 'xiaoATask',
    parameters: LIST,
    credentials: bench.credentials,
    items: leads(items),
  });
}

describe('the key', () => {
  it.each([
    ['cold', async () => {}],
    [
      'expired',
      async () => {
        await list();
        bench.emulator.expireKeys();
      },
    ],
    [
      'expired, said by code 40001',
      async () => {
        await list();
        bench.emulator.configure({ expiredKeyCode: 40001 });
        bench.emulator.expireKeys();
      },
    ],
    [
      'replaced by another login',
      async () => {
        await list();
        bench.emulator.replaceKey();
      },
    ],
  ])('is fetched once for 50 items when it is %s', async (_, prepare) => {
    await prepare();
    bench.emulator.clearRequests();

    const { items, error } = await list(50);

    expect(error).toBeUndefined();
    expect(items).toHaveLength(50 * bench.emulator.aiUsers.length);
    expect(bench.emulator.logins).toBe(1);
  });

  it('is fetched at most twice when six workflows meet a stale one at once', async () => {
    await list();
    bench.emulator.replaceKey();
    bench.emulator.clearRequests();

    const runs = await Promise.all(Array.from({ length: 6 }, async () => await list(10)));

    expect(runs.map(({ error }) => error)).toEqual(Array(6).fill(undefined));
    expect(bench.emulator.logins).toBeLessThanOrEqual(2);
  });

  it('is kept between runs', async () => {
    await list();
    await list();
    expect(bench.emulator.logins).toBe(1);
  });

  it('is renewed before it expires, so that the platform never refuses it', async () => {
    bench.emulator.configure({ keyLifetimeSeconds: 2 });
    await list();
    bench.emulator.clearRequests();
    await new Promise((resolve) => setTimeout(resolve, 1900));

    const { error } = await list();

    expect(error).toBeUndefined();
    expect(bench.emulator.logins).toBe(1);
    expect(bench.emulator.requestsTo('/api/getAiUsers').map(({ code }) => code)).toEqual([0]);
  });

  it('costs at most one login a process when two of them meet a refused one at once', async () => {
    const other = await loadOtherProcess(bench.engine);
    const both = [bench.engine, other];
    const run = { type: 'xiaoATask', parameters: LIST, credentials: bench.credentials };
    // A database that takes its time: what one process stores, the other sees late, and not in the order of the logins.
    let writes = 0;
    for (const { credentials } of both) credentials.writeMs = () => (writes++ % 2 === 0 ? 150 : 30);
    for (const engine of both) await engine.runNode(run);

    for (let round = 0; round < 3; round++) {
      bench.emulator.replaceKey();
      bench.emulator.clearRequests();

      const runs = await Promise.all(
        both.map(async (engine) => await engine.runNode({ ...run, items: leads(20) })),
      );

      expect(runs.map(({ error }) => error)).toEqual([undefined, undefined]);
      expect(bench.emulator.logins).toBeLessThanOrEqual(2);
    }
    bench.engine.credentials.writeMs = () => 0;
  });

  it('that another process has stored is used instead of logging in', async () => {
    await list();
    const stored = String(bench.engine.credentials.read(bench.credentialId).sessionToken);
    const apiKey = bench.emulator.replaceKey();
    const newer = { ...JSON.parse(stored), apiKey, loggedInAt: Date.now() };
    let reads = 0;
    // The node has read the old key twice, for its base URL and for the request, when the new one appears.
    bench.engine.credentials.afterRead = () => {
      reads += 1;
      if (reads !== 2) return;
      bench.engine.credentials.edit(bench.credentialId, { sessionToken: JSON.stringify(newer) });
    };
    bench.emulator.clearRequests();

    const { error } = await list();

    expect(error).toBeUndefined();
    expect(bench.emulator.requestsTo('/api/getAiUsers').map(({ code }) => code)).toEqual([
      20005, 0,
    ]);
    expect(bench.emulator.logins).toBe(0);
  });

  it.each([
    ['password', { password: 'not-the-password' }],
    ['user name', { username: 'somebody-else' }],
  ])('of the old account is not used after the %s was edited', async (_, change) => {
    await list();
    bench.engine.credentials.edit(bench.credentialId, change);
    bench.emulator.clearRequests();

    const { error } = await list();

    expect(error?.message).toBe('Wrong user name or password (XiaoA code 20004)');
    expect(bench.emulator.requestsTo('/api/getAiUsers')).toHaveLength(0);
  });
});

describe('a wrong password', () => {
  beforeEach(() => bench.emulator.setPassword(bench.emulator.account.username, 'changed'));

  it('is tried once a run, and named', async () => {
    const { error } = await list(50);

    expect(error?.message).toBe('Wrong user name or password (XiaoA code 20004)');
    expect(error?.description).toMatch(/credential/);
    expect(bench.emulator.loginAttempts).toBe(1);
  });

  it('shows neither password nor key in what n8n keeps of the run', async () => {
    const { run } = await list();
    expect(JSON.stringify(run)).not.toContain(bench.emulator.account.password);
  });
});

it('says in plain words that the base URL is none', async () => {
  bench.engine.credentials.edit(bench.credentialId, { baseUrl: 'xiaoa.example.com' });
  const { error } = await list();
  expect(error?.message).toBe('The Base URL in the XiaoA credential is not a web address');
  expect(error?.description).toContain('http://');
});

it('takes a base URL with a slash or /api at its end', async () => {
  bench.engine.credentials.edit(bench.credentialId, { baseUrl: `${bench.emulator.url}/api/` });
  expect((await list()).error).toBeUndefined();
});
