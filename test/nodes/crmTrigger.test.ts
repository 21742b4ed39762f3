import { createHash } from 'node:crypto';

import type { IDataObject } from 'n8n-workflow';

import { setUp, type Bench } from '../support/platform';

let bench: Bench;
let staticData: IDataObject;

beforeEach(async () => {
  bench = await setUp();
  staticData = {};
});

afterEach(async () => await bench.close());

async function poll(
  parameters: Record<string, unknown> = {},
  mode: 'trigger' | 'manual' = 'trigger',
) {
  const output = await bench.engine.poll({
    parameters: parameters as never,
    credentials: bench.credentials,
    staticData,
    mode,
  });
  return output?.[0].map(({ json }) => json.id) ?? null;
}

/** n8n has written the static data and reads it again in a new process. */
function restart() {
  staticData = JSON.parse(JSON.stringify(staticData)) as IDataObject;
}

it('gives nothing on the first poll, then each new record once', async () => {
  bench.emulator.addCrmRecords([{}, {}]);
  expect(await poll()).toBeNull();

  const [third] = bench.emulator.addCrmRecords([{}]);
  expect(await poll()).toEqual([third.id]);
  expect(await poll()).toBeNull();

  restart();
  const [fourth, fifth] = bench.emulator.addCrmRecords([{}, {}]);
  expect(await poll()).toEqual([fourth.id, fifth.id]);
  restart();
  expect(await poll()).toBeNull();
});

it.each(['newest', 'oldest'] as const)(
  'goes on when the server begins to refuse large pages (%s first)',
  async (order) => {
    bench.emulator.configure({ paging: { order } });
    bench.emulator.addCrmRecords(Array(1_500).fill({}));
    expect(await poll()).toBeNull();

    bench.emulator.configure({ manners: ['page-limit=100'] });
    const added = bench.emulator.addCrmRecords(Array(250).fill({}));
    expect(((await poll()) as number[]).sort((a, b) => a - b)).toEqual(added.map(({ id }) => id));
    expect(await poll()).toBeNull();
  },
);

it('gives the records that are already there when it is asked to', async () => {
  const [first, second] = bench.emulator.addCrmRecords([{}, {}]);
  expect(await poll({ options: { emitExisting: true } })).toEqual([first.id, second.id]);
  expect(await poll({ options: { emitExisting: true } })).toBeNull();
});

it('gives the oldest call first, and both of two with one timestamp', async () => {
  await poll();
  const [late, early, twin] = bench.emulator.addCrmRecords([
    { connected_at: time(0) },
    { connected_at: time(-60) },
    { connected_at: time(0) },
  ]);
  expect(await poll()).toEqual([early.id, late.id, twin.id]);
});

it('gives a record when its score arrives, not before', async () => {
  const filters = { minScore: 80 };
  await poll({ filters });
  const [record] = bench.emulator.addCrmRecords([{ score: null }]);
  expect(await poll({ filters })).toBeNull();

  bench.emulator.updateCrmRecord(record.id, { score: 91 });
  expect(await poll({ filters })).toEqual([record.id]);
  expect(await poll({ filters })).toBeNull();
});

it('gives the records of a standstill that lasted longer than the lookback', async () => {
  await poll();
  const stored = JSON.stringify(staticData);
  const yesterday = `"from":"${time(-86_400).slice(0, 10)}"`;
  expect(stored).toContain(yesterday);
  staticData = JSON.parse(
    stored.replaceAll(yesterday, `"from":"${time(-6 * 86_400).slice(0, 10)}"`),
  ) as IDataObject;
  const [missed] = bench.emulator.addCrmRecords([{ connected_at: time(-4 * 86_400) }]);

  expect(await poll()).toEqual([missed.id]);
});

it.each([
  ['the platform answers with a code', { kind: 'code' as const, code: 20007 }],
  ['the second page does not come', { kind: 'html' as const, after: 1, times: 3 }],
])('throws when %s, and gives the records on the next poll', async (_, fault) => {
  bench.emulator.configure({ paging: { maxPageSize: 2 } });
  await poll();
  const records = bench.emulator.addCrmRecords([{}, {}, {}, {}, {}]);
  bench.emulator.faults.add({ endpoint: '/api/crmList', ...fault });
  const before = JSON.stringify(staticData);

  await expect(poll()).rejects.toThrow();
  expect(JSON.stringify(staticData)).toBe(before);
  expect(await poll()).toEqual(records.map(({ id }) => id));
});

it('goes on over an expired key', async () => {
  await poll();
  const [record] = bench.emulator.addCrmRecords([{}]);
  bench.emulator.expireKeys();
  expect(await poll()).toEqual([record.id]);
});

it('takes a new baseline when the filters change', async () => {
  await poll({ filters: { minScore: 80 } });
  bench.emulator.addCrmRecords([{ score: 60 }]);
  expect(await poll({ filters: { minScore: 50 } })).toBeNull();
  const [record] = bench.emulator.addCrmRecords([{ score: 55 }]);
  expect(await poll({ filters: { minScore: 50 } })).toEqual([record.id]);
});

describe('a filter of several values', () => {
  it.each([
    ['in another order', { categories: ['B', 'A'], label: '高意向, 有意向' }],
    ['with other marks between them', { categories: 'A，B', label: ' 有意向；高意向 ' }],
    ['with one of them twice', { categories: ['A', 'B', 'A'], label: '有意向,高意向,有意向' }],
  ])('is the same %s', async (_, filters) => {
    await poll({ filters: { categories: ['A', 'B'], label: '有意向, 高意向' } });
    const matching = { status: 'A', labelling: '有意向' };
    const [first] = bench.emulator.addCrmRecords([matching]);
    expect(await poll({ filters })).toEqual([first.id]);
    restart();
    const [second] = bench.emulator.addCrmRecords([matching]);
    expect(await poll({ filters })).toEqual([second.id]);
  });

  it.each([
    ['another category', { categories: ['A', 'C'] }],
    ['one more category', { categories: ['A', 'B', 'C'] }],
    ['another label', { categories: ['A', 'B'], label: '有意向' }],
  ])('is another one with %s', async (_, filters) => {
    await poll({ filters: { categories: ['A', 'B'] } });
    bench.emulator.addCrmRecords([{ status: 'A', labelling: '有意向' }]);
    expect(await poll({ filters })).toBeNull();
  });

  it('goes on from a state that an earlier version stored as it was written', async () => {
    const filters = { categories: ['B', 'A'], label: '高意向, 有意向' };
    await poll({ filters });
    const earlier = createHash('sha256')
      .update(JSON.stringify([{ status: 'B,A' }, null, '高意向,有意向']))
      .digest('hex')
      .slice(0, 16);
    const stored = JSON.stringify(staticData);
    const written = stored.replace(/"filters":"[0-9a-f]{16}"/, `"filters":"${earlier}"`);
    expect(written).not.toBe(stored);
    // As in a new process: nothing in memory is newer than what is stored.
    staticData = JSON.parse(written.replace(/"lineage":"[^"]+"/, '"lineage":"earlier"')) as never;

    const matching = { status: 'B', labelling: '高意向' };
    const [first] = bench.emulator.addCrmRecords([matching]);
    expect(await poll({ filters })).toEqual([first.id]);
    const [second] = bench.emulator.addCrmRecords([matching]);
    expect(await poll({ filters: { ...filters, categories: ['A', 'B'] } })).toEqual([second.id]);
  });
});

it('gives no record twice when two polls overlap', async () => {
  await poll();
  const records = bench.emulator.addCrmRecords([{}, {}, {}]);
  bench.emulator.faults.add({ endpoint: '/api/crmList', kind: 'delay', delayMs: 100 });

  const outputs = await Promise.all([poll(), poll()]);

  expect(outputs.flat().filter((id) => id !== null)).toEqual(records.map(({ id }) => id));
});

it('keeps the state of a day small', async () => {
  await poll();
  bench.emulator.addCrmRecords(Array.from({ length: 5000 }, () => ({})));
  expect(await poll()).toHaveLength(5000);
  expect(JSON.stringify(staticData).length).toBeLessThan(900);
});

it('gives a record of several labels, each of several categories', async () => {
  const filters = { label: '有意向, 高意向', categories: ['A', 'B'] };
  await poll({ filters });
  const [wanted, , other, late] = bench.emulator.addCrmRecords([
    { labelling: '考虑中，高意向', status: 'A' },
    { labelling: '没有意向', status: 'A' },
    { labelling: '有意向 加微信', status: 'B' },
    { labelling: null, status: 'A' },
    { labelling: '有意向', status: 'C' },
  ]);
  expect(await poll({ filters })).toEqual([wanted.id, other.id]);

  bench.emulator.updateCrmRecord(late.id, { labelling: '有意向' });
  expect(await poll({ filters })).toEqual([late.id]);
});

it('does not give the records of further days because it looks back further', async () => {
  const [old] = bench.emulator.addCrmRecords([{ connected_at: time(-4 * 86_400), score: null }]);
  const filters = { minScore: 80 };
  bench.emulator.addCrmRecords([{ connected_at: time(-4 * 86_400), score: 90 }]);
  await poll({ filters });
  const options = { lookbackDays: 7 };
  const [fresh] = bench.emulator.addCrmRecords([{ score: 90 }]);
  expect(await poll({ filters, options })).toEqual([fresh.id]);

  bench.emulator.updateCrmRecord(old.id, { score: 90 });
  expect(await poll({ filters, options })).toEqual([old.id]);
});

it('gives nothing a second time when other filters let it pass as well', async () => {
  const options = { emitExisting: true };
  const [high, low] = bench.emulator.addCrmRecords([{ score: 90 }, { score: 60 }]);
  expect(await poll({ filters: { minScore: 80 }, options })).toEqual([high.id]);
  expect(await poll({ filters: { minScore: 50 }, options })).toEqual([low.id]);
  expect(await poll({ filters: {}, options })).toBeNull();
});

describe('among many records', () => {
  beforeEach(async () => {
    bench.emulator.addCrmRecords(
      Array.from({ length: 1500 }, (_, at) => ({ score: 70, connected_at: time(at - 1500) })),
    );
  });

  const requests = () => bench.emulator.requestsTo('/api/crmList');

  it.each(['newest', 'oldest'] as const)(
    'asks one small question when nothing is new, and few when something is, with the %s first',
    async (order) => {
      bench.emulator.configure({ paging: { order } });
      await poll({ filters: { minScore: 80 } });
      bench.emulator.clearRequests();
      expect(await poll({ filters: { minScore: 80 } })).toBeNull();
      expect(requests()).toHaveLength(1);
      expect(Number(requests()[0].params.pageSize)).toBeLessThanOrEqual(20);

      const added = bench.emulator.addCrmRecords([{ score: 90 }, { score: 20 }, { score: 95 }]);
      bench.emulator.clearRequests();
      expect(await poll({ filters: { minScore: 80 } })).toEqual([added[0].id, added[2].id]);
      expect(requests().length).toBeLessThanOrEqual(2);

      // The one that does not pass is known from now on, too.
      bench.emulator.clearRequests();
      expect(await poll({ filters: { minScore: 80 } })).toBeNull();
      expect(requests()).toHaveLength(1);
    },
  );

  it('finds the score that came late when everything is read again', async () => {
    const filters = { minScore: 80 };
    await poll({ filters, options: { fullRescanMinutes: 10 } });
    const [early] = bench.emulator.crmRecords;
    bench.emulator.updateCrmRecord(early.id, { score: 99 });
    expect(await poll({ filters, options: { fullRescanMinutes: 10 } })).toBeNull();

    passed(10);
    expect(await poll({ filters, options: { fullRescanMinutes: 10 } })).toEqual([early.id]);
    expect(await poll({ filters, options: { fullRescanMinutes: 10 } })).toBeNull();
  });

  it('reads everything again when the list does not explain itself', async () => {
    await poll();
    const [late] = bench.emulator.addCrmRecords([{ connected_at: time(-86_400) }]);
    expect(await poll()).toEqual([late.id]);
    bench.emulator.configure({ paging: { order: 'shuffled' } });
    const [next] = bench.emulator.addCrmRecords([{}]);
    expect(await poll()).toEqual([next.id]);
  });

  it('works a backlog off over several polls, the oldest first, and says so', async () => {
    bench.emulator.addCrmRecords(
      Array.from({ length: 22_000 }, (_, at) => ({ connected_at: time(at / 10_000) })),
    );
    const options = { emitExisting: true };
    const ids: unknown[] = [];
    for (let polls = 0; polls < 3; polls++) {
      const output = await poll({ options });
      expect(output!.length).toBeGreaterThan(2_000);
      expect(output!.length).toBeLessThan(12_000);
      ids.push(...output!);
    }
    expect(await poll({ options })).toBeNull();
    expect(ids).toEqual(bench.emulator.crmRecords.map(({ id }) => id));
  });

  /** So many minutes after the last reading of everything. */
  function passed(minutes: number): void {
    const { global } = staticData as {
      global: { xiaoACrmTrigger: { Trigger: { Trigger: { read: { at: number } } } } };
    };
    global.xiaoACrmTrigger.Trigger.Trigger.read.at -= minutes * 60_000;
  }
});

describe('a manual test', () => {
  it('shows the newest record that passes, and leaves the state alone', async () => {
    bench.emulator.addCrmRecords([{ score: 90, connected_at: time(-3600) }]);
    const [newest] = bench.emulator.addCrmRecords([{ score: 85, connected_at: time(-60) }]);
    bench.emulator.addCrmRecords([{ score: 20, connected_at: time(0) }]);

    expect(await poll({ filters: { minScore: 80 } }, 'manual')).toEqual([newest.id]);
    expect(staticData).toEqual({});
  });

  it('looks back some days when there is none today', async () => {
    const [record] = bench.emulator.addCrmRecords([{ connected_at: time(-5 * 86_400) }]);
    expect(await poll({}, 'manual')).toEqual([record.id]);
  });

  it('says so when there is none at all', async () => {
    await expect(poll({}, 'manual')).rejects.toThrow(
      'No call in the last 30 days matches the filters',
    );
  });
});

/** A moment so many seconds from now, as the platform writes it. */
function time(seconds: number): string {
  return new Date(Date.now() + seconds * 1000 + 8 * 3_600_000)
    .toISOString()
    .slice(0, 19)
    .replace('T', ' ');
}
