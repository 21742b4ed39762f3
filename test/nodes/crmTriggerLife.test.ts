import { createHash } from 'node:crypto';

import type { IDataObject } from 'n8n-workflow';

import { fakeClock } from '../support/onlyClock';
import { setUp, type Bench } from '../support/platform';
import { sampled } from '../support/randomRuns';

/** What happens to a trigger over the months: new names, saves in the middle of a poll, states that break. */
let bench: Bench;
let staticData: IDataObject;
let warnings: string[];
let workflows = 0;
/** How long the platform takes for a list. */
let msPerList: number;

beforeEach(async () => {
  fakeClock();
  jest.setSystemTime(Date.parse('2026-05-08T12:00:00+08:00'));
  msPerList = 0;
  bench = await setUp({
    now: () => Date.now(),
    onRequest: (endpoint) => {
      if (endpoint === '/api/crmList') jest.setSystemTime(Date.now() + msPerList);
    },
  });
  staticData = {};
  warnings = [];
  workflows++;
});

afterEach(async () => {
  await bench.close();
  jest.useRealTimers();
});

interface Options {
  parameters?: Record<string, unknown>;
  data?: IDataObject;
  name?: string;
  /** Another process knows nothing but what is stored. */
  process?: number;
  take?: () => void;
}

async function poll(options: Options = {}): Promise<unknown[]> {
  const { parameters = {}, data = staticData, name, process = 1, take } = options;
  const output = await bench.engine.poll({
    parameters: parameters as never,
    credentials: bench.credentials,
    staticData: data,
    nodeName: name,
    workflowId: `workflow ${workflows}, process ${process}`,
    warn: (message) => warnings.push(message),
    take,
  });
  return output?.[0].map(({ json }) => json.id) ?? [];
}

const stored = (data = staticData) => JSON.parse(JSON.stringify(data)) as IDataObject;
const minutes = (count: number) => jest.setSystemTime(Date.now() + count * 60_000);
const add = (count: number, more: object = {}) =>
  bench.emulator.addCrmRecords(Array.from({ length: count }, () => more)).map(({ id }) => id);

/** The next request for a list waits until it is let go. */
function holdNextPoll(): { asked: Promise<void>; letGo: () => void } {
  bench.emulator.faults.add({ endpoint: '/api/crmList', kind: 'delay', delayMs: 400 });
  const before = bench.emulator.requestsTo('/api/crmList').length;
  const asked = (async () => {
    while (bench.emulator.requestsTo('/api/crmList').length === before) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  })();
  return { asked, letGo: () => bench.emulator.faults.clear() };
}

describe('a new name', () => {
  it('neither repeats nor loses anything, in the same process and in another one', async () => {
    await poll({ name: 'Trigger' });
    const first = add(3);
    expect(await poll({ name: 'Trigger' })).toEqual(first);
    const second = add(2);
    expect(await poll({ name: 'Leads', data: stored() })).toEqual(second);

    await poll({ name: 'Trigger', process: 2 });
    const third = add(2);
    expect(await poll({ name: 'Calls', data: stored(), process: 3 })).toEqual(third);
  });

  it('in the middle of a poll neither repeats nor loses anything', async () => {
    await poll();
    const saved = stored();
    const records = add(3);
    const { asked } = holdNextPoll();
    const old = poll();
    await asked;
    const renamed = poll({ name: 'Leads', data: saved });
    expect([...(await old), ...(await renamed)]).toEqual(records);
    const next = add(1);
    expect(await poll({ name: 'Leads', data: saved })).toEqual(next);
  });

  it('after another one repeats nothing, though n8n has read the state of the first', async () => {
    await poll({ name: 'One', take: () => {} });
    const before = stored();
    await poll({ name: 'Two', take: () => {} });
    const added = add(2);
    expect(await poll({ name: 'Three', take: () => {} })).toEqual(added);
    expect(await poll({ name: 'Three', data: before, take: () => {} })).toEqual([]);
  });

  it.each([
    ['in the same process', 0],
    ['in another process each time', 1],
  ])('that is taken back neither repeats nor loses anything, %s', async (_, further) => {
    let process = 1;
    const rounds = async (name: string, count: number) => {
      for (let round = 0; round < count; round++) {
        const added = add(2);
        process += further;
        expect(await poll({ name, process, data: staticData })).toEqual(added);
        staticData = stored();
        minutes(1);
      }
    };
    await poll({ name: 'Trigger', process });
    await rounds('Trigger', 2);
    await rounds('Leads', 2);
    await rounds('Trigger', 2);
    await rounds('Leads', 1);
    await rounds('Calls', 1);
    await rounds('Trigger', 1);
    await rounds('Leads', 1);
  });

  it('is told from a second trigger with the same id', async () => {
    await poll({ name: 'One' });
    await poll({ name: 'Two', parameters: { filters: { minScore: 80 } } });
    const [high] = add(1, { score: 90 });
    const [low] = add(1, { score: 20 });
    const both = [
      poll({ name: 'One' }),
      poll({ name: 'Two', parameters: { filters: { minScore: 80 } } }),
    ];
    expect(await Promise.all(both)).toEqual([[high, low], [high]]);
    expect(await poll({ name: 'One' })).toEqual([]);
  });
});

describe('a save in the middle of a poll', () => {
  it('repeats nothing where n8n takes what the poll gives', async () => {
    await poll({ take: () => {} });
    const saved = stored();
    const records = add(3);
    expect(await poll({ take: () => {} })).toEqual(records);
    const [next] = add(1);
    // The new activation has read the state before the poll wrote it.
    expect(await poll({ data: saved, take: () => {} })).toEqual([next]);
  });

  it('loses nothing where n8n throws away what the poll gives', async () => {
    await poll({ take: () => {} });
    add(1);
    await poll({ take: () => {} });
    const saved = stored();
    const records = add(3);
    expect(await poll()).toEqual(records);
    expect(await poll({ data: saved, take: () => {} })).toEqual(records);
  });

  it('gives everything once when the new activation polls while the old poll goes on', async () => {
    await poll();
    const records = add(3);
    const saved = stored();
    const { asked } = holdNextPoll();
    const old = poll();
    await asked;
    const renewed = poll({ data: saved });
    expect(await Promise.all([old, renewed])).toEqual([[], records]);
    expect(await poll({ data: saved })).toEqual([]);
  });
});

describe('a poll that does not end', () => {
  it('is given up with a warning, and the next one gives everything', async () => {
    await poll();
    const records = add(2);
    const { asked } = holdNextPoll();
    const hanging = poll();
    await asked;
    expect(await poll()).toEqual([]);
    minutes(11);
    expect(await poll()).toEqual(records);
    expect(warnings.join()).toContain("11 minutes ago hasn't finished");
    expect(await hanging).toEqual([]);
    expect(await poll()).toEqual([]);
  });
});

describe('filters', () => {
  it('that change with each poll are warned of', async () => {
    for (let second = 0; second < 4; second++) {
      await poll({ parameters: { filters: { aiUserName: `at ${second}` } } });
    }
    expect(warnings.join()).toContain('filters changed in each of the last');
    warnings.length = 0;
    for (let polls = 0; polls < 3; polls++) {
      await poll({ parameters: { filters: { minScore: 80 } } });
    }
    expect(warnings).toHaveLength(1);
  });

  it.each([
    ['an empty number', { minScore: '' }],
    ['an expression that gives nothing', { minScore: '={{ undefined }}' }],
    ['something else', { minTalkSeconds: 'long' }],
  ])('are refused by name when they hold %s', async (_, filters) => {
    await expect(poll({ parameters: { filters } })).rejects.toMatchObject({
      name: 'NodeOperationError',
      message: expect.stringMatching(/'Min (Score|Talk Seconds)'/),
    });
  });
});

describe('what goes wrong', () => {
  it.each([
    ['the Base URL is none', { baseUrl: 'xiaoa' }],
    ['the password is empty', { password: '' }],
    ['nobody answers', { baseUrl: 'http://127.0.0.1:1' }],
  ])(
    'has words when %s',
    async (_, changes) => {
      bench.engine.credentials.edit(bench.credentialId, changes);
      const error = (await poll().catch((thrown: unknown) => thrown)) as Error;
      expect(error.constructor.name).toMatch(/^Node(Api|Operation)Error$/);
      expect(error.message.length).toBeGreaterThan(10);
    },
    30_000,
  );

  it('has words when the credential is gone', async () => {
    const { credentials } = bench;
    (bench as { credentials: unknown }).credentials = { xiaoAApi: { id: 'gone', name: 'Gone' } };
    const error = (await poll().catch((thrown: unknown) => thrown)) as Error;
    (bench as { credentials: unknown }).credentials = credentials;
    expect(error.constructor.name).toMatch(/^Node(Api|Operation)Error$/);
    expect(error.message.length).toBeGreaterThan(10);
  });
});

describe('a state that is damaged', () => {
  /** Every string cut in half, every string and number changed, every member left out, one at a time. */
  function* damages(value: unknown, path: string[] = []): Generator<[string[], unknown]> {
    if (typeof value === 'string') {
      yield [path, value.slice(0, value.length / 2)];
      yield [path, 17];
      yield [path, `${value}x`];
    } else if (typeof value === 'number' || typeof value === 'boolean') {
      yield [path, null];
      yield [path, 'x'];
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, member] of Object.entries(value)) {
        yield [[...path, name], undefined];
        yield* damages(member, [...path, name]);
      }
      if (path.length > 0) yield [path, 'not an object'];
    }
  }

  function damaged(data: IDataObject, path: string[], value: unknown): IDataObject {
    const copy = stored(data);
    const last = path[path.length - 1];
    const parent = path.slice(0, -1).reduce<unknown>((at, name) => (at as IDataObject)[name], copy);
    if (value === undefined) delete (parent as IDataObject)[last];
    else (parent as IDataObject)[last] = value as IDataObject;
    return copy;
  }

  it('never makes a poll fail or give anything twice, and what comes later comes out', async () => {
    const parameters = { filters: { minScore: 80 }, options: { emitExisting: true } };
    add(30, { score: 90, connected_at: '2026-05-07 10:00:00' });
    add(20, { score: 20 });
    await poll({ parameters });
    add(1, { score: 90, endreason: '', disconnected_at: '' });
    add(3, { score: 90 });
    expect(await poll({ parameters })).toHaveLength(3);
    const whole = stored();
    let tried = 0;
    // Without a name or an id there is no state at all.
    const all = [...damages(whole)].filter(([path]) => path.length >= 5);
    expect(all.length).toBeGreaterThan(60);
    for (const [path, value] of sampled(all, 4)) {
      const data = damaged(whole, path, value);
      const process = 100 + ++tried;
      const before = await poll({ parameters, data, process });
      const added = add(1, { score: 95 });
      const after = await poll({ parameters, data, process });
      const restarted = await poll({ parameters, data: stored(data), process: process + 10_000 });
      bench.emulator.updateCrmRecord(Number(added[0]), { username: 'nobody' });
      const about = `${path.join('.')} = ${JSON.stringify(value)}`;
      expect({ about, before, after, restarted }).toEqual({
        about,
        before: [],
        after: added,
        restarted: [],
      });
    }
  }, 120_000);

  it('is said, and leads to a new baseline when nothing of it can be read', async () => {
    add(3);
    await poll();
    const { global } = staticData as { global: { xiaoACrmTrigger: IDataObject } };
    const data = { global: { xiaoACrmTrigger: { Trigger: { Trigger: '{"version":3,"se' } } } };
    expect(global.xiaoACrmTrigger.Trigger).toBeDefined();
    expect(await poll({ data, process: 2 })).toEqual([]);
    expect(warnings.join()).toContain("can't be read");
    const next = add(1);
    expect(await poll({ data, process: 2 })).toEqual(next);
  });

  it('loses only the days that are lost', async () => {
    add(5, { connected_at: '2026-05-07 10:00:00', score: 90 });
    add(5, { score: 90 });
    const [late] = add(1, { connected_at: '2026-05-07 11:00:00', score: 20 });
    const parameters = { filters: { minScore: 80 } };
    await poll({ parameters });
    const text = JSON.stringify(staticData);
    const [, keys] = /"2026-05-08":"([^"]+)"/.exec(text) ?? [];
    const data = JSON.parse(text.replace(keys, keys.slice(4))) as IDataObject;
    const [today] = add(1, { score: 90 });
    bench.emulator.updateCrmRecord(late, { score: 95 });
    expect(await poll({ parameters, data, process: 2 })).toEqual([late]);
    expect(warnings.join()).toContain('2026-05-08');
    const next = add(1, { score: 90 });
    expect(await poll({ parameters, data, process: 2 })).toEqual(next);
    expect(next).not.toContain(today);
  });
});

describe('a state of version 2', () => {
  function version2(seen: Record<string, string>): IDataObject {
    const { url, account } = bench.emulator;
    const fingerprint = (value: unknown) =>
      createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
    const state = {
      version: 2,
      account: fingerprint([url, account.username]),
      filters: fingerprint([{}, undefined, undefined]),
      baseline: false,
      polledOn: '2026-05-08',
      lookbackDays: 1,
      seen,
      read: { at: Date.now() - 60_000, took: 10 },
    };
    return { 'node:Trigger': { state } };
  }

  it('goes on: nothing is repeated, and what came meanwhile comes out', async () => {
    const old = add(2, { connected_at: '2026-05-07 10:00:00' });
    const known = add(60);
    const fresh = add(3);
    const data = version2({
      '2026-05-07': `${old[0]}-${old[1]}`,
      '2026-05-08': `${known[0]}-${known[59]},=account%7C1`,
    });
    expect(await poll({ data })).toEqual(fresh);
    expect(await poll({ data })).toEqual([]);
    expect(warnings).toEqual([]);
  });

  it('that is damaged is repaired', async () => {
    const old = add(2, { connected_at: '2026-05-07 10:00:00' });
    const fresh = add(3);
    const data = version2({ '2026-05-07': '~1:2:3:', '2026-05-08': '' });
    expect(await poll({ data })).toEqual(fresh);
    expect(warnings.join()).toContain('2026-05-07');
    expect(old).toHaveLength(2);
  });
});

describe('a first reading that takes long', () => {
  it('ends before n8n gives the activation up, and goes on in the next polls', async () => {
    add(12_000);
    msPerList = 15_000;
    const start = Date.now();
    expect(await poll()).toEqual([]);
    // n8n 2.41 gives up after 84 seconds.
    expect(Date.now() - start).toBeLessThan(84_000);
    const came: unknown[] = [];
    const added: number[] = [];
    for (let minute = 0; minute < 12; minute++) {
      minutes(1);
      if (minute < 8) added.push(...add(3));
      came.push(...(await poll()));
    }
    // Those that came while it lasted count as known; all later ones come, once.
    expect(came.length).toBeGreaterThan(0);
    expect(came).toEqual(added.slice(-came.length));
    expect(warnings[0]).toContain('There are more calls than one poll can read');
  });
});
