import { readState } from '../../../nodes/CrmTrigger/memory/readState';
import { SeenRecords } from '../../../nodes/CrmTrigger/memory/seenRecords';
import type { TriggerState } from '../../../nodes/CrmTrigger/memory/state';
import { unpackState } from '../../../nodes/CrmTrigger/memory/unpack';

const SCOPE = { account: 'a'.repeat(16), filters: '0123456789abcdef' };
const pause = async () => await Promise.resolve();
let warnings: string[];

beforeEach(() => (warnings = []));

const read = async (stored: unknown, scope = SCOPE) =>
  await readState(stored, {
    scope,
    today: '2026-05-08',
    lookbackDays: 2,
    pause,
    warn: (message) => warnings.push(message),
  });

const PROGRESS = { from: '2026-05-06', days: { '2026-05-07': 3 }, front: '', began: 5, took: 6 };
const ROWS = { order: 'none', counting: 'rows', pageCap: 20, done: 3, total: 9, missed: 0 };
const PAGES = { pageIndex: 3, pageCap: 20, counting: 'pages', pages: 4 };

/** All that a state can hold. */
const FULL = {
  version: 3,
  ...SCOPE,
  lineage: 'lineage1',
  serial: 7,
  at: 1_778_000_000_000.5,
  baseline: false,
  from: '2026-05-05',
  lookbackDays: 3,
  newestDay: '2026-05-08',
  horizon: 1_777_000_000_000,
  seen: { '2026-05-07': 'x', '2026-05-08': 'y' },
  seenDays: ['2026-05-07', '2026-05-08'],
  lostDays: ['2026-05-06'],
  open: [{ day: '2026-05-08', since: 5, existing: true, keys: '', marks: '' }],
  list: {
    from: '2026-05-05',
    total: 9,
    days: { '2026-05-07': 9 },
    order: 'newest',
    counting: 'pages',
    pageCap: 20,
    front: '',
  },
  read: { at: 5, took: 6, progress: { ...PROGRESS, rows: ROWS } },
  filterChanges: 2,
  handedOver: { at: 5, process: 'p', keys: '' },
};
/** What is in a state that was never read to the end. */
const FIRST = {
  at: 0,
  serial: 0,
  baseline: true,
  from: '2026-05-06',
  lookbackDays: 2,
  horizon: null,
  seen: {},
  seenDays: [],
  lostDays: [],
  open: [],
  read: { at: 0, took: 0 },
  filterChanges: 0,
};
/** Today and tomorrow too, since a platform's clock may be ahead. */
const FROM_FIRST_DAY_ON = ['2026-05-06', '2026-05-07', '2026-05-08', '2026-05-09'];

const without = (name: string) =>
  Object.fromEntries(Object.entries(FULL).filter(([one]) => one !== name));

it.each([undefined, null])('begins when there is no state: %p', async (stored) => {
  const state = await read(stored);
  expect(state).toMatchObject({ version: 3, ...SCOPE, ...FIRST });
  expect(state.lineage).toMatch(/^[\w-]{8}$/);
  expect((await read(stored)).lineage).not.toBe(state.lineage);
  expect(warnings).toEqual([]);
});

it('goes on with a state that fits, and says nothing', async () => {
  expect(await read(FULL)).toEqual({ ...FULL, filterChanges: 0 });
  expect(warnings).toEqual([]);
});

it.each([5, 'text', [], true])('begins from now on when the state is none: %p', async (stored) => {
  expect(await read(stored)).toMatchObject({ ...FIRST, lostDays: FROM_FIRST_DAY_ON });
  expect(warnings).toEqual([
    "The trigger's saved state can't be read. The calls that exist now count as known; only new ones start the workflow.",
  ]);
});

it.each([1, 4, 2.5])('begins from now on when the state is of version %p', async (version) => {
  const state = await read({ ...FULL, version });
  expect(state).toMatchObject({ ...FIRST, lostDays: FROM_FIRST_DAY_ON });
  expect(warnings).toEqual([expect.stringContaining('comes from another version of this node')]);
  expect(warnings[0]).toContain('The calls that exist now count as known');
});

it.each([undefined, '3', null])('goes on when only the version is damaged: %p', async (version) => {
  expect(await read({ ...FULL, version })).toEqual({ ...FULL, filterChanges: 0 });
});

it('begins for another account, with a later number', async () => {
  const state = await read(FULL, { ...SCOPE, account: 'b'.repeat(16) });
  expect(state).toMatchObject({ ...FIRST, account: 'b'.repeat(16), serial: 7 });
  expect(state.lineage).not.toBe(FULL.lineage);
  expect(warnings).toEqual([]);
});

it('remembers what came out under other filters, and warns when they change each time', async () => {
  const filters = 'fedcba9876543210';
  const known = { ...FULL, filterChanges: 0 };
  const state = await read(known, { ...SCOPE, filters });
  const { lineage, serial, seen, seenDays, lostDays, newestDay, horizon } = FULL;
  const kept = { lineage, serial, seen, seenDays, lostDays, newestDay, horizon };
  expect(state).toEqual({ version: 3, ...SCOPE, filters, ...FIRST, ...kept, filterChanges: 1 });
  expect(warnings).toEqual([]);
  const second = await read(state);
  expect(second.filterChanges).toBe(2);
  expect(warnings).toEqual([
    expect.stringContaining('The filters changed in each of the last 2 polls'),
  ]);
  expect((await read(second)).filterChanges).toBe(0);
});

/** By field: what it cannot hold. */
const DAMAGE: Array<[string, unknown[]]> = [
  [
    'account',
    [
      undefined,
      5,
      1_234_567_890_123_456,
      '',
      'A'.repeat(16),
      'a'.repeat(15),
      'a'.repeat(17),
      'xa'.repeat(8),
    ],
  ],
  ['filters', [undefined, null, `${SCOPE.filters}0`, `0${SCOPE.filters}`]],
  ['lineage', [undefined, '', 5]],
  ['serial', [undefined, -1, 1.5, '7', null, NaN]],
  ['at', [undefined, -1, Infinity, '7', null]],
  ['baseline', [undefined, 'false', 0, null]],
  ['from', [undefined, '', 'yesterday', '2026-02-30', 5, null, ['2026-05-08']]],
  ['lookbackDays', [undefined, -1, 0.5]],
  ['newestDay', ['', 5, null, 'today']],
  ['horizon', [undefined, -1, 'x', 1.5]],
  ['seenDays', [undefined, 'x', [5], ['2026-05-07', 'x'], {}, Array(2)]],
  ['lostDays', [undefined, null, ['x'], [null]]],
  [
    'open',
    [
      undefined,
      {},
      [null],
      ...[
        { day: 'x' },
        { day: undefined },
        { since: -1 },
        { since: undefined },
        { existing: 'x' },
        { keys: 5 },
        { marks: undefined },
      ].map((wrong) => [{ ...FULL.open[0], ...wrong }]),
      [FULL.open[0], { ...FULL.open[0], day: 'x' }],
    ],
  ],
  [
    'list',
    [
      null,
      'x',
      ...[
        { from: 'x' },
        { total: -1 },
        { total: undefined },
        { days: [] },
        { days: { '2026-05-07': -1 } },
        { days: { '2026-05-07': 1, '2026-05-08': 'x' } },
        { order: 'other' },
        { order: '' },
        { order: undefined },
        { counting: 'x' },
        { counting: '' },
        { counting: null },
        { pageCap: 0 },
        { pageCap: -1 },
        { pageCap: null },
        { front: 5 },
        { front: undefined },
      ].map((wrong) => ({ ...FULL.list, ...wrong })),
    ],
  ],
  [
    'read',
    [
      undefined,
      null,
      ...[{ at: -1 }, { at: 'x' }, { took: -1 }, { took: undefined }, { progress: null }].map(
        (wrong) => ({ ...FULL.read, ...wrong }),
      ),
      ...[
        { from: 'x' },
        { days: { '2026-05-07': 'x' } },
        { front: undefined },
        { began: -1 },
        { took: undefined },
        { rows: null },
        { pages: null },
      ].map((wrong) => ({ at: 5, took: 6, progress: { ...PROGRESS, ...wrong } })),
      ...[
        { order: 'x' },
        { counting: undefined },
        { counting: 'x' },
        { pageCap: undefined },
        { pageCap: 0 },
        { done: -1 },
        { total: undefined },
        { missed: 'x' },
      ].map((wrong) => ({
        at: 5,
        took: 6,
        progress: { ...PROGRESS, rows: { ...ROWS, ...wrong } },
      })),
      ...[
        { counting: 'x' },
        { pageCap: undefined },
        { pageCap: 0 },
        { pageIndex: undefined },
        { pages: -1 },
      ].map((wrong) => ({
        at: 5,
        took: 6,
        progress: { ...PROGRESS, pages: { ...PAGES, ...wrong } },
      })),
    ],
  ],
  ['filterChanges', [undefined, -1]],
  [
    'handedOver',
    [
      null,
      'x',
      ...[{ at: -1 }, { at: undefined }, { process: '' }, { process: 5 }, { keys: 5 }].map(
        (wrong) => ({ ...FULL.handedOver, ...wrong }),
      ),
    ],
  ],
];

/** What stands in the place of a damaged field. */
const INSTEAD: Record<string, unknown> = {
  ...FIRST,
  ...SCOPE,
  baseline: false,
  newestDay: undefined,
  list: undefined,
  handedOver: undefined,
};

describe('a damaged field', () => {
  it.each(DAMAGE)('is named, and everything is read again: %s', async (name, values) => {
    for (const value of values) {
      warnings = [];
      const state = (await read({ ...FULL, [name]: value })) as unknown as Record<string, unknown>;
      expect([value, warnings]).toEqual([
        value,
        [
          `The trigger's saved state is damaged (${name}). The rest is used, and everything is read again.`,
        ],
      ]);
      const lostDays = (state.lostDays as string[]).filter((day) => !FULL.lostDays.includes(day));
      expect(lostDays).toEqual(
        name === 'horizon'
          ? ['2026-05-05', '2026-05-06', '2026-05-07'].filter((day) => !FULL.lostDays.includes(day))
          : [],
      );
      const { lineage, ...rest } = state;
      const { lineage: known, ...others } = FULL;
      if (name === 'lineage') expect(lineage).toMatch(/^[\w-]{8}$/);
      else expect(lineage).toBe(known);
      const same = { ...others, filterChanges: 0, read: FIRST.read };
      const instead = name in others ? { [name]: INSTEAD[name] } : {};
      expect(rest).toEqual({ ...same, ...instead, lostDays: state.lostDays });
    }
  });

  it.each(['newestDay', 'list', 'handedOver'])('may be missing: %s', async (name) => {
    expect(await read(without(name))).toEqual({ ...without(name), filterChanges: 0 });
    expect(warnings).toEqual([]);
  });

  it.each<[string, object]>([
    ['no horizon', { horizon: null }],
    ['a horizon at 0', { horizon: 0 }],
    ['a list without a total', { list: { ...FULL.list, total: null } }],
    ['an empty list', { list: { ...FULL.list, total: 0, days: {}, order: 'none' } }],
    ['the oldest first', { list: { ...FULL.list, order: 'oldest', counting: 'rows' } }],
    [
      'a list of one answer',
      { list: { ...FULL.list, order: 'none', counting: undefined, pageCap: undefined } },
    ],
    ['a reading that is over', { read: { at: 5, took: 6 } }],
    ['a reading at its beginning', { read: { at: 0, took: 0, progress: PROGRESS } }],
    [
      'a reading by rows of the newest first',
      { read: { at: 5, took: 6, progress: { ...PROGRESS, rows: { ...ROWS, order: 'newest' } } } },
    ],
    ['a reading by pages', { read: { at: 5, took: 6, progress: { ...PROGRESS, pages: PAGES } } }],
    [
      'a reading by pages after the first',
      {
        read: {
          at: 5,
          took: 6,
          progress: { ...PROGRESS, pages: { pageIndex: 1, pageCap: 20, pages: 1 } },
        },
      },
    ],
    ['a call that is open and new', { open: [{ ...FULL.open[0], existing: false }] }],
    ['nothing seen', { seen: {}, seenDays: [] }],
    ['a baseline under way', { baseline: true }],
  ])('is not what a state has with %s', async (_, part) => {
    const stored = { ...FULL, ...part };
    expect(await read(stored)).toEqual({ ...stored, filterChanges: 0 });
    expect(warnings).toEqual([]);
  });

  it('beside another one is named with it', async () => {
    await read({ ...FULL, at: -1, horizon: -1 });
    expect(warnings).toEqual([expect.stringContaining('damaged (at, horizon).')]);
  });

  it('of the horizon makes those uncertain in whatever order the days are stored', async () => {
    const seen = { '2026-05-08': 'y', '2026-05-07': 'x' };
    const { lostDays } = await read({ ...FULL, horizon: 'x', seen });
    expect(lostDays).toEqual(['2026-05-06', '2026-05-05', '2026-05-06', '2026-05-07']);
  });

  it('of the horizon makes the days before the first remembered one uncertain, today included', async () => {
    const { lostDays } = await read({ ...FULL, horizon: 'x', seen: {}, seenDays: [] });
    expect(lostDays).toEqual([
      '2026-05-06',
      '2026-05-05',
      '2026-05-06',
      '2026-05-07',
      '2026-05-08',
    ]);
  });
});

describe('seen records', () => {
  it.each([undefined, null, 'x', []])('that are gone lead to a new baseline: %p', async (seen) => {
    const state = await read({ ...FULL, seen });
    expect(state).toMatchObject({ baseline: true, seen: {}, from: FULL.from, read: FIRST.read });
    expect(warnings).toEqual([
      "The trigger's saved state is damaged (seen). The calls that exist now count as known; only new ones start the workflow.",
      expect.stringContaining('Which calls of 2026-05-07, 2026-05-08 have already started'),
    ]);
    expect(new Set(state.lostDays)).toEqual(new Set(['2026-05-05', ...FROM_FIRST_DAY_ON]));
  });

  it('of a day that is missing make that day a lost one', async () => {
    const state = await read({ ...FULL, seen: { '2026-05-07': 'x', nonsense: 'y' } });
    expect(state.seen).toEqual({ '2026-05-07': 'x' });
    expect(state.lostDays).toEqual(['2026-05-06', '2026-05-08']);
    expect(state.read).toEqual(FIRST.read);
    expect(warnings).toEqual([
      "Which calls of 2026-05-08 have already started the workflow can't be read any more. The calls of that day that exist now count as known.",
    ]);
    warnings = [];
    await read({ ...FULL, seen: {} });
    expect(warnings).toEqual([expect.stringContaining('The calls of those days that exist now')]);
  });
});

describe('of the state of an earlier version', () => {
  const HELD = { '2026-05-07': '1-3,7', '2026-05-08': '12,=one%20of%20them' };
  const OLD = {
    version: 2,
    ...SCOPE,
    baseline: false,
    polledOn: '2026-05-08',
    lookbackDays: 1,
    seen: HELD,
  };

  async function seenIn(state: TriggerState): Promise<(key: string) => boolean> {
    const { seen } = await SeenRecords.read(state.seen, pause);
    return (key) => seen.has(key);
  }

  it('what came out is remembered, by its day', async () => {
    const { identify } = await import('../../../nodes/CrmTrigger/memory/identity');
    const state = await read(OLD);
    expect(state).toMatchObject({
      ...FIRST,
      baseline: false,
      from: '2026-05-07',
      lookbackDays: 1,
      seen: expect.anything(),
      seenDays: ['2026-05-07', '2026-05-08'],
    });
    const has = await seenIn(state);
    expect(['0', '1', '2', '3', '4', '7', '12'].filter(has)).toEqual(['1', '2', '3', '7', '12']);
    expect(has(identify({ sn: 'one of them' }).key)).toBe(true);
    const { seen } = await SeenRecords.read(state.seen, pause);
    expect(seen.hasOn(Date.parse('2026-05-07T23:59:59+08:00'), '7')).toBe(true);
    expect(seen.hasOn(Date.parse('2026-05-08T23:59:59+08:00'), '12')).toBe(true);
    expect(warnings).toEqual([]);
  });

  it.each<[string, object]>([
    ['rows that were known by their text', { seen: { ...HELD, '2026-05-06': '=row%205,5' } }],
    ['packed numbers that are damaged', { seen: { ...HELD, '2026-05-06': '5,x' } }],
  ])('days with %s are lost', async (_, part) => {
    const state = await read({ ...OLD, ...part });
    expect(state.lostDays).toEqual(['2026-05-06']);
    expect(warnings).toEqual([expect.stringContaining('Which calls of 2026-05-06 have')]);
    expect((await seenIn(state))('7')).toBe(true);
  });

  it('a day is lost once, and what is no day is left out', async () => {
    const seen = { '2026-05-06': '=row%205,=row%206', nonsense: '5' };
    const state = await read({ ...OLD, seen });
    expect(state.lostDays).toEqual(['2026-05-06']);
    expect((await seenIn(state))('5')).toBe(false);
  });

  it('nothing is left for another account', async () => {
    const state = await read(OLD, { ...SCOPE, account: 'b'.repeat(16) });
    expect(state).toMatchObject(FIRST);
  });

  it('other filters are those of the new version', async () => {
    const state = await read(OLD, { ...SCOPE, filters: 'f'.repeat(16) });
    expect(state).toMatchObject({ baseline: true, from: FIRST.from, filterChanges: 1 });
    expect((await seenIn(state))('7')).toBe(true);
  });

  it.each([
    [{ baseline: true }, true, '2026-05-07'],
    [{ seen: undefined }, true, '2026-05-07'],
    [{ seen: 'x' }, true, '2026-05-07'],
    [{ baseline: undefined }, false, '2026-05-07'],
    [{ polledOn: 'x' }, false, '2026-05-06'],
    [{ lookbackDays: -1 }, false, '2026-05-06'],
  ])('the days to watch are taken as far as they can be read: %p', async (part, baseline, from) => {
    expect(await read({ ...OLD, ...part })).toMatchObject({ baseline, from });
  });
});

describe('what a state holds in packed form', () => {
  async function unpack(part: object) {
    const state = { ...FULL, seen: {}, ...part } as unknown as TriggerState;
    return await unpackState({ state, pause, warn: (message) => warnings.push(message) }, 5);
  }

  it('is unpacked without a word', async () => {
    const { state, memory } = await unpack({});
    expect(state).toEqual({ ...FULL, seen: {} });
    expect(memory.front?.isEmpty).toBe(true);
    expect(memory.readFront?.isEmpty).toBe(true);
    expect(warnings).toEqual([]);
    const { memory: without } = await unpack({ list: undefined, read: { at: 5, took: 6 } });
    expect(without.front?.isEmpty).toBe(true);
    expect(without.readFront?.isEmpty).toBe(true);
  });

  const again = { at: 0, took: 0 };
  it.each<[string, object, object]>([
    [
      'seen',
      { seen: { '2026-05-07': 'x' } },
      { lostDays: ['2026-05-06', '2026-05-07'], read: again },
    ],
    ['front', { list: { ...FULL.list, front: 'x' } }, { list: undefined, read: again }],
    [
      'front of the reading',
      { read: { ...FULL.read, progress: { ...PROGRESS, front: 'x' } } },
      { read: again },
    ],
    ['open', { open: [{ ...FULL.open[0], marks: 'x' }] }, { read: FULL.read }],
  ])('is left out where it is damaged, with a warning: %s', async (_, part, outcome) => {
    const { state } = await unpack(part);
    expect(state).toMatchObject(outcome);
    expect(state.list === undefined).toBe('list' in outcome);
    expect(warnings).toEqual([
      expect.stringMatching(
        /^(Which calls of 2026-05-07 have|Part of the trigger's saved state is)/,
      ),
    ]);
  });
});
