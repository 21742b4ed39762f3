import { OpenCalls } from '../../../nodes/CrmTrigger/memory/openCalls';
import { SeenRecords } from '../../../nodes/CrmTrigger/memory/seenRecords';
import { Sightings, type SightingRules } from '../../../nodes/CrmTrigger/sightings';
import type { Row } from '../../../nodes/shared/lists';
import { DEEP } from '../../support/randomRuns';

/** How a poll sorts the records that it comes across. */
const NOW = Date.parse('2026-05-08T12:00:00+08:00');
const HOUR = 3_600_000;
const pause = async () => await Promise.resolve();

const row = (id: unknown, sn?: string, more: Row = {}): Row => ({
  id,
  sn,
  connected_at: '2026-05-08 10:00:00',
  endreason: '空号',
  ...more,
});
const idsOf = (rows: Row[]) => rows.map(({ id, sn }) => (sn === undefined ? id : `${id}${sn}`));

/** What is known from one poll to the next, also by the process. */
class Polls {
  seen!: SeenRecords;
  open!: OpenCalls;
  sns = new Map<string, string>();

  static async begin(): Promise<Polls> {
    const polls = new Polls();
    ({ seen: polls.seen } = await SeenRecords.read({}, pause));
    ({ open: polls.open } = await OpenCalls.read([], NOW));
    return polls;
  }

  next(rules: Partial<SightingRules> = {}): Sightings {
    return new Sightings(this.seen, this.open, this.sns, {
      from: '2026-05-07',
      horizon: -Infinity,
      now: NOW,
      isExisting: () => false,
      ...rules,
    });
  }

  /** What comes out of a poll that meets these rows. */
  async poll(...rows: Row[]): Promise<unknown[]> {
    const sightings = this.next();
    for (const one of rows) sightings.look(one);
    return idsOf(await sightings.take(pause));
  }
}

let polls: Polls;

beforeEach(async () => (polls = await Polls.begin()));

describe('a record', () => {
  it('comes out once, the oldest call first', async () => {
    const late = row(1, 'a', { connected_at: '2026-05-08 11:00:00' });
    expect(await polls.poll(late, row(2, 'b'), late)).toEqual(['2b', '1a']);
    expect(await polls.poll(late, row(2, 'b'))).toEqual([]);
  });

  it('is done with when it comes out, has come out, or never will', async () => {
    const sightings = polls.next({ isExisting: (day) => day === '2026-05-07' });
    expect(sightings.look(row(1))).toBe(true);
    expect(sightings.look(row(1))).toBe(true);
    expect(sightings.look(row(2, 'b', { connected_at: '2026-05-07 10:00:00' }))).toBe(true);
    expect(sightings.freshCount).toBe(1);
    expect(sightings.isSeen(row(1))).toBe(false);
    await sightings.take(pause);
    expect(polls.next().look(row(1))).toBe(true);
    expect(polls.next().isSeen(row(1))).toBe(true);
    expect(await polls.poll(row(2, 'b'))).toEqual([]);
  });

  it('is not done with while it does not pass the filters, or its call goes on', () => {
    const sightings = polls.next({ accept: ({ score }) => score === 90 });
    expect(sightings.look(row(1))).toBe(false);
    expect(sightings.look(row(1, undefined, { score: 90, endreason: '' }))).toBe(false);
    expect(sightings.freshCount).toBe(0);
    expect(sightings.look(row(1, undefined, { score: 90 }))).toBe(true);
    expect(sightings.freshCount).toBe(1);
    // What has come out in this poll is done with, whatever becomes of its score.
    expect(sightings.look(row(1))).toBe(true);
    expect(sightings.freshCount).toBe(1);
  });

  it('is not looked at when it is older than what is asked for or remembered', () => {
    const sightings = polls.next({ horizon: NOW - 2 * HOUR });
    const made = (connected_at: string) => row(1, 'a', { connected_at });
    expect(sightings.look(made('2026-05-06 23:59:59'))).toBe(false);
    expect(sightings.look(made('2026-05-08 09:59:59'))).toBe(false);
    expect(sightings.freshCount).toBe(0);
    expect(sightings.look(made('2026-05-08 10:00:00'))).toBe(true);
    const first = polls.next();
    expect(first.look(made('2026-05-06 23:59:59'))).toBe(false);
    expect(first.look(made('2026-05-07 00:00:00'))).toBe(true);
  });

  it('without a time belongs to today, and is looked at', async () => {
    const sightings = polls.next({ horizon: NOW });
    const none = row(1, 'a', { connected_at: '' });
    expect(sightings.dayOf(none)).toBe('2026-05-08');
    expect(sightings.look(none)).toBe(true);
    expect(sightings.newestDay).toBeUndefined();
    await sightings.take(pause);
    expect(polls.seen.hasOn(NOW, '1')).toBe(true);
    const timed = row(1, 'a', { connected_at: '2026-05-07 10:00:00' });
    expect(sightings.dayOf(timed)).toBe('2026-05-07');
  });

  it('is remembered under the day to which its time was corrected', async () => {
    await polls.poll(row(1, 'a', { connected_at: '2026-05-07 10:00:00' }));
    await polls.poll(row(1, 'a'));
    polls.seen.dropBefore('2026-05-08');
    expect(await polls.poll(row(1, 'a'))).toEqual([]);
    const stored = await polls.seen.store({ dense: Infinity, sparse: Infinity });
    expect(Object.keys(stored.seen)).toEqual(['2026-05-08']);
  });

  it('is not written down again when it is known under its day', async () => {
    await polls.poll(row(1, 'a'));
    let written = 0;
    polls.seen.add = () => void written++;
    await polls.poll(row(1, 'a', { connected_at: '2026-05-08 23:00:00' }));
    await polls.poll(row(1, 'a', { connected_at: '1970-01-01 08:00:00' }));
    expect(written).toBe(0);
    await polls.poll(row(1, 'a', { connected_at: '2026-05-07 23:00:00' }));
    expect(written).toBe(1);
  });
});

it('the latest day of a call is that of any record that has a time', () => {
  const sightings = polls.next();
  expect(sightings.newestDay).toBeUndefined();
  for (const [day, newest] of [
    ['2026-05-07', '2026-05-07'],
    ['2026-05-08', '2026-05-08'],
    ['2026-05-07', '2026-05-08'],
    ['2026-05-01', '2026-05-08'],
  ]) {
    sightings.look(row(day, 'a', { connected_at: `${day} 10:00:00` }));
    expect(sightings.newestDay).toBe(newest);
  }
  sightings.look(row(9, 'a', { connected_at: '' }));
  expect(polls.next({ now: NOW + 48 * HOUR }).newestDay).toBeUndefined();
});

it('rows in turn are of the day that each of them is of', () => {
  const sightings = polls.next();
  const times = ['2026-05-07 23:59:59', '2026-05-08 00:00:00', '2026-05-07 23:59:59'];
  const days = times.map((connected_at) => sightings.dayOf(row(1, 'a', { connected_at })));
  expect(days).toEqual(['2026-05-07', '2026-05-08', '2026-05-07']);
});

it('what was met is forgotten when all of it will be met again', async () => {
  const sightings = polls.next();
  sightings.look(row(1, 'a'));
  sightings.forget();
  expect(sightings.freshCount).toBe(0);
  sightings.look(row(1, 'b'));
  expect(idsOf(await sightings.take(pause))).toEqual(['1b']);
  // Nothing is left of the first one, and so nothing to tell them apart.
  expect(await polls.poll(row(1, 'b'))).toEqual([]);
});

it('n8n may do something else between thousands of records', async () => {
  const sightings = polls.next();
  for (let id = 1; id <= 4_000; id++) sightings.look(row(id));
  let pauses = 0;
  await sightings.take(async () => await Promise.resolve(void pauses++));
  expect(pauses).toBe(2);
});

it('a call that comes out is not open any more', async () => {
  await polls.poll(row(1, 'a', { endreason: '' }));
  expect(polls.open.unmet).toBe(0);
  expect(await polls.open.store()).toHaveLength(1);
  expect(await polls.poll(row(1, 'a'))).toEqual(['1a']);
  expect(await polls.open.store()).toEqual([]);
});

describe('records of one id', () => {
  it('come out each when they come together, and never again', async () => {
    expect(await polls.poll(row(5, 'a'), row(5, 'b'), row(5, 'c'))).toEqual(['5a', '5b', '5c']);
    const orders = ['abc', 'cba', 'bca'].map((sns) => [...sns].map((sn) => row(5, sn)));
    for (const rows of orders) expect(await polls.poll(...rows)).toEqual([]);
    polls.sns = new Map();
    for (const rows of orders) expect(await polls.poll(...rows)).toEqual([]);
    expect(await polls.poll(row(5, 'd'))).toEqual(['5d']);
    expect(await polls.poll(row(5, 'd'), row(5, 'a'))).toEqual([]);
  });

  it('come out each when they come one after the other in one process', async () => {
    expect(await polls.poll(row(5, 'a'))).toEqual(['5a']);
    expect(await polls.poll(row(5, 'b'))).toEqual(['5b']);
    expect(await polls.poll(row(5, 'a'))).toEqual([]);
    expect(await polls.poll(row(5, 'b'), row(5, 'a'))).toEqual([]);
    expect(await polls.poll(row(5, 'a'), row(5, 'b'))).toEqual([]);
  });

  it('are one when a process has not met the first, unless both are there', async () => {
    await polls.poll(row(5, 'a'));
    polls.sns = new Map();
    expect(await polls.poll(row(5, 'b'))).toEqual([]);
    expect(await polls.poll(row(5, 'a'), row(5, 'b'))).toEqual(['5b']);
    expect(await polls.poll(row(5, 'b'), row(5, 'a'))).toEqual([]);
    expect(await polls.poll(row(5, 'b'))).toEqual([]);
  });

  it('are one record when they have no sn, or the same', async () => {
    expect(await polls.poll(row(5), row(5))).toEqual([5]);
    expect(await polls.poll(row(6, 'a'), row(6, 'a'))).toEqual(['6a']);
    expect(await polls.poll(row(6, 'a'), row(5))).toEqual([]);
  });

  it('are known where one of them comes without its sn', async () => {
    await polls.poll(row(5, 'a'), row(5, 'b'));
    expect(await polls.poll(row(5))).toEqual([]);
  });

  it('are told apart with others in between, though they were there before', async () => {
    const sightings = polls.next({ isExisting: () => true });
    for (const one of [row(5, 'a'), row(6, 'x'), row(5, 'b')]) sightings.look(one);
    await sightings.take(pause);
    expect(
      await polls.poll(row(5, 'a'), row(6, 'x'), row(5, 'b'), row(7, 'y'), row(5, 'c')),
    ).toEqual(['7y', '5c'].sort());
  });

  (DEEP > 0 ? it : it.skip)(
    'do not come out again when a poll has met more than it compares',
    () => {
      const sightings = polls.next({
        isExisting: (day) => day === '2026-05-07',
        accept: ({ sn }) => sn !== 'other',
      });
      const both = [row(5, 'a'), row(5, 'b')];
      const at = (day: string) => (one: Row) =>
        sightings.look({ ...one, connected_at: `${day} 10:00:00` });
      both.forEach(at('2026-05-07'));
      for (let id = 10; id < 100_010; id++) sightings.look({ id, sn: 'other' });
      both.reverse().forEach(at('2026-05-08'));
      expect(sightings.freshCount).toBe(0);
    },
  );

  it('do not make others of other ids known', async () => {
    await polls.poll(row(5, 'a'), row(5, 'b'));
    expect(await polls.poll(row(6, 'a'), row(6, 'b'), row(7, 'a'))).toEqual(['6a', '6b', '7a']);
  });

  it('that do not come out do not hold back the others', async () => {
    const sightings = polls.next({ accept: ({ score }) => score !== 0 });
    sightings.look(row(5, 'a', { score: 0 }));
    sightings.look(row(5, 'b'));
    expect(idsOf(await sightings.take(pause))).toEqual(['5b']);
    expect(await polls.poll(row(5, 'a', { score: 0 }), row(5, 'b'))).toEqual(['5a']);
  });

  it('are told apart while the process remembers no more than ten thousand', async () => {
    await polls.poll(...Array.from({ length: 10_000 }, (_, at) => row(at + 1, 'a')));
    expect(polls.sns.size).toBe(10_000);
    expect(await polls.poll(row(1, 'b'))).toEqual(['1b']);
    await polls.poll(row(10_001, 'a'));
    expect(polls.sns.size).toBe(0);
  });

  it('nothing is noted of records that are known by more than their id', async () => {
    await polls.poll(row(5, 'a'), row(5, 'b'));
    expect([...polls.sns.keys()]).toEqual(['5']);
  });

  it('nothing is noted of records that have no id', async () => {
    await polls.poll(row('', 'a'), row(7));
    expect(polls.sns.size).toBe(0);
  });
});
