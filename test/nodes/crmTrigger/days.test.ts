import {
  daysBetween,
  firstState,
  listFrom,
  lostDaysMessage,
  roomForSeen,
  type ListMemory,
} from '../../../nodes/CrmTrigger/memory/state';
import { WatchedDays } from '../../../nodes/CrmTrigger/watchedDays';

/** Which days are asked for, and what is known of a list that begins with them. */
const at = (day: string, time = '12:00:00') => Date.parse(`${day}T${time}+08:00`);
const NOW = at('2026-05-08');
const KNOWN = { from: '2026-05-07', lookbackDays: 1, newestDay: undefined, horizon: null };
const daysOf = (known: object, lookbackDays = 1, now = NOW) =>
  new WatchedDays({ ...KNOWN, ...known }, lookbackDays, now);

describe('a poll asks for the days', () => {
  it.each<[string, object, number, string, string, string]>([
    ['from yesterday on', {}, 1, '2026-05-07', '2026-05-10', '2026-05-07'],
    ['from today on', {}, 0, '2026-05-08', '2026-05-10', '2026-05-08'],
    ['from further back', {}, 3, '2026-05-05', '2026-05-10', '2026-05-07'],
    [
      'from what has not been read since',
      { from: '2026-05-01' },
      1,
      '2026-05-01',
      '2026-05-10',
      '2026-05-01',
    ],
    [
      'from fewer of those when the user asks for fewer',
      { from: '2026-05-01', lookbackDays: 4 },
      1,
      '2026-05-04',
      '2026-05-10',
      '2026-05-04',
    ],
    [
      'from where everything is remembered on',
      { from: '2026-05-01', horizon: at('2026-05-03', '15:00:00') },
      1,
      '2026-05-03',
      '2026-05-10',
      '2026-05-01',
    ],
    [
      'from no earlier for a horizon long ago',
      { horizon: at('2026-04-03') },
      1,
      '2026-05-07',
      '2026-05-10',
      '2026-05-07',
    ],
    [
      'to two days after the latest call',
      { newestDay: '2026-05-09' },
      1,
      '2026-05-07',
      '2026-05-11',
      '2026-05-07',
    ],
    [
      'to two days after today',
      { newestDay: '2026-05-07' },
      1,
      '2026-05-07',
      '2026-05-10',
      '2026-05-07',
    ],
  ])('%s', (_, known, lookbackDays, from, last, kept) => {
    const days = daysOf(known, lookbackDays);
    expect(days).toMatchObject({ today: '2026-05-08', from, last, kept });
  });
});

it('calls before the first watched day were there before, unless the clock is behind', () => {
  expect(daysOf({}, 3).watchedSince).toBe('2026-05-07');
  expect(daysOf({ from: '2026-05-20' }).watchedSince).toBe('2026-05-08');
});

describe('after a whole reading the first day to ask for is', () => {
  const next = (
    read: number,
    newest: string | undefined,
    open: string | undefined,
    known: object = { from: '2026-05-01' },
  ) => daysOf(known).next(read, newest, open);

  it.each<[string, string, string | undefined, string | undefined, string]>([
    ['that of the lookback', '2026-05-08', '2026-05-08', undefined, '2026-05-07'],
    ['of a list without calls as well', '2026-05-08', undefined, undefined, '2026-05-07'],
    ['counted from the day when it began', '2026-05-07', '2026-05-08', undefined, '2026-05-06'],
    ['counted from the latest call', '2026-05-08', '2026-05-05', undefined, '2026-05-04'],
    ['not later than an open call', '2026-05-08', '2026-05-08', '2026-05-04', '2026-05-04'],
    ['not that of an open call of today', '2026-05-08', '2026-05-08', '2026-05-08', '2026-05-07'],
    [
      'counted from today where the clock was ahead',
      '2026-06-08',
      undefined,
      undefined,
      '2026-05-07',
    ],
    ['never earlier than it was', '2026-05-08', '2026-04-01', undefined, '2026-05-01'],
  ])('%s', (_, read, newest, open, expected) => {
    expect(next(at(read), newest, open)).toBe(expected);
  });
});

describe('the latest day of a call', () => {
  it.each<[string | undefined, string | undefined, string | undefined]>([
    [undefined, undefined, undefined],
    ['2026-05-08', undefined, '2026-05-08'],
    [undefined, '2026-05-07', '2026-05-07'],
    ['2026-05-08', '2026-05-07', '2026-05-08'],
    ['2026-05-07', '2026-05-08', '2026-05-08'],
    ['2026-05-09', '2026-05-07', '2026-05-09'],
    ['2026-05-10', '2026-05-07', '2026-05-07'],
    ['2126-05-08', undefined, undefined],
  ])('is %s after %s: %s', (met, newestDay, expected) => {
    expect(daysOf({ newestDay }).newest(met)).toBe(expected);
  });
});

describe('what is known of a list', () => {
  const LIST: ListMemory = {
    from: '2026-05-06',
    total: 60,
    days: { '2026-05-06': 10, '2026-05-07': 20, '2026-05-08': 30 },
    order: 'newest',
    counting: 'rows',
    pageCap: 5,
    front: 'front',
  };

  it('stays the same from the same day on', () => {
    expect(listFrom(LIST, '2026-05-06')).toBe(LIST);
  });

  it('is less by the days that are left out', () => {
    expect(listFrom(LIST, '2026-05-07')).toEqual({
      ...LIST,
      from: '2026-05-07',
      total: 50,
      days: { '2026-05-07': 20, '2026-05-08': 30 },
    });
    expect(listFrom(LIST, '2026-05-08')).toMatchObject({ total: 30, days: { '2026-05-08': 30 } });
    expect(listFrom(LIST, '2026-05-09')).toMatchObject({ total: 0, days: {} });
  });

  it('is nothing for further days, without a total, or when nothing was read', () => {
    expect(listFrom(LIST, '2026-05-05')).toBeUndefined();
    expect(listFrom({ ...LIST, total: null }, '2026-05-06')).toBeUndefined();
    expect(listFrom({ ...LIST, total: null }, '2026-05-07')).toBeUndefined();
    expect(listFrom(undefined, '2026-05-06')).toBeUndefined();
  });
});

it('days between two include both, and are not endless', () => {
  expect(daysBetween('2026-05-08', '2026-05-08')).toEqual(['2026-05-08']);
  expect(daysBetween('2026-04-30', '2026-05-01')).toEqual(['2026-04-30', '2026-05-01']);
  expect(daysBetween('2026-05-08', '2026-05-07')).toEqual([]);
  expect(daysBetween('1970-01-01', '2026-05-08')).toHaveLength(400);
});

it('lost days are named once each', () => {
  expect(lostDaysMessage(['2026-05-07', '2026-05-08', '2026-05-07'])).toContain(
    'calls of 2026-05-07, 2026-05-08 have',
  );
});

it('what a state holds beside the seen records takes room from them', () => {
  const options = {
    scope: { account: 'a', filters: 'f' },
    today: '2026-05-08',
    lookbackDays: 1,
    pause: async () => await Promise.resolve(),
    warn: () => {},
  };
  const state = { ...firstState(options), seen: { '2026-05-08': 'x'.repeat(100) } };
  const rest = JSON.stringify({ ...state, seen: {} }).length;
  // n8n adds something to it.
  expect(roomForSeen(state)).toEqual({
    dense: 64 * 1024 - 1_500 - rest,
    sparse: 1024 * 1024 - 1_500 - rest,
  });
  const list = { ...state, seenDays: ['x'.repeat(1024 * 1024)] };
  expect(roomForSeen(list)).toEqual({ dense: 0, sparse: 0 });
});
