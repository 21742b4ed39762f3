import type { EmulatorOptions } from '../../emulator';
import { leads } from '../support/people';
import { createParameters, setUp, type Bench } from '../support/platform';

let bench: Bench;

afterEach(async () => await bench.close());

async function start(...manners: string[]): Promise<void> {
  bench = await setUp({ manners } as EmulatorOptions);
}

async function create(remark = '备注/春季') {
  return await bench.engine.runNode({
    type: 'xiaoATask',
    parameters: createParameters(bench.emulator, { options: { remark } }),
    credentials: bench.credentials,
    items: leads(2),
  });
}

async function list() {
  return await bench.engine.runNode({
    type: 'xiaoACrm',
    parameters: { resource: 'crmRecord', operation: 'getAll', returnAll: true },
    credentials: bench.credentials,
  });
}

const storedForm = () =>
  (
    JSON.parse(String(bench.engine.credentials.read(bench.credentialId).sessionToken)) as {
      form?: string;
    }
  ).form;
const codes = (endpoint: string) => bench.emulator.requestsTo(endpoint).map(({ code }) => code);

it('sends signed parameters as text', async () => {
  await start();
  expect((await list()).error).toBeUndefined();
  const [{ params }] = bench.emulator.requestsTo('/api/crmList');
  expect(Object.values(params).every((value) => typeof value === 'string')).toBe(true);
});

it('asks nothing more of a server that signs as expected', async () => {
  await start();
  expect((await create()).error).toBeUndefined();
  expect(bench.emulator.requests.map(({ code }) => code)).not.toContain(10001);
  expect(storedForm()).toBeUndefined();
});

describe.each([
  [['signs-raw'], 'raw'],
  [['signs-raw', 'code-100001'], 'raw'],
  [['numbers-as-text'], undefined],
  [['signs-raw', 'numbers-as-text'], 'raw'],
  [['numbers-as-numbers'], 'escapedTyped'],
  [['signs-raw', 'numbers-as-numbers'], 'rawTyped'],
])('on a server with the manners %j', (manners, form) => {
  beforeEach(async () => await start(...manners));

  it('the first Create with a Chinese remark succeeds, and the second costs nothing more', async () => {
    expect((await create()).error).toBeUndefined();
    expect(storedForm()).toBe(form);
    bench.emulator.clearRequests();

    expect((await create()).error).toBeUndefined();

    expect(codes('/api/addJson')).toEqual([0]);
    expect(bench.emulator.requests.filter(({ code }) => code !== 0)).toEqual([]);
    expect(bench.emulator.tasks).toHaveLength(2);
    expect(bench.emulator.logins).toBe(0);
  });

  it('lists and imports work whatever comes first', async () => {
    expect((await list()).error).toBeUndefined();
    expect((await create()).error).toBeUndefined();
    bench.emulator.clearRequests();
    expect((await list()).error).toBeUndefined();
    expect((await create()).error).toBeUndefined();
    expect(bench.emulator.requests.map(({ code }) => code).filter((code) => code !== 0)).toEqual(
      [],
    );
  });

  it('many at once ask the server once, and nothing is made twice', async () => {
    await Promise.all([create(), create(), create()]);
    expect(bench.emulator.tasks).toHaveLength(3);
    expect(bench.emulator.logins).toBe(1);
  });
});

it.each([['demands-numbers'], ['signs-raw', 'demands-numbers']])(
  'sends numbers as such to a server that takes nothing else: %s',
  async (...manners) => {
    await start(...manners);
    expect((await list()).error).toBeUndefined();
    expect((await create()).error).toBeUndefined();
    bench.emulator.clearRequests();
    expect((await list()).error).toBeUndefined();
    expect(codes('/api/crmList')).toEqual([0]);
  },
);

it('notices that a server has changed, and loses no contact by it', async () => {
  await start();
  expect((await create()).error).toBeUndefined();
  bench.emulator.configure({ signatureEncoding: 'raw' });
  expect((await create()).error).toBeUndefined();
  expect(storedForm()).toBe('raw');
  bench.emulator.configure({ signatureEncoding: 'escaped' });
  expect((await create()).error).toBeUndefined();
  expect(storedForm()).toBe('escaped');
  expect(bench.emulator.tasks).toHaveLength(3);
});

it('names the character that the server signs in another way', async () => {
  await start('signs-html');
  const { error } = await create('Müller & Söhne');
  expect(error?.message).toContain('(XiaoA code 10001)');
  expect(error?.description).toContain('the character &');
  expect(bench.emulator.tasks).toHaveLength(0);
});

it('does not lose the form when the key is renewed', async () => {
  await start('signs-raw');
  await create();
  bench.emulator.replaceKey();
  bench.emulator.clearRequests();
  expect((await create()).error).toBeUndefined();
  expect(codes('/api/addJson').at(-1)).toBe(0);
  expect(bench.emulator.requests.map(({ code }) => code)).not.toContain(10001);
  expect(storedForm()).toBe('raw');
});

it.each([1, 2, 3, 4, 6])(
  'outlives %i refusals of right signatures by a server that demands numbers',
  async (times) => {
    await start('demands-numbers');
    expect((await list()).error).toBeUndefined();
    bench.emulator.faults.add({ kind: 'code', code: 10001, times });
    await list();
    await list();
    bench.emulator.faults.clear();
    expect((await list()).error).toBeUndefined();
  },
);
