/**
 * What a poll of the trigger costs: requests, rows and bytes, by how many records the day holds and how many
 * of them are new, with ids that are counted up and with ids at random: how large the state becomes, and how long n8n
 * stands still. The curve over the day's records has to be flat. Run it with
 * `npx tsx test/bench/trigger.ts` after a build; `BENCH_SIZES=1000,10000` and `BENCH_ORDERS=newest` cut it short.
 */
import type { IDataObject } from 'n8n-workflow';

import { startEmulator, type Emulator, type Paging } from '../../emulator';
import { platformTime } from '../../xiaoa/shanghaiTime';
import { loadEngine, type Engine } from '../support/engine';
import { rowsTable } from './support/table';

const SIZES = numbers(process.env.BENCH_SIZES) ?? [1_000, 10_000, 100_000, 300_000];
const NEW = [0, 10, 1_000];
const ORDERS = (process.env.BENCH_ORDERS ?? 'newest,oldest').split(',') as Array<Paging['order']>;
const DAY = 86_400_000;
/** The calls of a day are made one after the other. */
const MINUTE = 60_000;
const SPREAD_MS = 10 * 3_600_000;
const FILTERS = { 'no filter': {}, 'Min Score 80': { minScore: 80 } };

/** What n8n may stand still for in a poll, and what the state may take. */
const MOST_STALL_MS = 50;
const MOST_STATE_KB = { counted: 64, random: 1024 };
type Ids = keyof typeof MOST_STATE_KB;

interface Measured {
  order: string;
  ids: Ids;
  filter: string;
  'records a day': number;
  new: number;
  requests: number;
  'rows read': number;
  'KB read': number;
  items: number;
  ms: number;
  'stall ms': number;
  'state KB': number;
}

async function main(): Promise<void> {
  const engine = await loadEngine();
  const table: Measured[] = [];
  for (const size of SIZES) {
    const emulator = await startEmulator();
    addCalls(emulator, size, Date.now() - DAY);
    addCalls(emulator, size, Date.now());
    for (const order of ORDERS) {
      emulator.configure({ paging: { order } });
      for (const [filter, filters] of Object.entries(FILTERS)) {
        const rows = await measure(engine, emulator, filters);
        const kind = { order, ids: 'counted', filter, 'records a day': size };
        table.push(...rows.map((row) => ({ ...kind, ...row }) as Measured));
        console.error(`${order}, ${filter}, ${size} records a day: done`);
      }
    }
    // Beyond this a day does not fit into the state, and nothing else is measured.
    emulator.configure({ paging: { order: 'newest' }, manners: ['random-ids'] });
    const rows = await measure(engine, emulator, {});
    const kind = { order: 'newest', ids: 'random', filter: 'no filter', 'records a day': size };
    table.push(...rows.map((row) => ({ ...kind, ...row }) as Measured));
    console.error(`random ids, ${size} records a day: done`);
    await emulator.close();
  }
  const columns = Object.keys(table[0]) as Array<keyof Measured>;
  const rows = table.map((row) => columns.map((column) => String(row[column])));
  console.log(rowsTable(columns, rows));
  judge(table);
}

async function measure(
  engine: Engine,
  emulator: Emulator,
  filters: object,
): Promise<Array<Partial<Measured>>> {
  const credentials = engine.credentials.add('bench', {
    baseUrl: emulator.url,
    ...emulator.account,
  } as never);
  const staticData: IDataObject = {};
  const poll = async () => {
    const counter = countAnswers();
    emulator.clearRequests();
    const stall = watchStalls();
    const start = performance.now();
    const output = await engine.poll({ parameters: { filters } as never, credentials, staticData });
    const ms = Math.round(performance.now() - start);
    const stallMs = stall.stop();
    const { rows, bytes } = counter.stop();
    return {
      requests: emulator.requestsTo('/api/crmList').length,
      'rows read': rows,
      'KB read': Math.round(bytes / 1024),
      items: output?.[0].length ?? 0,
      ms,
      'stall ms': stallMs,
      'state KB': Math.round(JSON.stringify(staticData).length / 102.4) / 10,
    };
  };
  const baseline = { new: NaN, ...(await poll()) };
  const measured: Array<Partial<Measured>> = [{ ...baseline, new: 'baseline' as never }];
  for (const count of NEW) {
    addCalls(emulator, count, Date.now(), MINUTE);
    measured.push({ new: count, ...(await poll()) });
  }
  return measured;
}

/** Scores as the emulator's own calls have them: a third of the answered ones with 80 or more. */
function addCalls(emulator: Emulator, count: number, at: number, spreadMs = SPREAD_MS): void {
  for (let made = 0; made < count; made += 10_000) {
    const calls = Math.min(10_000, count - made);
    emulator.addCrmRecords(
      Array.from({ length: calls }, (_, call) => ({
        connected_at: platformTime(at - (1 - (made + call) / count) * spreadMs),
        ...(Math.random() < 0.3 ? { talktimes: 0 } : {}),
      })),
    );
  }
}

/** Looks at what n8n's HTTP client parses: everything that comes from the platform. */
function countAnswers() {
  const { parse } = JSON;
  let rows = 0;
  let bytes = 0;
  JSON.parse = (text: string, reviver?: never) => {
    const value = parse(text, reviver) as { data?: { list?: unknown[] } } | null;
    if (Array.isArray(value?.data?.list)) {
      rows += value.data.list.length;
      bytes += Buffer.byteLength(text);
    }
    return value;
  };
  return {
    stop() {
      JSON.parse = parse;
      return { rows, bytes };
    },
  };
}

/**
 * The longest time for which nothing else could run, in ms of processor time: on a busy machine the clock would count
 * the work of others. The platform of this benchmark lives in the same process, so what it does between two requests
 * counts as well.
 */
function watchStalls() {
  const used = () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  };
  let longest = 0;
  let last = used();
  let isOn = true;
  const look = () => {
    const now = used();
    longest = Math.max(longest, now - last);
    last = now;
    if (isOn) setImmediate(look);
  };
  setImmediate(look);
  return {
    stop() {
      isOn = false;
      return Math.round(longest);
    },
  };
}

function judge(table: Measured[]): void {
  const polls = table.filter(({ new: added }) => typeof added === 'number');
  const kinds = new Map<string, Set<number>>();
  for (const { order, ids, filter, new: added, requests } of polls) {
    const kind = `${order}, ${ids} ids, ${filter}, ${added} new`;
    kinds.set(kind, (kinds.get(kind) ?? new Set()).add(requests));
  }
  let failed = 0;
  for (const [kind, requests] of kinds) {
    const isFlat = Math.max(...requests) - Math.min(...requests) <= 1;
    if (!isFlat) failed += 1;
    console.log(`${isFlat ? 'flat' : 'NOT FLAT'}: ${kind}: ${[...requests].join(', ')} requests`);
  }
  for (const [ids, most] of Object.entries(MOST_STATE_KB)) {
    const states = table.filter((row) => row.ids === ids).map((row) => row['state KB']);
    const largest = Math.max(0, ...states);
    if (largest >= most) failed += 1;
    console.log(
      `${largest < most ? 'small' : 'TOO LARGE'}: the state with ${ids} ids, at most ${largest} KB of ${most}`,
    );
  }
  const stalls = polls.filter(({ new: added }) => added <= 10).map((row) => row['stall ms']);
  const longest = Math.max(0, ...stalls);
  if (longest >= MOST_STALL_MS) failed += 1;
  console.log(
    `${longest < MOST_STALL_MS ? 'quick' : 'TOO LONG'}: n8n stands still for at most ${longest} ms of a poll with up to 10 new records`,
  );
  process.exitCode = failed > 0 ? 1 : 0;
}

function numbers(text: string | undefined): number[] | undefined {
  return text?.split(',').map(Number);
}

void main();
