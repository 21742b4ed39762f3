import { readState } from '../../nodes/CrmTrigger/readState';
import type { TriggerState } from '../../nodes/CrmTrigger/state';
import { watch, type Watched } from '../../nodes/CrmTrigger/watch';
import type { Row } from '../../nodes/shared/lists';
import { addDays, shanghaiDay } from '../../xiaoa/shanghaiTime';
import type { PageRequest } from '../../xiaoa/lists/readAll';

const DAY = 86_400_000;
const MINUTE = 60_000;
const pause = async () => await new Promise<void>((resolve) => setImmediate(resolve));

/** A platform in a few lines, whose requests take time, and a trigger that polls it. */
class Bench {
  now = Date.parse('2026-05-08T23:00:00+08:00');
  rows: Row[] = [];
  msPerRequest = 0;
  cap = 1_000;
  hasTotal = true;
  requests = 0;
  readonly warnings: string[] = [];
  private state: TriggerState | undefined;

  add(count: number, daysAgo = 0): number[] {
    return Array.from({ length: count }, () => {
      const id = this.rows.length + 1;
      const day = addDays(shanghaiDay(this.now), -daysAgo);
      const connected_at = `${day} 10:00:00`;
      this.rows.push({ id, sn: `account|${id}`, connected_at, endreason: '对方挂机', score: 90 });
      return id;
    });
  }

  async poll(more: { lookbackDays?: number; emitExisting?: boolean } = {}): Promise<unknown[]> {
    const { lookbackDays = 1, emitExisting = false } = more;
    this.requests = 0;
    const today = shanghaiDay(this.now);
    const scope = { account: 'a'.repeat(16), filters: 'f'.repeat(16) };
    const stored = { state: this.state && (JSON.parse(JSON.stringify(this.state)) as unknown) };
    const { rows, state }: Watched = await watch({
      state: await readState(stored.state, {
        scope,
        today,
        lookbackDays,
        pause,
        warn: (message) => this.warnings.push(message),
      }),
      pause,
      sns: new Map(),
      lookbackDays,
      emitExisting,
      rescanMs: 30 * MINUTE,
      limits: { baselineMs: 5 * MINUTE, pollMs: 30_000 },
      now: () => this.now,
      fetchPage: async (days, request) => this.page(days, request),
      warn: (message) => this.warnings.push(message),
    });
    this.state = state;
    return rows.map(({ id }) => id);
  }

  private page({ first, last }: { first: string; last: string }, request: PageRequest) {
    this.now += this.msPerRequest;
    this.requests++;
    const list = this.rows
      .filter(({ connected_at: at }) => String(at) >= first && String(at) <= `${last} 24`)
      .reverse();
    const size = Math.min(request.pageSize, this.cap);
    const rows = list.slice(request.pageIndex * size, (request.pageIndex + 1) * size);
    return { rows, total: this.hasTotal ? list.length : undefined };
  }
}

it('gives all records of a standstill, though reading takes several polls and midnight passes', async () => {
  const bench = new Bench();
  await bench.poll();
  bench.now += 5 * DAY;
  const missed = [4, 3, 2, 1, 0].flatMap((daysAgo) => bench.add(60, daysAgo));
  bench.cap = 20;
  bench.msPerRequest = 9_000;
  const given: unknown[] = [];
  for (let polls = 0; polls < 20; polls++) {
    given.push(...(await bench.poll()));
    bench.now += 5 * MINUTE;
  }
  expect(given).toEqual(missed);
  expect(bench.warnings[0]).toContain('more calls than one poll can give');
  bench.msPerRequest = 0;
  expect(await bench.poll()).toEqual([]);
});

it('takes the time for a baseline that a poll has not, and then gives what is new', async () => {
  const bench = new Bench();
  bench.add(300);
  bench.cap = 20;
  bench.msPerRequest = 40_000;
  expect(await bench.poll()).toEqual([]);
  expect(bench.warnings[0]).toContain('there before');
  expect(await bench.poll()).toEqual([]);
  expect(await bench.poll()).toEqual([]);
  const added = bench.add(2);
  expect(await bench.poll()).toEqual(added);
});

it('gives new records while a regular reading of everything goes on over several polls', async () => {
  const bench = new Bench();
  bench.add(300);
  bench.cap = 20;
  await bench.poll();
  bench.now += 30 * MINUTE;
  bench.msPerRequest = 9_000;
  for (let polls = 0; polls < 4; polls++) {
    const added = bench.add(1);
    expect(await bench.poll()).toEqual(added);
  }
  expect(bench.warnings).toEqual([]);
});

it('does without a total, at the price of reading everything', async () => {
  const bench = new Bench();
  bench.hasTotal = false;
  bench.add(2_500);
  await bench.poll();
  const added = bench.add(2);
  expect(await bench.poll()).toEqual(added);
  expect(await bench.poll()).toEqual([]);
  expect(bench.requests).toBeGreaterThan(2);
});

it('reads nothing twice at midnight', async () => {
  const bench = new Bench();
  bench.add(1_500, 1);
  bench.add(1_500);
  await bench.poll();
  bench.now += 65 * MINUTE;
  await bench.poll();
  const read = bench.requests;
  expect(read).toBeGreaterThan(1);
  bench.now = Date.parse('2026-05-09T23:59:30+08:00');
  bench.add(1_500);
  await bench.poll();
  bench.now += MINUTE;
  const added = [...bench.add(1, 1), ...bench.add(1)];
  expect(await bench.poll()).toEqual(added);
  expect(bench.requests).toBe(1);
  expect(await bench.poll()).toEqual([]);
  expect(bench.requests).toBe(1);
});

it('looks back as many days as it is told, from the day of the last poll', async () => {
  const bench = new Bench();
  await bench.poll();
  const [yesterday] = bench.add(1, 1);
  bench.add(1, 2);
  expect(await bench.poll()).toEqual([yesterday]);
  await bench.poll({ lookbackDays: 0 });
  bench.add(1, 1);
  const [today] = bench.add(1);
  expect(await bench.poll({ lookbackDays: 0 })).toEqual([today]);
});
