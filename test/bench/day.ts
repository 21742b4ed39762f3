/**
 * A day of a million calls, ten hours long, in fast motion: what it costs n8n in queue mode (a main process, two
 * workers), and whether every record arrives once. A poll comes every five seconds in place of every minute, and
 * finds the 1,667 calls of a minute. A second workflow asks for high scores alone, which arrive late. On the way the
 * main process is killed, the key is replaced, and the main process is restarted in order.
 *
 * As much of the day is played as fits into the time: it is the last part of it, so that all that went before is on
 * the platform, and the day before as well. n8n is given no more than it keeps up with.
 *
 * `BENCH_WRITE=1` also puts the table into docs/scaling.md.
 *
 *   npm run bench:day                                     20 minutes, and some for starting and counting
 *   BENCH_MINUTES=3 BENCH_DAY=100000 npm run bench:day    shorter, and a smaller day
 */
import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { Lifetime, runChecks } from '../../demo/base/lifetime';
import type { Emulator } from '../../emulator';
import { shanghaiDay, shanghaiText, shanghaiToMs } from '../../emulator/platform/clock';
import { executionsByStatus, settled, startTimes } from '../e2e/queue/executions';
import { query } from '../e2e/queue/services/postgres';
import { startStage, type Stage } from '../e2e/queue/stage';
import { repeated, startListReceiver, unexplained } from '../e2e/stream/receiver';
import { momentOfHandover, until } from '../e2e/stream/records';
import { HIGH_SCORE, publishDay, WORKFLOWS } from './day/workflows';
import { Meter } from './day/meter';
import { intoDocument } from './support/document';
import { rowsTable } from './support/table';

const MINUTES = Number(process.env.BENCH_MINUTES ?? 20);
const CALLS_A_DAY = Number(process.env.BENCH_DAY ?? 1_000_000);
const HOURS = 10;
/** One poll stands for a minute of the day. */
const CALLS_A_POLL = Math.round(CALLS_A_DAY / HOURS / 60);
const POLL_SECONDS = 5;
/** 120 minutes of the day, as docs/scaling.md recommends. */
const RESCAN_MINUTES = Number(process.env.BENCH_RESCAN ?? (120 * POLL_SECONDS) / 60);
const LATE_SCORE_SECONDS = 10;
/** What n8n may have in hand before it gets more. */
const MOST_IN_HAND = 2 * CALLS_A_POLL;
/** What a full reading of two days of a million calls takes. */
const READING_MS = 240_000;
/** Of both workflows in three polls each. */
const MOST_REQUESTS_IDLE = 60;
const ROWS_A_REQUEST = 1_000;
const MINUTE_MS = 60_000;
/** Late scores are found by the next full reading. */
const SETTLE_MS = RESCAN_MINUTES * MINUTE_MS + READING_MS;

const lifetime = new Lifetime();

async function main(): Promise<number> {
  const stage = await startStage(lifetime);
  const { emulator, cluster, credential } = stage;
  const played = Math.floor((MINUTES * MINUTE_MS) / 1000 / POLL_SECONDS) * CALLS_A_POLL;
  const before = Math.max(0, CALLS_A_DAY - played);
  console.error(`The day before: ${CALLS_A_DAY} calls; today so far: ${before}`);
  await fill(emulator, CALLS_A_DAY, -1);
  await fill(emulator, before, 0);
  emulator.configure({ manners: [`late-scores=${LATE_SCORE_SECONDS}`] });
  const known = emulator.crmRecords.length;
  emulator.clearRequests();

  const receivers = {
    all: await startListReceiver(lifetime),
    high: await startListReceiver(lifetime),
  };
  const meter = await Meter.start(stage, lifetime);
  await publishDay(cluster.rest, credential, receivers, {
    pollSeconds: POLL_SECONDS,
    rescanMinutes: RESCAN_MINUTES,
  });
  // Both take what is there for known, which may take several polls.
  await untilQuiet(emulator, WORKFLOWS.length * Math.ceil(known / ROWS_A_REQUEST));
  const baseline = emulator.requestsTo('/api/crmList').length;
  await meter.mark();
  console.error(`Baseline: ${baseline} requests. Now the day goes on.`);

  const kills: number[] = [];
  const events = eventsOf(stage, kills, meter);
  const start = Date.now();
  const end = start + MINUTES * MINUTE_MS;
  const share = () => (Date.now() - start) / (end - start);
  const steps = { all: 0, held: 0 };
  while (Date.now() < end && emulator.crmRecords.length - known < CALLS_A_DAY) {
    const next = Date.now() + POLL_SECONDS * 1000;
    const inHand = emulator.crmRecords.length - known - receivers.all.arrivals.length;
    if (inHand <= MOST_IN_HAND) addCalls(emulator, CALLS_A_POLL);
    else steps.held += 1;
    steps.all += 1;
    if (events.length > 0 && share() >= events[0].at) {
      const { name, run } = events.shift()!;
      console.error(`${Math.round(share() * 100)} %: ${name}`);
      await run();
    }
    await sleep(Math.max(0, next - Date.now()));
  }

  const records = emulator.crmRecords.slice(known);
  const wanted = {
    all: records.map(({ id }) => id),
    high: records.filter(({ score }) => (score ?? 0) >= HIGH_SCORE).map(({ id }) => id),
  };
  const lost = (name: keyof typeof wanted) => {
    const arrived = new Set(receivers[name].arrivals.map(({ id }) => id));
    return wanted[name].filter((id) => !arrived.has(id)).length;
  };
  await until(() => lost('all') === 0 && lost('high') === 0, SETTLE_MS, 1_000);
  await Promise.all(WORKFLOWS.map((id) => settled(cluster.postgres, id, SETTLE_MS)));
  const seconds = (Date.now() - start) / 1000;
  const measured = await meter.read();

  const repeats = { all: 0, high: 0, unexplained: 0 };
  for (const [at, name] of (['all', 'high'] as const).entries()) {
    const started = await startTimes(cluster.postgres, WORKFLOWS[at]);
    const again = repeated(
      receivers[name].arrivals,
      ({ execution }) => started.get(execution) ?? 0,
    );
    repeats[name] = again.length;
    repeats.unexplained += unexplained(again, kills).length;
  }
  const executions = await Promise.all(
    WORKFLOWS.map((id) => executionsByStatus(cluster.postgres, id)),
  );
  const requests = emulator.requestsTo('/api/crmList').slice(baseline);
  const polls = pollsOf(requests.map(({ at }) => at));
  const dayShare = records.length / CALLS_A_DAY;
  const cpu = measured.mainCpu + measured.workersCpu;
  const million = (value: number) => value / dayShare;
  const rows: Array<[string, string]> = [
    ['records on the platform before', `${known}`],
    [
      'records played',
      `${records.length} in ${seconds.toFixed(0)} s, ${percent(dayShare)} of a day`,
    ],
    ['steps that n8n was late for', `${steps.held} of ${steps.all}`],
    ['lost: of all, of those with a high score', `${lost('all')}, ${lost('high')}`],
    ['repeated: of all, of those with a high score', `${repeats.all}, ${repeats.high}`],
    ['repeated without a kill that explains it', `${repeats.unexplained}`],
    ['high scores, each of them late', `${wanted.high.length}`],
    ['kills of main; keys replaced; restarts in order', '1; 1; 1'],
    ['executions that failed', `${executions.reduce((sum, counts) => sum + failedOf(counts), 0)}`],
    ['logins', `${emulator.logins}`],
    ['requests of the first reading, both workflows', `${baseline}`],
    ['requests while the day went on', `${requests.length}`],
    ['of them in polls; in full readings', describe(polls)],
    ['main, CPU, without its two restarts', `${measured.mainCpu.toFixed(0)} s`],
    ['both workers, CPU', `${measured.workersCpu.toFixed(0)} s`],
    ['CPU a record', `${((cpu / records.length) * 1000).toFixed(2)} ms`],
    [
      'memory, peak: main; each worker',
      `${measured.mainPeak} MB; ${measured.workerPeaks.join(', ')} MB`,
    ],
    ['database', `${measured.databaseMegabytes.toFixed(0)} MB`],
    ['state of the triggers', (await statesOf(stage)).join(', ')],
    ['a whole day: CPU', `${(million(cpu) / 60).toFixed(0)} min of the ${HOURS * 60} of one core`],
    ['a whole day: database', `${million(measured.databaseMegabytes).toFixed(0)} MB`],
  ];
  const written = rowsTable(['what', 'measured'], rows);
  console.log(`\n${written}`);
  const isWrong = lost('all') + lost('high') + repeats.unexplained > 0;
  if (!isWrong) await intoDocument('docs/scaling.md', 'day', written);
  return isWrong ? 1 : 0;
}

/** Calls of a day up to now, spread over its hours. */
async function fill(emulator: Emulator, count: number, days: number): Promise<void> {
  const now = emulator.now();
  const midnight = shanghaiToMs(shanghaiDay(now)) + days * 86_400_000;
  const last = days < 0 ? midnight + 20 * 3_600_000 : now - MINUTE_MS;
  const first = days < 0 ? last - HOURS * 3_600_000 : Math.max(midnight, last - HOURS * 3_600_000);
  for (let made = 0; made < count; made += 10_000) {
    const some = Math.min(10_000, count - made);
    emulator.addCrmRecords(
      Array.from({ length: some }, (_, at) => ({
        connected_at: shanghaiText(first + ((last - first) * (made + at)) / count),
        ...(Math.random() < 0.3 ? { talktimes: 0, score: null } : {}),
      })),
    );
    await sleep(0);
  }
}

/** Calls that have just ended. */
function addCalls(emulator: Emulator, count: number): void {
  const now = emulator.now();
  emulator.addCrmRecords(
    Array.from({ length: count }, () => {
      if (Math.random() < 0.3) return { talktimes: 0, score: null };
      const talktimes = randomInt(5, 120);
      return { talktimes, connected_at: shanghaiText(now - talktimes * 1000) };
    }),
  );
}

/** Until everything has been read, and polls ask as little as they do when everything is known. */
async function untilQuiet(emulator: Emulator, least: number): Promise<void> {
  const asked = () => emulator.requestsTo('/api/crmList').length;
  for (let before = -Infinity; asked() < least || asked() - before > MOST_REQUESTS_IDLE; ) {
    before = asked();
    await sleep(3 * POLL_SECONDS * 1000);
  }
}

/** What goes wrong, and when, as a share of the time. */
function eventsOf({ cluster, emulator }: Stage, kills: number[], meter: Meter) {
  return [
    {
      at: 0.3,
      name: 'the main process is killed over a handover, and starts again',
      run: async () => {
        await momentOfHandover(emulator);
        await meter.beforeEnd();
        await cluster.main.crash();
        kills.push(Date.now());
        await cluster.startMain();
        await meter.afterStart();
      },
    },
    {
      at: 0.5,
      name: 'someone else logs in: the key is replaced',
      run: async () => {
        await Promise.resolve(emulator.replaceKey());
      },
    },
    {
      at: 0.7,
      name: 'the main process is stopped in order, and starts again',
      run: async () => {
        await meter.beforeEnd();
        await cluster.main.stop();
        await cluster.startMain();
        await meter.afterStart();
      },
    },
  ];
}

/** Requests that came right after each other are one poll; a full reading takes many. */
function pollsOf(times: number[]): number[] {
  const polls: number[] = [];
  let last = -Infinity;
  for (const at of [...times].sort((a, b) => a - b)) {
    if (at - last > 1_000) polls.push(0);
    polls[polls.length - 1] += 1;
    last = at;
  }
  return polls;
}

function describe(polls: number[]): string {
  const usual = polls.filter((requests) => requests < 100);
  const full = polls.filter((requests) => requests >= 100);
  const sum = (list: number[]) => list.reduce((all, one) => all + one, 0);
  const each = usual.length === 0 ? 0 : sum(usual) / usual.length;
  return `${sum(usual)} in ${usual.length} polls of both workflows together (${each.toFixed(1)} each); ${sum(full)} in ${full.length}`;
}

async function statesOf({ cluster }: Stage): Promise<string[]> {
  const rows = await query(
    cluster.postgres,
    `SELECT length("staticData"::text) FROM workflow_entity ORDER BY id`,
  );
  return rows.map(([length]) => `${(Number(length) / 1024).toFixed(0)} KB`);
}

function failedOf(counts: Record<string, number>): number {
  return Object.entries(counts).reduce(
    (sum, [status, count]) => sum + (status === 'success' ? 0 : count),
    0,
  );
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

runChecks(lifetime, main);
