import { watch } from '../../nodes/CrmTrigger/watch';
import { readState } from '../../nodes/CrmTrigger/memory/readState';
import type { TriggerState } from '../../nodes/CrmTrigger/memory/state';
import type { Row } from '../../nodes/shared/lists';
import { platformTime } from '../../xiaoa/shanghaiTime';
import { SeenRecords } from '../../nodes/CrmTrigger/memory/seenRecords';
import { DEEP } from '../support/randomRuns';

const CALLS = 300_000;
const KB = 1024;
const ROOM = { dense: 64 * KB, sparse: 1024 * KB };
const HOUR_MS = 3_600_000;
const START = Date.parse('2026-05-08T00:00:00+08:00');
const pause = async () => await new Promise<void>((resolve) => setImmediate(resolve));

class Trigger {
  now = START + 23 * HOUR_MS;
  private rows: Row[] = [];
  readonly warnings: string[] = [];
  private state: TriggerState | undefined;

  constructor(private readonly accept: (row: Row) => boolean) {}

  get stateLength(): number {
    return JSON.stringify(this.state).length;
  }

  /** Calls of the day from this hour on, which stand in front of all others. */
  add(count: number, idOf: (at: number) => number, hour = 0): number[] {
    const ms = this.now - START - hour * HOUR_MS;
    const added = Array.from({ length: count }, (_, at) => ({
      id: idOf(at),
      connected_at: platformTime(START + hour * HOUR_MS + (at / count) * ms),
      endreason: '对方挂机',
    }));
    this.rows = [...[...added].reverse(), ...this.rows];
    return added.map(({ id }) => id);
  }

  async poll(): Promise<unknown[]> {
    const stored = this.state && (JSON.parse(JSON.stringify(this.state)) as unknown);
    const warn = (message: string) => this.warnings.push(message);
    const scope = { account: 'a'.repeat(16), filters: 'f'.repeat(16) };
    const known = { scope, today: '2026-05-08', lookbackDays: 1, pause, warn };
    const { rows, state } = await watch({
      state: await readState(stored, known),
      lookbackDays: 1,
      emitExisting: false,
      rescanMs: HOUR_MS / 2,
      accept: this.accept,
      limits: { baselineMs: Infinity, pollMs: Infinity },
      process: 'this one',
      sns: new Map(),
      pause,
      now: () => this.now,
      fetchPage: async (_, { pageIndex, pageSize }) => ({
        rows: this.rows.slice(pageIndex * pageSize, (pageIndex + 1) * pageSize),
        total: this.rows.length,
      }),
      warn,
    });
    this.state = state;
    return rows.map(({ id }) => id);
  }
}

const randomId = (random: () => number) => 1e14 + Math.floor(random() * 9e14);
/** Every other call, without a pattern. */
const isHalf = (id: number) => Math.imul(id, 2_654_435_761) >>> 0 < 2 ** 31;

describe('of 300,000 calls of a day', () => {
  async function store(calls: Iterable<{ at: number; key: string }>) {
    const { seen } = await SeenRecords.read({}, pause);
    for (const { at, key } of calls) seen.add(at, key);
    const stored = await seen.store(ROOM);
    const { seen: read } = await SeenRecords.read(stored.seen, pause);
    return { ...stored, length: JSON.stringify(stored.seen).length, read };
  }

  function* calls(idOf: (at: number) => number) {
    for (let at = 0; at < CALLS; at++) {
      yield { at: START + (at / CALLS) * 23 * HOUR_MS, key: String(idOf(at)) };
    }
  }

  it('every other one fits into 64 KB', async () => {
    const half = [...calls((at) => at + 1)].filter(({ key }) => isHalf(Number(key)));
    const { length, horizon, read } = await store(half);
    expect(length).toBeLessThan(64 * KB);
    expect(horizon).toBeUndefined();
    expect(half.every(({ key }) => read.has(key))).toBe(true);
    expect(read.has('1') === isHalf(1) && read.has('2') === isHalf(2)).toBe(true);
  });

  it('those with ids at random fit into 1 MB from an hour on, and all of them are known from there', async () => {
    const random = pseudoRandom();
    const all = [...calls(() => randomId(random))];
    const { length, horizon, read } = await store(all);
    expect(length).toBeLessThan(1024 * KB);
    expect(length).toBeGreaterThan(800 * KB);
    expect((horizon! - START) % HOUR_MS).toBe(0);
    const kept = all.filter(({ at }) => at >= horizon!);
    expect(kept.length).toBeGreaterThan(120_000);
    expect(kept.every(({ key }) => read.has(key))).toBe(true);
    expect(all.filter(({ key }) => read.has(key))).toHaveLength(kept.length);
  });

  it('none of the last two hours is given up, whatever room there is', async () => {
    const random = pseudoRandom();
    const busy = Array.from({ length: 200_000 }, (_, at) => ({
      at: START + 20 * HOUR_MS + (at % 2) * HOUR_MS,
      key: String(randomId(random)),
    }));
    const { horizon, read } = await store(busy);
    expect(horizon).toBeUndefined();
    expect(busy.every(({ key }) => read.has(key))).toBe(true);
  });
});

(DEEP > 0 ? describe : describe.skip)('in polls', () => {
  it('every other of 300,000 fits into 64 KB, and none is lost or repeated', async () => {
    const trigger = new Trigger(({ id }) => isHalf(Number(id)));
    trigger.add(CALLS, (at) => at + 1);
    await trigger.poll();
    expect(trigger.stateLength).toBeLessThan(64 * KB);
    expect(trigger.warnings).toEqual([]);
    const added = trigger.add(10, (at) => CALLS + 1 + at, 22.9);
    expect(await trigger.poll()).toEqual(added.filter(isHalf));
    expect(await trigger.poll()).toEqual([]);
  }, 120_000);

  it('300,000 with ids at random fit into 1 MB, with a warning, and none is lost or repeated', async () => {
    const random = pseudoRandom();
    const trigger = new Trigger(() => true);
    trigger.add(CALLS, () => randomId(random));
    await trigger.poll();
    expect(trigger.stateLength).toBeLessThan(1024 * KB);
    expect(trigger.warnings.join()).toMatch(/Only calls from 2026-05-08 \d\d:00/);
    for (let polls = 0; polls < 5; polls++) {
      const ids = trigger.add(200, () => randomId(random), 22.9);
      expect(new Set(await trigger.poll())).toEqual(new Set(ids));
    }
    trigger.now += HOUR_MS / 2 + 1;
    expect(await trigger.poll()).toEqual([]);
  }, 240_000);
});

function pseudoRandom(): () => number {
  let state = 20180508;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
