/**
 * What a poll of the trigger costs: requests, rows and bytes, by how many records the day holds and how many
 * of them are new. The curve over the day's records has to be flat. Run it with
 * `npx tsx test/bench/trigger.ts` after a build; `BENCH_SIZES=1000,10000` and `BENCH_ORDERS=newest` cut it short.
 */
import type { IDataObject } from 'n8n-workflow';

import { startEmulator, type Emulator, type Paging } from '../../emulator';
import { loadEngine, type Engine } from '../support/engine';

const SIZES = numbers(process.env.BENCH_SIZES) ?? [1_000, 10_000, 100_000, 300_000];
const NEW = [0, 10, 1_000];
const ORDERS = (process.env.BENCH_ORDERS ?? 'newest,oldest').split(',') as Array<Paging['order']>;
const DAY = 86_400_000;
const FILTERS = { 'no filter': {}, 'Min Score 80': { minScore: 80 } };

interface Measured {
  order: string;
  filter: string;
  'records a day': number;
  new: number;
  requests: number;
  'rows read': number;
  'KB read': number;
  items: number;
  ms: number;
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
        table.push(
          ...rows.map((row) => ({ order, filter, 'records a day': size, ...row }) as Measured),
        );
        console.error(`${order}, ${filter}, ${size} records a day: done`);
      }
    }
    await emulator.close();
  }
  console.table(table);
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
    const start = performance.now();
    const output = await engine.poll({ parameters: { filters } as never, credentials, staticData });
    const ms = Math.round(performance.now() - start);
    const { rows, bytes } = counter.stop();
    return {
      requests: emulator.requestsTo('/api/crmList').length,
      'rows read': rows,
      'KB read': Math.round(bytes / 1024),
      items: output?.[0].length ?? 0,
      ms,
      'state KB': Math.round(JSON.stringify(staticData).length / 102.4) / 10,
    };
  };
  const baseline = { new: NaN, ...(await poll()) };
  const measured: Array<Partial<Measured>> = [{ ...baseline, new: 'baseline' as never }];
  for (const count of NEW) {
    addCalls(emulator, count, Date.now());
    measured.push({ new: count, ...(await poll()) });
  }
  return measured;
}

/** Scores as the emulator's own calls have them: a third of the answered ones with 80 or more. */
function addCalls(emulator: Emulator, count: number, at: number): void {
  const connected = new Date(at + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
  for (let made = 0; made < count; made += 10_000) {
    const calls = Math.min(10_000, count - made);
    emulator.addCrmRecords(
      Array.from({ length: calls }, () => ({
        connected_at: connected,
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

function judge(table: Measured[]): void {
  const polls = table.filter(({ new: added }) => typeof added === 'number');
  const kinds = new Map<string, Set<number>>();
  for (const { order, filter, new: added, requests } of polls) {
    const kind = `${order}, ${filter}, ${added} new`;
    kinds.set(kind, (kinds.get(kind) ?? new Set()).add(requests));
  }
  let failed = 0;
  for (const [kind, requests] of kinds) {
    const isFlat = Math.max(...requests) - Math.min(...requests) <= 1;
    if (!isFlat) failed += 1;
    console.log(`${isFlat ? 'flat' : 'NOT FLAT'}: ${kind}: ${[...requests].join(', ')} requests`);
  }
  const largest = Math.max(...table.map((row) => row['state KB']));
  console.log(`${largest < 64 ? 'small' : 'TOO LARGE'}: the state, at most ${largest} KB`);
  process.exitCode = failed > 0 || largest >= 64 ? 1 : 0;
}

function numbers(text: string | undefined): number[] | undefined {
  return text?.split(',').map(Number);
}

void main();
