import { HOUR, MINUTE, NOON, Watching } from './watching';

/** How the list is read: its front, all of it, in one go or several, with or without a total. */
let world: Watching;

beforeEach(() => (world = new Watching()));

const RINGING = { endreason: '' };

async function baseline(count: number): Promise<void> {
  world.add(count, {}, HOUR);
  expect(await world.poll()).toEqual([]);
}

describe('of rows that have not come out', () => {
  beforeEach(() => {
    world.accept = ({ score }) => score === 90;
    world.cap = 10;
  });

  it.each(['newest', 'oldest'] as const)('the front is remembered, %s first', async (order) => {
    world.order = order;
    world.add(3, { score: 90 }, 2 * HOUR);
    await baseline(30);
    const ids = Array.from({ length: 30 }, (_, at) => String(at + 4));
    expect(await world.front()).toEqual(ids);
    // One that comes later is added to it, one that comes out is not.
    world.add(1);
    const [wanted] = world.add(1, { score: 90 });
    expect(await world.poll(MINUTE)).toEqual([wanted]);
    expect(world.hasReadAll).toBe(false);
    expect(await world.front()).toEqual([...ids, '34']);
    expect(world.state.list).toMatchObject({ total: 35, days: { '2026-05-08': 35 } });
    await world.poll(MINUTE);
    expect(world.hasReadAll).toBe(false);
  });

  it('the two thousand newest are remembered', async () => {
    await baseline(2_010);
    const front = await world.front();
    expect(front).toHaveLength(2_000);
    expect(front[0]).toBe('11');
  });

  it('none is remembered of a list without an order', async () => {
    world.order = 'none';
    for (let at = 0; at < 40; at++) world.add(1, {}, HOUR - at * 1_000);
    await world.poll();
    expect(world.state.list?.order).toBe('none');
    expect(await world.front()).toEqual([]);
  });

  it('those of a reading over several polls are remembered to its end', async () => {
    world.cap = 5;
    world.msPerRequest = 6_000;
    world.limits = { baselineMs: 24_000, pollMs: 1 };
    world.add(30, {}, HOUR);
    await world.poll();
    const sofar = await world.front(world.state.read.progress?.front);
    expect(sofar.length).toBeGreaterThanOrEqual(5);
    expect(sofar.length).toBeLessThan(30);
    while (world.state.read.progress) await world.poll();
    expect(await world.front()).toHaveLength(30);
    expect(world.state.list).toMatchObject({ total: 30, days: { '2026-05-08': 30 } });
  });
});

it('rows are counted once by day, though they come again', async () => {
  world.cap = 10;
  world.add(25, {}, 24 * HOUR);
  await baseline(40);
  expect(world.state.list).toMatchObject({
    total: 65,
    days: { '2026-05-07': 25, '2026-05-08': 40 },
    counting: 'pages',
    pageCap: 10,
  });
});

it('rows are counted once where pageIndex counts rows, so that pages overlap', async () => {
  world.counting = 'rows';
  world.order = 'oldest';
  world.cap = 10;
  await baseline(25);
  expect(world.state.list).toMatchObject({ counting: 'rows', days: { '2026-05-08': 25 } });
});

it('rows that come while everything is read are counted as well', async () => {
  world.cap = 10;
  let left = 4;
  world.onRequest = () => {
    if (left-- > 0) world.add(1);
  };
  await baseline(40);
  world.onRequest = () => {};
  const { total, days } = world.state.list!;
  expect(total).toBe(44);
  expect(days).toEqual({ '2026-05-08': 44 });
  await world.poll(MINUTE);
  expect(world.requests).toHaveLength(1);
});

it('a list whose numbers contradict each other in the middle is read again from its beginning', async () => {
  world.cap = 10;
  let requests = 0;
  world.onRequest = () => (world.surplus = ++requests === 4 ? -25 : 0);
  await baseline(40);
  expect(world.state.list).toMatchObject({ total: 40, days: { '2026-05-08': 40 } });
  expect(world.warnings).toEqual([]);
});

it('rows that are missing in each reading are warned of', async () => {
  world.cap = 10;
  world.add(40, {}, HOUR);
  world.rows.push(...world.rows.slice(0, 2));
  expect(await world.poll()).toEqual([]);
  expect(world.warnings).toEqual([
    'XiaoA reports 42 calls, but 2 of them were missing in three readings',
  ]);
  // However often it was read.
  expect(world.state.list?.days).toEqual({ '2026-05-08': 42 });
});

describe('a short list', () => {
  it('that is known does not count as read whole', async () => {
    world.emitExisting = true;
    await world.poll();
    const added = world.add(3);
    expect(await world.poll(MINUTE)).toEqual(added);
    const { at } = world.state.read;
    await world.poll(MINUTE);
    expect(world.requests).toHaveLength(1);
    expect(world.state.read.at).toBe(at);
    expect(world.state.list).toMatchObject({ total: 3, days: { '2026-05-08': 3 } });
  });

  it('gives what is new, and is checked for more behind its end', async () => {
    await world.poll();
    expect(world.asked).toBe('0:1000 0:1');
    const added = world.add(3);
    expect(await world.poll(MINUTE)).toEqual(added);
    expect(world.asked).toBe('0:20 3:1');
    expect(world.state.read.at).toBe(NOON + MINUTE);
    await world.poll(30 * MINUTE);
    expect(world.asked).toBe('0:20 0:1000 3:1');
  });

  it('whose score came late gives it within a minute', async () => {
    world.accept = ({ score }) => score === 90;
    const [id] = world.add(1);
    await world.poll();
    world.row(id).score = 90;
    // It was there before, but did not pass.
    expect(await world.poll(MINUTE)).toEqual([id]);
  });
});

describe('calls under way', () => {
  it.each([
    ['newest', 'pages'],
    ['newest', 'rows'],
    ['oldest', 'pages'],
    ['oldest', 'rows'],
  ] as const)(
    'are looked for in up to five pages behind the new rows, %s first, by %s',
    async (order, counting) => {
      Object.assign(world, { order, counting });
      world.cap = 20;
      await baseline(200);
      const [open] = world.add(1, RINGING);
      await world.poll(MINUTE);
      world.add(95);
      await world.poll(MINUTE);
      world.row(open).endreason = '对方挂机';
      expect(await world.poll(MINUTE)).toEqual([open]);
      expect(world.requests.length).toBeLessThanOrEqual(7);
      await world.poll(MINUTE);
      expect(world.requests).toHaveLength(1);
    },
  );

  it('are not looked for without an end', async () => {
    world.cap = 20;
    await baseline(300);
    world.add(1, RINGING);
    await world.poll(MINUTE);
    world.add(150);
    await world.poll(MINUTE);
    await world.poll(MINUTE);
    expect(world.requests).toHaveLength(6);
    expect(world.state.open).toHaveLength(1);
  });

  it('are not looked for behind the end of the list', async () => {
    world.cap = 20;
    await baseline(30);
    const [open] = world.add(1, RINGING);
    await world.poll(MINUTE);
    world.remove(open);
    world.rows.unshift(world.rows[0]);
    await world.poll(MINUTE);
    expect(world.asked).toBe('0:20 1:20');
  });
});

describe('without a total', () => {
  beforeEach(() => {
    world.hasTotal = false;
    world.cap = 10;
  });

  it('everything is read page by page, and new rows come out', async () => {
    await baseline(25);
    expect(world.state.list).toMatchObject({ total: null, order: 'none', days: {}, front: '' });
    expect(world.state.baseline).toBe(false);
    const added = world.add(2);
    expect(await world.poll(MINUTE)).toEqual(added);
    expect(world.requests.at(-1)).toMatchObject({ pageIndex: 3, pageSize: 10 });
    expect(world.warnings).toEqual([]);
  });

  it('a reading goes on in the next poll where it has stopped', async () => {
    world.msPerRequest = 6_000;
    world.limits = { baselineMs: 24_000, pollMs: 24_000 };
    world.add(100, {}, HOUR);
    expect(await world.poll()).toEqual([]);
    const { progress } = world.state.read;
    expect(progress).toMatchObject({ from: '2026-05-07', days: {}, began: NOON, took: 24_000 });
    expect(progress?.pages).toMatchObject({ pageIndex: 3, pageCap: 10, counting: 'pages' });
    expect(progress?.rows).toBeUndefined();
    await world.poll(MINUTE);
    expect(world.requests[1]).toMatchObject({ pageIndex: 3, pageSize: 10 });
    expect(world.requests[0]).toMatchObject({ pageIndex: 0, pageSize: 10 });
    for (let polls = 0; world.state.baseline && polls < 9; polls++) await world.poll(MINUTE);
    expect(world.state.baseline).toBe(false);
    world.msPerRequest = 0;
    const added = world.add(1);
    expect(await world.poll(MINUTE)).toEqual(added);
  });

  it('a list that never ends is watched as far as it can be', async () => {
    world.isEndless = true;
    world.cap = 1;
    await baseline(3);
    expect(world.warnings).toEqual([
      "XiaoA's list of calls hasn't ended after 2000 pages. Older calls are not watched.",
    ]);
  });
});

it('a poll gives ten thousand records, and the others follow', async () => {
  await baseline(1_000);
  const added = world.add(11_000);
  const given = await world.poll(MINUTE);
  expect(given).toHaveLength(10_000);
  expect(world.state.read.progress).toBeDefined();
  given.push(...(await world.poll(MINUTE)));
  expect(given).toEqual(added);
});
