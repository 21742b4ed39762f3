import { leads } from '../support/people';
import { setUp, createParameters, type Bench } from '../support/platform';

let bench: Bench;

beforeEach(async () => {
  bench = await setUp();
});

afterEach(async () => await bench.close());

const importLeads = async () =>
  await bench.engine.runNode({
    type: 'xiaoATask',
    parameters: createParameters(bench.emulator),
    credentials: bench.credentials,
    items: leads(3),
  });

const list = async (items = 1) =>
  await bench.engine.runNode({
    type: 'xiaoATask',
    parameters: { resource: 'task', operation: 'getAiUsers', returnAll: true },
    credentials: bench.credentials,
    items: leads(items),
  });

const contacts = () => bench.emulator.tasks.flatMap((task) => task.contacts);

describe('somebody else who signs in with the same account', () => {
  it.each([
    [
      'a list',
      list,
      ({ items }: Awaited<ReturnType<typeof list>>) =>
        expect(items).toHaveLength(bench.emulator.aiUsers.length),
    ],
    ['an import', importLeads, () => expect(contacts()).toHaveLength(3)],
  ])('is noticed by nobody if it is five times during %s', async (_, run, isWhole) => {
    await list();
    bench.emulator.faults.add({ kind: 'replaceKey', times: 5 });

    const result = await run();

    expect(result.error).toBeUndefined();
    isWhole(result);
  });

  it.each([
    ['a list', '/api/getAiUsers', list],
    ['an import', '/api/addJson', importLeads],
  ])('at every request of %s is told, and nothing is done', async (_, endpoint, run) => {
    bench.emulator.faults.add({ kind: 'replaceKey', endpoint, times: Infinity });

    const { error } = await run();

    expect(error?.message).toBe('XiaoA keeps rejecting new API keys');
    expect(error?.description).toContain('Give n8n an XiaoA account of its own');
    expect(bench.emulator.requestsTo(endpoint).length).toBeLessThanOrEqual(7);
    expect(contacts()).toHaveLength(0);
  });

  it('every moment does not keep 30 items from getting all they asked for', async () => {
    const rival = setInterval(() => bench.emulator.replaceKey(), 1_000);
    try {
      const { items, error } = await list(30);
      expect(error).toBeUndefined();
      expect(items).toHaveLength(30 * bench.emulator.aiUsers.length);
    } finally {
      clearInterval(rival);
    }
  });
});

describe('one login lasts for several runs, even if the login tells the expiry', () => {
  const HOUR = 3_600;

  it.each([
    ['in milliseconds', { apiKeyExpire: 'milliseconds' as const }],
    ['as digits in text', { apiKeyExpire: 'text' as const }],
    ['as a date', { apiKeyExpire: 'date' as const }],
    ['not at all', { apiKeyExpire: 'missing' as const }],
    ['an hour too late', { apiKeyExpireSkew: HOUR }],
    ['an hour too early', { apiKeyExpireSkew: -HOUR }],
    ['as a moment that is over', { apiKeyExpireSkew: -3 * HOUR }],
    ['as a moment that is just over', { apiKeyExpireSkew: -2 * HOUR }],
  ])('%s', async (_, behaviour) => {
    bench.emulator.configure(behaviour);
    for (let run = 0; run < 3; run += 1) expect((await list()).error).toBeUndefined();
    expect((await importLeads()).error).toBeUndefined();
    expect(bench.emulator.logins).toBe(1);
  });

  it.each([
    ['an hour ahead', 1],
    ['an hour behind', -1],
    ['a day ahead', 24],
  ])('by a clock that is %s', async (_, hours) => {
    bench.emulator.advanceClock(hours * HOUR * 1_000);
    for (let run = 0; run < 3; run += 1) expect((await list()).error).toBeUndefined();
    expect(bench.emulator.logins).toBe(1);

    // The key does live two hours, whatever the platform's clock says.
    const { expiresAt, loggedInAt } = JSON.parse(
      String(bench.engine.credentials.read(bench.credentialId).sessionToken),
    ) as { expiresAt: number; loggedInAt: number };
    expect((expiresAt - loggedInAt) / 1_000).toBeGreaterThan(2 * HOUR - 10);
    expect((expiresAt - loggedInAt) / 1_000).toBeLessThanOrEqual(2 * HOUR);
  });

  it('too late, and the platform refuses the key before that', async () => {
    bench.emulator.configure({ apiKeyExpireSkew: HOUR, keyLifetimeSeconds: 60 });
    await list();
    bench.emulator.expireKeys();
    expect((await importLeads()).error).toBeUndefined();
    expect(bench.emulator.logins).toBe(2);
    expect(contacts()).toHaveLength(3);
  });
});
