import { SeenRecords } from '../../../nodes/CrmTrigger/memory/seenRecords';

const HOUR = 3_600_000;
const NOON = Date.parse('2026-05-08T12:00:00+08:00');
const EVERYTHING = { dense: Infinity, sparse: Infinity };
const pause = async () => await Promise.resolve();

const empty = async () => (await SeenRecords.read({}, pause)).seen;

async function again(seen: SeenRecords): Promise<SeenRecords> {
  const stored = await seen.store(EVERYTHING);
  const { seen: read, lostDays } = await SeenRecords.read(
    JSON.parse(JSON.stringify(stored.seen)) as typeof stored.seen,
    pause,
  );
  expect(lostDays).toEqual([]);
  return read;
}

it('remembers keys of every kind, over a restart as well', async () => {
  const seen = await empty();
  const keys = ['1', '2', '4097', '9007199254740991', '#abcdefghijkl'];
  keys.forEach((key, at) => seen.add(NOON + at * 7 * HOUR, key));
  const read = await again(seen);
  for (const one of [seen, read, await again(read)]) {
    expect(keys.filter((key) => one.has(key))).toEqual(keys);
    expect(['3', '4096', '#abcdefghijkm'].filter((key) => one.has(key))).toEqual([]);
  }
});

it('files records under the Shanghai day of their call', async () => {
  const seen = await empty();
  seen.add(Date.parse('2026-05-08T00:00:00+08:00'), '1');
  seen.add(Date.parse('2026-05-08T23:59:59+08:00'), '2');
  seen.add(Date.parse('2026-05-09T00:00:00+08:00'), '3');
  const { seen: days } = await seen.store(EVERYTHING);
  expect(Object.keys(days)).toEqual(['2026-05-08', '2026-05-09']);
});

it.each([
  ['the first hour of the day', '2026-05-08T00:00:00+08:00', true],
  ['the last hour of the day', '2026-05-08T23:59:59+08:00', true],
  ['the day before', '2026-05-07T23:59:59+08:00', false],
  ['the day after', '2026-05-09T00:00:00+08:00', false],
])('knows whether a record is filed under a day: asked for %s', async (_, time, isThere) => {
  const first = await empty();
  first.add(Date.parse('2026-05-08T00:30:00+08:00'), '1');
  const last = await empty();
  last.add(Date.parse('2026-05-08T23:30:00+08:00'), '1');
  expect([first, last].map((seen) => seen.hasOn(Date.parse(time), '1'))).toEqual([
    isThere,
    isThere,
  ]);
  expect(first.hasOn(Date.parse(time), '2')).toBe(false);
});

it('says whether it holds keys other than numbers', async () => {
  const seen = await empty();
  expect(seen.holdsDigests).toBe(false);
  seen.add(NOON, '1');
  expect(seen.holdsDigests).toBe(false);
  seen.add(NOON, '#abcdefghijkl');
  expect(seen.holdsDigests).toBe(true);
});

it('forgets records that are removed, and keeps what is added to days that were stored', async () => {
  const seen = await empty();
  for (const key of ['1', '2', '3']) seen.add(NOON, key);
  seen.add(NOON + 3 * HOUR, '2');
  const read = await again(seen);
  read.remove(['2', '3']);
  read.add(NOON - 30 * HOUR, '5');
  const after = await again(read);
  expect(['1', '2', '3', '5'].filter((key) => after.has(key))).toEqual(['1', '5']);
  after.add(NOON, '6');
  const last = await again(after);
  expect(['1', '2', '3', '5', '6'].filter((key) => last.has(key))).toEqual(['1', '5', '6']);
});

it('stores the same in whatever order the records came', async () => {
  const records = [0, 1, 2, 30].map((hours) => [NOON + hours * HOUR, String(hours + 1)] as const);
  const [forwards, backwards] = [await empty(), await empty()];
  for (const record of records) forwards.add(...record);
  for (const record of records.reverse()) backwards.add(...record);
  expect(JSON.stringify(await backwards.store(EVERYTHING))).toBe(
    JSON.stringify(await forwards.store(EVERYTHING)),
  );
});

it('stores nothing for a day of which nothing is left', async () => {
  const seen = await empty();
  seen.add(NOON, '1');
  seen.remove(['1']);
  expect((await seen.store(EVERYTHING)).seen).toEqual({});
});

it('drops the days before one, whether they changed or not', async () => {
  const seen = await empty();
  const days = ['2026-05-06', '2026-05-07', '2026-05-08'];
  days.forEach((day, at) => seen.add(Date.parse(`${day}T00:00:00+08:00`), String(at + 1)));
  const read = await again(seen);
  for (const one of [seen, read]) {
    one.dropBefore('2026-05-07');
    expect(Object.keys((await one.store(EVERYTHING)).seen)).toEqual(days.slice(1));
    expect(['1', '2', '3'].map((key) => one.has(key))).toEqual([false, true, true]);
  }
});

it('names the days that cannot be read, and reads the others', async () => {
  const seen = await empty();
  seen.add(NOON, '1');
  seen.add(NOON + 24 * HOUR, '2');
  const { seen: days } = await seen.store(EVERYTHING);
  const damaged = { ...days, '2026-05-08': days['2026-05-08'].slice(0, -2) };
  const { seen: read, lostDays } = await SeenRecords.read(damaged, pause);
  expect(lostDays).toEqual(['2026-05-08']);
  expect(['1', '2'].map((key) => read.has(key))).toEqual([false, true]);
});

it('takes nothing of a day of which a part cannot be read', async () => {
  const { packBytes } = await import('../../../xiaoa/packedBytes');
  const good = await empty();
  good.add(NOON, '1');
  const { unpackBytes } = await import('../../../xiaoa/packedBytes');
  const bytes = await unpackBytes((await good.store(EVERYTHING)).seen['2026-05-08']);
  const broken = await packBytes(Uint8Array.from([...bytes, 13, 1]));
  const { seen, lostDays } = await SeenRecords.read({ '2026-05-08': broken }, pause);
  expect(lostDays).toEqual(['2026-05-08']);
  expect(seen.has('1')).toBe(false);
});

it('lets n8n do something else between the days, and between the hours of one', async () => {
  let pauses = 0;
  const count = async () => await Promise.resolve(void pauses++);
  const { seen } = await SeenRecords.read({}, count);
  for (let hour = 0; hour < 5; hour++) seen.add(NOON + hour * HOUR, String(hour + 1));
  const stored = await seen.store(EVERYTHING);
  expect(pauses).toBe(5);
  pauses = 0;
  await SeenRecords.read(stored.seen, count);
  expect(pauses).toBe(6);
});

describe('without room for all', () => {
  /** Keys without a pattern, which take about nine bytes each. */
  const key = (hour: number, at: number) =>
    `#${Buffer.from(`${hour}`.padStart(3, '0') + `${at * 7_919}`.padStart(6, '0')).toString('base64url')}`;

  async function filled(hours: number, each: number): Promise<SeenRecords> {
    const seen = await empty();
    for (let hour = 0; hour < hours; hour++) {
      for (let at = 0; at < each; at++) seen.add(NOON + hour * HOUR, key(hour, at));
    }
    return seen;
  }

  const kept = (seen: SeenRecords, hours: number) =>
    Array.from({ length: hours }, (_, hour) => hour).filter((hour) => seen.has(key(hour, 0)));

  it('gives up the oldest hours, and says from when on everything is known', async () => {
    const seen = await filled(10, 100);
    const { length } = JSON.stringify((await seen.store(EVERYTHING)).seen);
    const room = { dense: 0, sparse: Math.floor(length * 0.85) };
    const { seen: stored, horizon } = await seen.store(room);
    const shorter = JSON.stringify(stored).length;
    // Shorter than it has to be, but not by much.
    expect(shorter).toBeLessThan(length * 0.77);
    expect(shorter).toBeGreaterThan(length * 0.65);
    const { seen: read } = await SeenRecords.read(stored, pause);
    const hours = kept(read, 10);
    expect(hours).toEqual(kept(seen, 10));
    expect(horizon).toBe(NOON + hours[0] * HOUR);
    expect(hours).toEqual(Array.from({ length: hours.length }, (_, at) => hours[0] + at));
    expect(hours.at(-1)).toBe(9);
    expect((await seen.store(room)).horizon).toBeUndefined();
  });

  it('gives up as much of what was read as of what is new', async () => {
    const seen = await filled(11, 100);
    const { seen: stored } = await seen.store(EVERYTHING);
    const room = { dense: 0, sparse: Math.floor(JSON.stringify(stored).length * 0.9) };
    const { seen: read } = await SeenRecords.read(stored, pause);
    const { horizon } = await read.store(room);
    expect(horizon).toBe((await seen.store(room)).horizon);
    expect(kept(read, 11)).toEqual(kept(seen, 11));
  });

  it('gives up nothing that fits exactly', async () => {
    const seen = await filled(5, 20);
    const { length } = JSON.stringify((await seen.store(EVERYTHING)).seen);
    expect((await seen.store({ dense: 0, sparse: length })).horizon).toBeUndefined();
    expect((await seen.store({ dense: 0, sparse: length - 1 })).horizon).toBeDefined();
  });

  it('keeps the last two hours in any case', async () => {
    const seen = await filled(4, 20);
    const { horizon } = await seen.store({ dense: 0, sparse: 0 });
    expect(kept(seen, 4)).toEqual([2, 3]);
    expect(horizon).toBe(NOON + 2 * HOUR);
    const two = await filled(2, 20);
    expect((await two.store({ dense: 0, sparse: 0 })).horizon).toBeUndefined();
  });

  it('finds the oldest hours in whatever order they came', async () => {
    const seen = await empty();
    for (const hour of [3, 0, 4, 1, 2]) seen.add(NOON + hour * HOUR, key(hour, 0));
    await seen.store({ dense: 0, sparse: 0 });
    expect(kept(seen, 5)).toEqual([3, 4]);
  });

  it('grants ids that are counted up the small room alone', async () => {
    const counted = await empty();
    let random = 1;
    for (let id = 1; id <= 20_000; id++) {
      random = (random * 48_271) % 2_147_483_647;
      if (random % 1_000 < 500) counted.add(NOON + (id % 6) * HOUR, String(id));
    }
    const { length } = JSON.stringify((await counted.store(EVERYTHING)).seen);
    expect((await counted.store({ dense: length, sparse: 0 })).horizon).toBeUndefined();
    expect((await counted.store({ dense: length - 1, sparse: Infinity })).horizon).toBeDefined();
    const loose = await filled(6, 50);
    expect((await loose.store({ dense: 0, sparse: Infinity })).horizon).toBeUndefined();
  });
});
