import { createParameters, leads, setUp, type Bench } from '../support/platform';

let bench: Bench;

const PASSWORD = 'p4ssw0rd-marked';

beforeEach(async () => {
  bench = await setUp({ account: { username: 'demo', password: PASSWORD } });
});

afterEach(async () => await bench.close());

async function create() {
  return await bench.engine.runNode({
    type: 'xiaoATask',
    parameters: createParameters(bench.emulator),
    credentials: bench.credentials,
    items: leads(2),
  });
}

function secrets(): string[] {
  const stored = String(bench.engine.credentials.read(bench.credentialId).sessionToken ?? '');
  const apiKey = stored === '' ? [] : [(JSON.parse(stored) as { apiKey: string }).apiKey];
  return [PASSWORD, ...apiKey];
}

/** Everything that n8n would keep of the run, causes of errors included. */
function record(run: object): string {
  const seen = new Set<unknown>();
  return JSON.stringify(run, (_, value: unknown) => {
    if (typeof value !== 'object' || value === null) return value;
    if (seen.has(value)) return undefined;
    seen.add(value);
    if (!(value instanceof Error)) return value;
    return Object.fromEntries(
      Object.getOwnPropertyNames(value).map((name) => [name, value[name as keyof Error]]),
    );
  });
}

it.each([
  ['nothing', undefined],
  ['a refusal', { kind: 'code' as const, code: 20007 }],
  ['a cut connection', { kind: 'dropAfter' as const }],
  ['an HTML page', { kind: 'html' as const }],
  ['HTTP 500', { kind: 'status' as const, status: 500 }],
  ['half an answer', { kind: 'truncated' as const }],
])('are in no record of a run that met %s', async (_, fault) => {
  if (fault) bench.emulator.faults.add({ endpoint: '/api/addJson', ...fault });

  const { run, error } = await create();

  expect(error === undefined).toBe(fault === undefined);
  expect(secrets()).toHaveLength(2);
  for (const secret of secrets()) expect(record(run)).not.toContain(secret);
});

it('are in no record of a login that nothing answered', async () => {
  bench.emulator.faults.add({ endpoint: '/api/login', kind: 'dropBefore', times: Infinity });
  const { run, error } = await create();

  expect(error?.message).toContain('could not be reached');
  expect(record(run)).not.toContain(PASSWORD);
});

it('that an answer repeats are not shown', async () => {
  bench.emulator.faults.add({
    endpoint: '/api/addJson',
    kind: 'code',
    code: 99_999,
    msg: `no such user: ${PASSWORD}`,
  });
  const { run, error } = await create();

  expect(error?.message).toContain('no such user: ***');
  expect(record(run)).not.toContain(PASSWORD);
});

it('leave our own words alone, even if a password is one of them', async () => {
  bench.engine.credentials.edit(bench.credentialId, { password: 'wrong' });
  expect((await create()).error?.message).toContain('password is wrong');
});
