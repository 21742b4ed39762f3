import { readState } from '../../nodes/CrmTrigger/memory/readState';
import type { TriggerState } from '../../nodes/CrmTrigger/memory/state';
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
  /** Whether there is always a further page. */
  isEndless = false;
  rescanMinutes = 30;
  accept: (row: Row) => boolean = () => true;
  requests = 0;
  readonly warnings: string[] = [];
  private state: TriggerState | undefined;

  private sns = new Map<string, string>();
  private latest?: { first: string; last: string; count: number; list: Row[] };

  /** A new process knows what is stored, and nothing else. */
  restart(): void {
    this.sns = new Map();
  }

  add(count: number, daysAgo = 0, score = 90): number[] {
    return Array.from({ length: count }, () => {
      const id = this.rows.length + 1;
      const day = addDays(shanghaiDay(this.now), -daysAgo);
      const connected_at = `${day} 10:00:00`;
      this.rows.push({ id, sn: `account|${id}`, connected_at, endreason: '对方挂机', score });
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
      sns: this.sns,
      lookbackDays,
      emitExisting,
      rescanMs: this.rescanMinutes * MINUTE,
      accept: this.accept,
      limits: { baselineMs: 5 * MINUTE, pollMs: 30_000 },
      now: () => this.now,
      fetchPage: async (days, request) => this.page(days, request),
      warn: (message) => this.warnings.push(message),
    });
    this.state = state;
    return rows.map(({ id }) => id);
  }

  /** The rows between two days, the newest first. */
  private listed(first: string, last: string): Row[] {
    const { latest } = this;
    const count = this.rows.length;
    if (latest?.first === first && latest.last === last && latest.count === count)
      return latest.list;
    const list = this.rows
      .filter(({ connected_at: at }) => String(at) >= first && String(at) <= `${last} 24`)
      .reverse();
    this.latest = { first, last, count, list };
    return list;
  }

  private page({ first, last }: { first: string; last: string }, request: PageRequest) {
    this.now += this.msPerRequest;
    this.requests++;
    const list = this.listed(first, last);
    const size = Math.min(request.pageSize, this.cap);
    const rows = list.slice(request.pageIndex * size, (request.pageIndex + 1) * size);
    while (this.isEndless && rows.length < size) {
      const id = 1e9 + request.pageIndex * size + rows.length;
      rows.push({ id, connected_at: `${first} 00:00:01`, endreason: '空号' });
    }
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
  expect(bench.warnings[0]).toContain('more new calls than one poll can return');
  bench.msPerRequest = 0;
  expect(await bench.poll()).toEqual([]);
});

it('takes the time for a baseline that a poll has not, and then gives what is new', async () => {
  const bench = new Bench();
  bench.add(300);
  bench.cap = 20;
  bench.msPerRequest = 40_000;
  expect(await bench.poll()).toEqual([]);
  expect(bench.warnings[0]).toContain('once all earlier calls are known');
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

describe('a score that comes late, shortly before midnight', () => {
  it.each([
    [0, 30],
    [0, 1_440],
    [1, 30],
    [1, 1_440],
  ])(
    'is found with %i lookback days and a full rescan every %i minutes',
    async (lookbackDays, rescan) => {
      const bench = new Bench();
      bench.rescanMinutes = rescan;
      bench.accept = ({ score }) => score === 90;
      const poll = async () => await bench.poll({ lookbackDays });
      bench.add(1_500, lookbackDays, 20);
      await poll();
      bench.now = Date.parse('2026-05-08T23:58:00+08:00');
      await poll();
      bench.rows[3].score = 90;
      const given: unknown[] = [];
      for (let minute = 0; minute < 120; minute++) {
        bench.now += MINUTE;
        given.push(...(await poll()));
      }
      expect(given).toEqual([bench.rows[3].id]);
    },
  );
});

describe("n8n's clock", () => {
  it.each([1, 3, 40, 400])('may be %i days ahead for some polls', async (days) => {
    const bench = new Bench();
    bench.add(30);
    await bench.poll();
    const first = bench.add(2);
    bench.now += days * DAY;
    const ahead = await bench.poll();
    ahead.push(...(await bench.poll()));
    bench.now -= days * DAY;
    const given = [...ahead, ...(await bench.poll())];
    const next = bench.add(2);
    given.push(...(await bench.poll()), ...(await bench.poll()));
    expect(given).toEqual([...first, ...next]);
  });

  it('may be days behind for some polls', async () => {
    const bench = new Bench();
    bench.add(30);
    await bench.poll();
    bench.now -= 3 * DAY;
    const first = bench.rows.length;
    for (const at of [1, 2]) {
      bench.rows.push({ id: first + at, connected_at: '2026-05-08 12:00:00', endreason: '空号' });
    }
    const given = [...(await bench.poll()), ...(await bench.poll())];
    bench.now += 3 * DAY;
    given.push(...(await bench.poll()), ...(await bench.poll()));
    expect(given).toEqual([first + 1, first + 2]);
  });
});

describe('without a total', () => {
  it('a poll keeps within its time and number, and the others follow', async () => {
    const bench = new Bench();
    bench.hasTotal = false;
    bench.add(5);
    await bench.poll();
    const added = bench.add(60_000);
    bench.msPerRequest = 1_500;
    const given: unknown[] = [];
    for (let polls = 0; polls < 12 && given.length < added.length; polls++) {
      const began = bench.now;
      const rows = await bench.poll();
      expect(rows.length).toBeLessThanOrEqual(11_000);
      expect(bench.now - began).toBeLessThanOrEqual(32_000);
      given.push(...rows);
      bench.now += MINUTE;
    }
    expect(given).toHaveLength(added.length);
    expect(new Set(given)).toEqual(new Set(added));
    const [next] = bench.add(1);
    expect(await bench.poll()).toEqual([next]);
  });

  it('and without an end, it is watched as far as a list can reach', async () => {
    const bench = new Bench();
    bench.hasTotal = false;
    bench.isEndless = true;
    bench.cap = 20;
    bench.add(5);
    bench.msPerRequest = 100;
    for (let polls = 0; polls < 3; polls++) {
      expect(await bench.poll()).toEqual([]);
      bench.now += MINUTE;
    }
    expect(bench.warnings.join()).toContain("hasn't ended after");
    const added = bench.add(2);
    const given: unknown[] = [];
    for (let polls = 0; polls < 10; polls++) {
      given.push(...(await bench.poll()));
      bench.now += MINUTE;
    }
    expect(given).toEqual(added);
  }, 60_000);
});

describe('records that are hard to tell apart', () => {
  it('are told apart by their sn where they have one id, together or one after the other', async () => {
    const bench = new Bench();
    bench.rows.push(...['a', 'b'].map((sn) => twin(5, sn)));
    await bench.poll();
    bench.rows.push(...['c', 'd'].map((sn) => twin(5, sn)));
    expect(await bench.poll()).toEqual([5, 5]);
    bench.rows.push(twin(7, 'e'));
    expect(await bench.poll()).toEqual([7]);
    bench.rows.push(twin(7, 'f'));
    expect(await bench.poll()).toEqual([7]);
    bench.restart();
    bench.rows.push(twin(7, 'g'));
    expect(await bench.poll()).toEqual([7]);
    for (let polls = 0; polls < 3; polls++) {
      bench.now += 31 * MINUTE;
      expect(await bench.poll()).toEqual([]);
    }
  });

  it('are one record when an id is written as a number, as text or with a zero in front', async () => {
    const bench = new Bench();
    await bench.poll();
    const row: Row = { ...twin(5, 'a') };
    bench.rows.push(row);
    expect(await bench.poll()).toEqual([5]);
    for (const id of ['5', '05', 5]) {
      row.id = id;
      bench.now += 31 * MINUTE;
      expect(await bench.poll()).toEqual([]);
    }
  });

  it('are warned of where nothing tells them apart', async () => {
    const bench = new Bench();
    await bench.poll();
    const row = { phone: '13800138000', connected_at: '2026-05-08 12:00:00', endreason: '空号' };
    bench.rows.push({ ...row, n: 1 }, { ...row, n: 2 });
    expect(await bench.poll()).toHaveLength(1);
    expect(bench.warnings.join()).toContain("can't be told apart");
    bench.rows.push({ ...row, phone: '13800138001', n: 3 });
    expect(await bench.poll()).toHaveLength(1);
  });

  function twin(id: number, sn: string): Row {
    return { id, sn, connected_at: '2026-05-08 12:00:00', endreason: '空号' };
  }
});
