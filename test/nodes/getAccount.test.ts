import { setUp, type Bench } from '../support/platform';

let bench: Bench;

beforeEach(async () => {
  bench = await setUp();
});

afterEach(async () => await bench.close());

const getAccount = async () =>
  await bench.engine.runNode({
    type: 'xiaoATask',
    parameters: { resource: 'task', operation: 'getAccount' },
    credentials: bench.credentials,
    items: [{}, {}],
  });

it('gives what the login said, and what was found out about the server', async () => {
  bench.emulator.configure({ manners: ['signs-raw', 'wrong-clock=-3600'] });
  const { items, error } = await getAccount();

  expect(error).toBeUndefined();
  expect(items).toHaveLength(1);
  expect(items[0].json).toMatchObject({
    user_name: bench.emulator.account.username,
    user_sn: bench.emulator.account.userSn,
    team_name: expect.any(String),
    expired: expect.any(String),
    ai_count: expect.anything(),
    signatureEncoding: 'raw',
    keyValidUntil: expect.stringMatching(/^20\d\d-\d\d-\d\dT.*\+08:00$/),
  });
  const { clockDifferenceSeconds } = items[0].json as { clockDifferenceSeconds: number };
  expect(Math.abs(clockDifferenceSeconds + 3600)).toBeLessThan(120);
});

it('signs nobody out, and gives no key', async () => {
  await getAccount();
  const { items } = await getAccount();

  expect(bench.emulator.logins).toBe(1);
  const { sessionToken } = bench.engine.credentials.read(bench.credentialId);
  const { apiKey } = JSON.parse(String(sessionToken)) as { apiKey: string };
  expect(JSON.stringify(items)).not.toContain(apiKey);
});
