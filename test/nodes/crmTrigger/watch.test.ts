import { DAY, HOUR, MINUTE, NOON, Watching } from './watching';

/** When a poll reads everything, what it then gives, and what it remembers. */
let world: Watching;

beforeEach(() => (world = new Watching()));

/** No call under way and nothing new: the front of a list of 30. */
async function baseline(count = 30): Promise<void> {
  world.add(count, {}, HOUR);
  expect(await world.poll()).toEqual([]);
}

describe('a poll', () => {
  it('asks one small question when nothing is new', async () => {
    await baseline();
    expect(await world.poll(MINUTE)).toEqual([]);
    expect(world.requests).toEqual([
      { first: '2026-05-07', last: '2026-05-10', pageIndex: 0, pageSize: 20 },
    ]);
  });

  it('gives what is new, the oldest first, and remembers it', async () => {
    await baseline();
    const added = world.add(3);
    expect(await world.poll(MINUTE)).toEqual(added);
    expect(world.hasReadAll).toBe(false);
    expect(world.state.handedOver).toBeUndefined();
    expect(await world.poll(MINUTE)).toEqual([]);
    expect(world.state).toMatchObject({
      version: 3,
      serial: 3,
      at: NOON + 2 * MINUTE,
      baseline: false,
      from: '2026-05-07',
      lookbackDays: 1,
      newestDay: '2026-05-08',
      horizon: null,
      seenDays: ['2026-05-08'],
      lostDays: [],
      open: [],
      list: { from: '2026-05-07', total: 33, days: { '2026-05-08': 33 }, order: 'newest' },
    });
    expect(Object.keys(world.state.seen)).toEqual(['2026-05-08']);
    expect(world.state.handedOver).toBeUndefined();
    expect(world.warnings).toEqual([]);
  });

  it('notes what it hands over where n8n may die over it, and only that', async () => {
    world.process = 'this one';
    await baseline();
    expect(world.state.handedOver).toBeUndefined();
    world.add(2);
    await world.poll(MINUTE);
    expect(world.state.handedOver).toMatchObject({ at: NOON + MINUTE, process: 'this one' });
    expect(await world.front(world.state.handedOver?.keys)).toEqual(['31', '32']);
    await world.poll(MINUTE);
    expect(world.state.handedOver).toBeUndefined();
  });

  it('gives what was there before if it is asked to, and nothing a second time', async () => {
    world.emitExisting = true;
    const there = world.add(30, {}, HOUR);
    expect(await world.poll()).toEqual(there);
    expect(await world.poll(31 * MINUTE)).toEqual([]);
  });

  it('gives nothing of days that are watched only from now on, unless it is asked to', async () => {
    const old = world.add(2, {}, 2 * DAY);
    await baseline();
    world.lookbackDays = 3;
    const [added] = world.add(1);
    expect(await world.poll(MINUTE)).toEqual([added]);
    const other = new Watching();
    other.rows = [...world.rows];
    await other.poll();
    other.lookbackDays = 3;
    other.emitExisting = true;
    expect(await other.poll(MINUTE)).toEqual(old);
  });

  it('gives nothing of days of which it is not known what has come out, until they are read', async () => {
    await baseline();
    world.state = { ...world.state, lostDays: ['2026-05-08'], read: { at: 0, took: 0 } };
    world.add(1);
    const [yesterday] = world.add(1, {}, DAY);
    expect(await world.poll(MINUTE)).toEqual([yesterday]);
    expect(world.state.lostDays).toEqual([]);
    const [today] = world.add(1);
    expect(await world.poll(MINUTE)).toEqual([today]);
  });

  it('keeps lost days as long as a reading goes on', async () => {
    await baseline();
    world.state = { ...world.state, lostDays: ['2026-05-08'], read: { at: 0, took: 0 } };
    world.cap = 5;
    world.msPerRequest = 11_000;
    await world.poll(MINUTE);
    expect(world.state.read.progress).toBeDefined();
    expect(world.state.lostDays).toEqual(['2026-05-08']);
  });
});

describe('everything is read again', () => {
  it.each([
    [-1, false],
    [0, true],
  ])('after the interval and %i ms: %s', async (ms, expected) => {
    await baseline();
    await world.poll(world.rescanMs + ms);
    expect(world.hasReadAll).toBe(expected);
    if (expected) {
      expect(world.state.read).toEqual({ at: NOON + world.rescanMs, took: 0 });
      await world.poll(MINUTE);
      expect(world.hasReadAll).toBe(false);
    }
  });

  it('when the clock was put back', async () => {
    await baseline();
    await world.poll(-1);
    expect(world.hasReadAll).toBe(true);
  });

  it('not when two polls begin at the same moment', async () => {
    await baseline();
    await world.poll();
    expect(world.hasReadAll).toBe(false);
  });

  it('when the state says so', async () => {
    await baseline();
    world.state = { ...world.state, read: { at: 0, took: 0 } };
    world.rescanMs = Infinity;
    await world.poll(MINUTE);
    expect(world.hasReadAll).toBe(true);
  });

  it('on a new day, but not twice within an hour', async () => {
    world.rescanMs = 20 * HOUR;
    world.now = Date.parse('2026-05-08T23:30:00+08:00');
    await baseline();
    await world.poll(HOUR - 1);
    expect(world.hasReadAll).toBe(false);
    await world.poll(1);
    expect(world.hasReadAll).toBe(true);
    await world.poll(2 * HOUR);
    expect(world.hasReadAll).toBe(false);
  });

  it('when rows are gone, and then what had been hidden comes out', async () => {
    await baseline();
    world.remove(10);
    const added = world.add(1);
    expect(await world.poll(MINUTE)).toEqual(added);
    expect(world.hasReadAll).toBe(true);
    expect(world.state.list?.total).toBe(30);
  });

  it('only after a while when that takes long', async () => {
    world.rescanMs = DAY;
    world.msPerRequest = 2_500;
    world.limits = { baselineMs: DAY, pollMs: DAY };
    world.cap = 10;
    await baseline();
    const { took } = world.state.read;
    expect(took).toBe(17_500);
    world.msPerRequest = 0;
    world.remove(10, 11);
    world.now = world.state.read.at;
    for (const ms of [4 * took - 2, 1]) {
      await world.poll(ms);
      expect(world.hasReadAll).toBe(false);
    }
    await world.poll(1);
    expect(world.hasReadAll).toBe(true);
  });

  it('at once when it takes less than ten seconds', async () => {
    world.rescanMs = DAY;
    await baseline();
    for (const [took, expected] of [
      [10_000, false],
      [9_999, true],
    ] as const) {
      world.state = { ...world.state, read: { at: world.now, took } };
      world.remove(10);
      await world.poll(1);
      expect(world.hasReadAll).toBe(expected);
    }
  });

  it('when the front holds too much to remember', async () => {
    world.accept = ({ score }) => score === 90;
    await baseline(1_100);
    world.add(2_900);
    await world.poll(MINUTE);
    expect(await world.front()).toHaveLength(4_000);
    await world.poll(MINUTE);
    expect(world.hasReadAll).toBe(false);
    world.add(1);
    await world.poll(MINUTE);
    expect(world.requests.length).toBeGreaterThan(2);
    expect(await world.front()).toHaveLength(2_000);
  });
});

describe('a call under way', () => {
  const RINGING = { endreason: '' };

  it('is looked for behind the front, and comes out when it has ended', async () => {
    await baseline();
    const [open] = world.add(1, RINGING);
    expect(await world.poll(MINUTE)).toEqual([]);
    const later = world.add(50);
    expect(await world.poll(MINUTE)).toEqual(later);
    expect(world.hasReadAll).toBe(false);
    world.row(open).endreason = '对方挂机';
    expect(await world.poll(MINUTE)).toEqual([open]);
    expect(world.state.open).toEqual([]);
    expect(await world.poll(31 * MINUTE)).toEqual([]);
  });

  it('keeps its day watched', async () => {
    world.lookbackDays = 0;
    await world.poll();
    const [open] = world.add(1, RINGING);
    await world.poll();
    world.now += 20 * HOUR;
    world.row(open).talk_info = 'a word';
    world.add(1);
    await world.poll();
    expect(world.state).toMatchObject({ from: '2026-05-08', newestDay: '2026-05-09' });
    world.row(open).endreason = '对方挂机';
    expect(await world.poll(31 * MINUTE)).toEqual([open]);
    expect(world.state.from).toBe('2026-05-09');
  });

  it('is forgotten when a whole reading in one go does not show it', async () => {
    await baseline();
    const [open] = world.add(1, RINGING);
    await world.poll(MINUTE);
    world.remove(open);
    await world.poll(MINUTE);
    expect(world.hasReadAll).toBe(true);
    expect(world.state.open).toEqual([]);
  });

  it('is kept when a reading over several polls does not show it', async () => {
    await baseline();
    const [open] = world.add(1, RINGING);
    await world.poll(MINUTE);
    world.remove(open);
    world.cap = 5;
    world.msPerRequest = 6_000;
    await world.poll(MINUTE);
    expect(world.state.read.progress).toBeDefined();
    expect(world.state.open).toHaveLength(1);
    world.msPerRequest = 0;
    await world.poll(MINUTE);
    expect(world.state.read.progress).toBeUndefined();
    expect(world.state.open).toHaveLength(1);
  });

  it('makes a list without an order be read whole each time, unless that takes long', async () => {
    world.order = 'none';
    world.rescanMs = DAY;
    world.cap = 50;
    for (let at = 0; at < 200; at++) world.add(1, {}, HOUR - at * 1_000);
    await world.poll();
    expect(world.state.list?.order).toBe('none');
    world.add(1, RINGING);
    await world.poll(MINUTE);
    for (const [took, expected] of [
      [10_000, false],
      [9_999, true],
    ] as const) {
      world.state = { ...world.state, read: { at: world.now, took } };
      await world.poll(1);
      expect(world.hasReadAll).toBe(expected);
    }
  });

  it('leads to a whole reading where it is not known how to ask for its row', async () => {
    const [open] = world.add(1, RINGING, 20 * MINUTE);
    // All of them come in one answer, so that nobody knows yet what an index counts.
    world.add(900, {}, 20 * MINUTE);
    expect(await world.poll()).toEqual([]);
    const added = world.add(150);
    expect(await world.poll(MINUTE)).toEqual(added);
    expect(world.asked).toContain('0:151');
    expect(world.state.list?.counting).toBe('pages');
    world.row(open).endreason = '对方挂机';
    expect(await world.poll(MINUTE)).toEqual([open]);
  });

  it('that is not found any more leads to a whole reading after half an hour', async () => {
    world.rescanMs = DAY;
    world.cap = 100;
    await baseline(1_000);
    const [open] = world.add(1, RINGING);
    await world.poll(MINUTE);
    // It has moved to a place where nobody looks for it.
    world.rows.unshift(...world.rows.splice(-1));
    expect(await world.poll(29 * MINUTE)).toEqual([]);
    expect(world.requests.length).toBeLessThan(7);
    // Not if everything has been read since then.
    const { state } = world;
    world.state = { ...state, read: { at: world.now - 29 * MINUTE + 1, took: 0 } };
    expect(await world.poll(MINUTE)).toEqual([]);
    world.state = { ...state, read: { at: world.now - 30 * MINUTE, took: 0 } };
    expect(await world.poll()).toEqual([open]);
    expect(world.state.open).toEqual([]);
  });
});

describe('a reading that takes longer than a poll may', () => {
  beforeEach(() => {
    world.cap = 5;
    world.msPerRequest = 6_000;
  });

  it('goes on in the next ones, and says once what happens', async () => {
    world.add(60, {}, HOUR);
    world.limits = { baselineMs: 20_000, pollMs: 1 };
    expect(await world.poll()).toEqual([]);
    expect(world.requests).toHaveLength(4);
    expect(world.state).toMatchObject({ baseline: true, newestDay: '2026-05-08' });
    expect(world.state.list).toBeUndefined();
    expect(world.warnings).toEqual([
      'There are more calls than one poll can read. New calls start the workflow once all earlier calls are known, in one of the next polls.',
    ]);
    let polls = 1;
    for (; world.state.baseline; polls++) expect(await world.poll(MINUTE)).toEqual([]);
    expect(polls).toBe(4);
    expect(world.state.list).toMatchObject({ total: 60, days: { '2026-05-08': 60 } });
    expect(world.state.read.took).toBeGreaterThan(70_000);
    world.msPerRequest = 0;
    const added = world.add(1);
    expect(await world.poll(MINUTE)).toEqual(added);
  });

  it('gives what it has found of a backlog, the oldest first', async () => {
    world.msPerRequest = 0;
    await baseline(7);
    const missed = world.add(120);
    world.limits = { baselineMs: 1, pollMs: 60_000 };
    world.msPerRequest = 6_000;
    const given = await world.poll();
    expect(given.length).toBeGreaterThan(0);
    expect(given).toEqual(missed.slice(0, given.length));
    expect(world.warnings).toEqual([
      `There are more new calls than one poll can return: ${given.length} are returned now, the others in the next polls`,
    ]);
    while (world.state.read.progress) given.push(...(await world.poll(MINUTE)));
    expect(given).toEqual(missed);
  });

  it('says the same of a first one that is to give everything', async () => {
    world.emitExisting = true;
    const there = world.add(60, {}, HOUR);
    world.limits = { baselineMs: 30_000, pollMs: 1 };
    const given = await world.poll();
    expect(world.warnings[0]).toContain(`than one poll can return: ${given.length} are returned`);
    while (world.state.baseline) given.push(...(await world.poll(MINUTE)));
    expect(given).toEqual(there);
  });

  it('is no news when it is a regular one', async () => {
    await world.poll();
    world.msPerRequest = 0;
    world.add(60, {}, HOUR);
    world.emitExisting = true;
    await world.poll(31 * MINUTE);
    world.msPerRequest = 6_000;
    expect(await world.poll(31 * MINUTE)).toEqual([]);
    expect(world.state.read.progress).toBeDefined();
    expect(world.warnings).toEqual([]);
  });

  it('has the time that a poll has, to the millisecond', async () => {
    world.add(60, {}, HOUR);
    world.limits = { baselineMs: 24_000, pollMs: 1 };
    await world.poll();
    expect(world.requests).toHaveLength(4);
    const other = new Watching();
    other.cap = 5;
    other.msPerRequest = 6_000;
    other.add(60, {}, HOUR);
    other.limits = { baselineMs: 24_001, pollMs: 1 };
    await other.poll();
    expect(other.requests).toHaveLength(5);
  });

  it('begins again when the days to read are others', async () => {
    world.add(60, {}, HOUR);
    world.limits = { baselineMs: 24_000, pollMs: 24_000 };
    await world.poll();
    world.lookbackDays = 2;
    world.msPerRequest = 0;
    const { progress } = world.state.read;
    expect(progress).toMatchObject({ from: '2026-05-07', began: NOON, took: 24_000 });
    await world.poll(MINUTE);
    expect(world.state).toMatchObject({ baseline: false, read: { took: 0 } });
    expect(world.state.list).toMatchObject({ from: '2026-05-06', days: { '2026-05-08': 60 } });
  });
});

describe('more than can be remembered', () => {
  /** Little room, because of what else the state holds. */
  const full = () => (world.state = { ...world.state, lineage: 'x'.repeat(1024 * 1024) });

  it('is given up with a warning, and not watched any more', async () => {
    const text = (count: number, msAgo: number) =>
      Array.from({ length: count }, (_, at) => world.add(1, { id: `id-${msAgo}-${at}` }, msAgo)[0]);
    for (const hours of [5, 4, 3, 2, 1]) text(4, hours * HOUR + 10 * MINUTE);
    await world.poll();
    full();
    const [added] = text(1, 0);
    expect(await world.poll(MINUTE)).toEqual([added]);
    expect(world.warnings).toEqual([
      'There are too many calls to remember. Only calls from 2026-05-08 10:00 on (Shanghai time) are watched; an earlier call is missed if it appears or matches the filters only now.',
    ]);
    expect(world.state.horizon).toBe(NOON - 2 * HOUR);
    world.state = { ...world.state, lineage: 'one' };
    // Older ones neither come out nor are missed.
    text(1, 2 * HOUR + MINUTE + 1);
    const [young] = text(1, 2 * HOUR + MINUTE);
    expect(await world.poll()).toEqual([young]);
    expect(world.warnings).toEqual([]);
    expect(world.state.horizon).toBe(NOON - 2 * HOUR);
    await world.poll(31 * MINUTE);
    expect(world.state.horizon).toBe(NOON - 2 * HOUR);
    // The day that it is of is asked for no more.
    world.now += 3 * DAY;
    await world.poll();
    expect(world.state.from).toBe('2026-05-08');
    world.add(1);
    await world.poll(2 * HOUR);
    expect(world.state.from > '2026-05-08').toBe(true);
    expect(world.state.horizon).toBeNull();
  });
});

describe('rows that nothing tells apart', () => {
  const LOST = 'Only one of each such group starts the workflow.';

  it('are counted when everything is read', async () => {
    await baseline();
    for (let n = 0; n < 3; n++) world.add(1, { id: '', sn: '', phone: '1', n });
    expect(await world.poll(MINUTE)).toHaveLength(1);
    await world.poll(31 * MINUTE);
    expect(world.warnings).toEqual([
      `2 calls can't be told apart from others with the same ID and SN. ${LOST}`,
    ]);
  });
});

it('rows that nothing tells apart are counted where most of them come in one answer', async () => {
  world.cap = 3;
  for (const [count, phone] of [
    [2, '2'],
    [1, '3'],
    [5, '1'],
  ] as const) {
    for (let n = 0; n < count; n++) world.add(1, { id: '', sn: '', phone, n });
  }
  await world.poll();
  expect(world.warnings).toContainEqual(expect.stringMatching(/^3 calls can't be told apart/));
});

it('asks for the days that are watched, and drops the first when everything was read after its end', async () => {
  world.add(2, {}, DAY);
  await baseline();
  expect(world.state.seenDays).toEqual(['2026-05-07', '2026-05-08']);
  world.now = Date.parse('2026-05-09T00:30:00+08:00');
  world.add(1);
  await world.poll();
  expect(world.requests[0]).toMatchObject({ first: '2026-05-07', last: '2026-05-11' });
  expect(world.state.from).toBe('2026-05-08');
  expect(world.state.list).toMatchObject({ from: '2026-05-08', total: 31 });
  expect(world.state.seenDays).toEqual(['2026-05-08', '2026-05-09']);
  await world.poll(MINUTE);
  expect(world.requests).toEqual([
    { first: '2026-05-08', last: '2026-05-11', pageIndex: 0, pageSize: 20 },
  ]);
});
