import { IdSet } from '../../xiaoa/idSet';
import { scanFront } from '../../xiaoa/lists/frontScan';
import { scanWhole } from '../../xiaoa/lists/fullScan';
import type { Order } from '../../xiaoa/lists/rows';
import { scanPages } from '../../xiaoa/lists/pageScan';
import type { Page, PageRequest } from '../../xiaoa/lists/readAll';
import { ListReader, unlessInconsistent } from '../../xiaoa/lists/reader';
import { dayStart, shanghaiDay } from '../../xiaoa/shanghaiTime';
import type { Row } from '../shared/lists';
import { identify, orderOfRows, rowKey } from './crmList';
import { OpenCalls, QUIET_MS } from './openCalls';
import { SeenRecords, type Pause } from './seenRecords';
import { Sightings } from './sightings';
import {
  listFrom,
  lostDaysMessage,
  roomForSeen,
  type LastRead,
  type ListMemory,
  type ReadingUnderWay,
  type TriggerState,
} from './state';
import { WatchedDays } from './watchedDays';

export interface WatchOptions {
  readonly state: TriggerState;
  readonly lookbackDays: number;
  /** A reading of the whole list is due again after so long, in ms. */
  readonly rescanMs: number;
  readonly emitExisting: boolean;
  /** What the platform cannot filter; undefined if it filters everything. */
  readonly accept?: (row: Row) => boolean;
  /** How long reading may take in a poll, in ms. */
  readonly limits: { readonly baselineMs: number; readonly pollMs: number };
  /** Names this process of n8n in the note of what was handed over; undefined where n8n needs no such note. */
  readonly process?: string;
  /** The sn of the latest records, as marks by id; it is added to. */
  readonly sns: Map<string, string>;
  readonly pause: Pause;
  now(): number;
  /** Asks for records of these days; whether the last one is included is not known. */
  fetchPage(days: { first: string; last: string }, request: PageRequest): Promise<Page<Row>>;
  warn(message: string): void;
}

export interface Watched {
  /** The new records, oldest first. */
  readonly rows: Row[];
  /** What to remember once they are handed over. */
  readonly state: TriggerState;
}

/** Small enough to cost next to nothing, large enough for what an ordinary minute brings. */
export const PROBE_SIZE = 20;
/** Large enough that a day's records are few requests, small enough that one answer stays a few MB. */
const PAGE_SIZE = 1_000;
/** More records than this make an execution that n8n has trouble with; the rest follows in the next polls. */
export const MOST_ROWS = 10_000;
/** Among so many of the newest rows those are remembered that have not come out. */
const FRONT_ROWS = 2_000;
/** Beyond this the whole list is read again, which begins that memory anew. */
const MOST_IN_FRONT = 2 * FRONT_ROWS;
/** So many pages are read to find calls that had not ended. */
const PAGES_FOR_OPEN_CALLS = 5;
/** A reading of the whole list that took longer than this is not repeated ahead of time … */
const LONG_READING_MS = 10_000;
/** … before so many times as long has passed. */
const PAUSE_FACTOR = 4;
const HOUR_MS = 3_600_000;

/**
 * One poll: finds the records that pass the filters and have not come out before. Only what is in the result
 * counts as seen, so a poll that fails has never been.
 */
export async function watch(options: WatchOptions): Promise<Watched> {
  const { state, pause, warn } = options;
  const now = options.now();
  const { seen, lostDays } = await SeenRecords.read(state.seen, pause);
  if (lostDays.length > 0) warn(lostDaysMessage(lostDays));
  const { open, isDamaged } = await OpenCalls.read(state.open, now);
  const front = await IdSet.parse(state.list?.front ?? '').catch(() => undefined);
  const readFront = await IdSet.parse(state.read.progress?.front ?? '').catch(() => undefined);
  if (isDamaged || !front || !readFront) {
    warn(
      "Part of the trigger's saved state is damaged. The rest is used, and everything is read again.",
    );
  }
  const isWhole = lostDays.length === 0 && front !== undefined && readFront !== undefined;
  return await new Poll(
    {
      ...options,
      state: {
        ...state,
        lostDays: [...state.lostDays, ...lostDays],
        list: front && state.list,
        read: isWhole ? state.read : { at: 0, took: 0 },
      },
    },
    now,
    { seen, open, front, readFront },
  ).run();
}

interface Memory {
  readonly seen: SeenRecords;
  readonly open: OpenCalls;
  readonly front: IdSet | undefined;
  readonly readFront: IdSet | undefined;
}

/** The new rows, as far as the total and the front of the list explain what has happened to it. */
type News =
  | { kind: 'explained'; list: ListMemory }
  | { kind: 'short'; rows: Row[]; total: number }
  | { kind: 'unexplained' };

interface WholeReading {
  readonly read: LastRead;
  /** When it has ended: what is known of the list now, and when it began. */
  readonly ended?: { readonly list: ListMemory; readonly began: number; readonly isOneGo: boolean };
}

class Poll {
  private readonly days: WatchedDays;
  private readonly sightings: Sightings;
  private readonly reader: ListReader<Row>;
  /** What is known of the list from the first day on. */
  private readonly list: ListMemory | undefined;
  /** Rows of one answer that nothing tells apart. */
  private twins = 0;

  constructor(
    private readonly options: WatchOptions,
    private readonly started: number,
    private readonly memory: Memory,
  ) {
    const { state, lookbackDays, emitExisting, accept } = options;
    this.days = new WatchedDays(state, lookbackDays, started);
    this.list = listFrom(state.list, this.days.from);
    this.reader = new ListReader(this.fetchPage, state.list?.counting, state.list?.pageCap);
    const { watchedSince } = this.days;
    this.sightings = new Sightings(memory.seen, memory.open, options.sns, {
      accept,
      from: this.days.from,
      horizon: state.horizon ?? -Infinity,
      now: started,
      isExisting: (day) =>
        state.lostDays.includes(day) || (!emitExisting && (state.baseline || day < watchedSince)),
    });
  }

  async run(): Promise<Watched> {
    const news: News = this.list ? await this.readNews(this.list) : { kind: 'unexplained' };
    const list = news.kind === 'explained' ? news.list : this.options.state.list;
    if (!this.isWholeReadingDue(news))
      return await this.result(list, { read: this.options.state.read });
    // Of a backlog the newest records must not come first.
    if (news.kind === 'unexplained') this.sightings.forget();
    const whole = await this.readEverything(news);
    return await this.result(whole.ended?.list ?? list, whole);
  }

  private async readNews(list: ListMemory): Promise<News> {
    const { order, total } = list;
    const front = this.memory.front!;
    const added = new Map<string, { row: Row; isDone: boolean }>();
    const outcome = await scanFront(this.reader, {
      order,
      total: total ?? 0,
      probeSize: PROBE_SIZE,
      pageSize: PAGE_SIZE,
      mostAdded: MOST_ROWS,
      keyOf: rowKey,
      isKnown: (row) => this.sightings.isSeen(row) || front.has(identify(row).key),
      visit: (row, isKnown) => {
        const isDone = this.sightings.look(row);
        if (!isKnown) added.set(rowKey(row), { row, isDone });
      },
    });
    if (outcome.kind !== 'explained') return outcome;
    await this.lookForOpenCalls(order, outcome);
    if (added.size === 0) return { kind: 'explained', list };
    const days = { ...list.days };
    for (const { row, isDone } of added.values()) {
      count(days, this.sightings.dayOf(row));
      if (!isDone) front.add(identify(row).key);
    }
    const known = { total: outcome.total, days, front: await front.format() };
    return { kind: 'explained', list: { ...list, ...known } };
  }

  /** Calls that had not ended stand near the end where new rows appear: they are looked at until they have ended. */
  private async lookForOpenCalls(
    order: Order,
    { total, covered }: { total: number; covered: number },
  ): Promise<void> {
    const look = async () => {
      let place = covered;
      for (let page = 0; page < PAGES_FOR_OPEN_CALLS; page++) {
        if (this.memory.open.unmet === 0 || place >= total || order === 'none') return;
        const { start, rows } =
          order === 'newest'
            ? await this.reader.slice(place, 'first', PAGE_SIZE)
            : await this.reader.slice(total - place - 1, 'last', PAGE_SIZE);
        rows.forEach((row) => this.sightings.look(row));
        place = order === 'newest' ? start + rows.length : total - start;
      }
    };
    await unlessInconsistent(look(), undefined);
  }

  private isWholeReadingDue(news: News): boolean {
    const { state, rescanMs } = this.options;
    const { at, took, progress } = state.read;
    if (progress || state.baseline || !this.list || news.kind === 'short') return true;
    const since = this.started - at;
    // A clock that was put back must not keep it from ever being due.
    if (at === 0 || since >= rescanMs || since < 0) return true;
    // A day is dropped only after it has been read whole.
    if (shanghaiDay(at) < this.days.today && since >= HOUR_MS) return true;
    const isQuick = took < LONG_READING_MS || since >= PAUSE_FACTOR * took;
    if (news.kind === 'unexplained') return isQuick;
    const { open, front } = this.memory;
    if (front!.size > MOST_IN_FRONT) return true;
    if (open.unmet === 0) return false;
    // Only a whole reading finds them where it is not known how to look for them.
    const canLook = this.list.order !== 'none' && this.reader.counting !== undefined;
    return (!canLook && isQuick) || (open.isUnmetDue && since >= QUIET_MS);
  }

  private async readEverything(news: News): Promise<WholeReading> {
    const { state, now, pause, warn } = this.options;
    const { from } = this.days;
    const progress = state.read.progress?.from === from ? state.read.progress : undefined;
    const began = now();
    let days = { ...progress?.days };
    let front = progress ? this.memory.readFront! : new IdSet();
    const sofar = async (): Promise<Omit<ReadingUnderWay, 'rows' | 'pages'>> => ({
      from,
      days,
      front: await front.format(),
      began: progress?.began ?? this.started,
      took: (progress?.took ?? 0) + now() - began,
    });
    const begin = () => {
      days = {};
      front = new IdSet();
    };

    let list: Pick<ListMemory, 'total' | 'order'> = { total: null, order: 'none' };
    const rows = progress?.pages
      ? ({ kind: 'inconsistent' } as const)
      : await scanWhole(this.reader, {
          progress: progress?.rows,
          opening: news.kind === 'short' ? news : undefined,
          pageSize: PAGE_SIZE,
          keyOf: rowKey,
          orderOf: orderOfRows,
          begin,
          visit: (row, { fromFront, counts }) => {
            const isDone = this.sightings.look(row);
            if (counts) count(days, this.sightings.dayOf(row));
            if (!isDone && fromFront !== undefined && fromFront < FRONT_ROWS) {
              front.add(identify(row).key);
            }
          },
          isOver: this.isOver,
        });
    await pause();
    this.warnOfTwins();
    if (rows.kind === 'partial') {
      return this.partial(news, { ...(await sofar()), rows: rows.progress });
    }
    if (rows.kind === 'whole') {
      list = rows;
      if (rows.missing > 0) {
        warn(
          `XiaoA reports ${rows.total} calls, but ${rows.missing} of them were missing in three readings`,
        );
      }
    } else {
      begin();
      const pages = await scanPages<Row>({
        fetchPage: this.fetchPage,
        progress: progress?.pages,
        pageSize: PAGE_SIZE,
        keyOf: rowKey,
        visit: (row) => void this.sightings.look(row),
        isOver: this.isOver,
      });
      if (pages.kind === 'partial') {
        return this.partial(news, { ...(await sofar()), pages: pages.progress });
      }
      if (pages.kind === 'endless') {
        warn(
          `XiaoA's list of calls hasn't ended after ${pages.pages} pages. Older calls are not watched.`,
        );
      }
    }
    const { took, began: readFrom, ...known } = await sofar();
    const { counting, pageCap } = this.reader;
    const { total, order } = list;
    return {
      read: { at: now(), took },
      ended: {
        list: { ...known, total, order, counting, pageCap },
        began: readFrom,
        isOneGo: progress === undefined,
      },
    };
  }

  private partial(news: News, progress: ReadingUnderWay): WholeReading {
    const { state, emitExisting, warn } = this.options;
    // Else it is the regular reading, and what is new has been found before it began.
    if (news.kind !== 'explained') {
      warn(
        state.baseline && !emitExisting
          ? 'There are more calls than one poll can read. New calls start the workflow once all earlier calls are known, in one of the next polls.'
          : `There are more new calls than one poll can return: ${this.sightings.freshCount} are returned now, the others in the next polls`,
      );
    }
    return { read: { ...state.read, progress } };
  }

  private readonly isOver = (): boolean => {
    const { limits, now, state } = this.options;
    const limit = state.baseline ? limits.baselineMs : limits.pollMs;
    return this.sightings.freshCount >= MOST_ROWS || now() - this.started >= limit;
  };

  private async result(
    list: ListMemory | undefined,
    { read, ended }: WholeReading,
  ): Promise<Watched> {
    const { state, lookbackDays, pause, now, process } = this.options;
    const { seen, open } = this.memory;
    const rows = await this.sightings.take(pause);
    if (ended?.isOneGo) open.dropUnmet();
    const newestDay = this.days.newest(this.sightings.newestDay);
    const from = ended ? this.days.next(ended.began, newestDay, open.firstDay) : this.days.kept;
    if (ended) seen.dropBefore(from);
    const handedOver = new IdSet();
    if (process) for (const row of rows) handedOver.add(identify(row).key);
    const next: TriggerState = {
      ...state,
      serial: state.serial + 1,
      at: this.started,
      baseline: state.baseline && !ended,
      from,
      lookbackDays,
      newestDay,
      lostDays: ended ? [] : state.lostDays,
      open: await open.store(),
      list: listFrom(list, from) ?? list,
      read,
      handedOver: handedOver.isEmpty
        ? undefined
        : { at: now(), process: process!, keys: await handedOver.format() },
    };
    return { rows, state: await this.withSeen(next) };
  }

  private async withSeen(state: TriggerState): Promise<TriggerState> {
    const { seen, horizon } = await this.memory.seen.store(roomForSeen(state));
    if (horizon !== undefined) {
      this.options.warn(
        `There are too many calls to remember. Only calls from ${shanghaiMinute(horizon)} on (Shanghai time) are watched; an earlier call is missed if it appears or matches the filters only now.`,
      );
    }
    const limit = Math.max(horizon ?? 0, state.horizon ?? 0);
    return {
      ...state,
      seen,
      seenDays: Object.keys(seen),
      horizon: limit > dayStart(state.from) ? limit : null,
    };
  }

  private warnOfTwins(): void {
    if (this.twins === 0) return;
    this.options.warn(
      `${this.twins} calls can't be told apart from others with the same ID and SN. Only one of each such group starts the workflow.`,
    );
  }

  private readonly fetchPage = async (request: PageRequest): Promise<Page<Row>> => {
    const { from: first, last } = this.days;
    const page = await this.options.fetchPage({ first, last }, request);
    const keys = new Set(page.rows.map(rowKey));
    this.twins += page.rows.length - keys.size;
    return page;
  };
}

function count(days: Record<string, number>, day: string): void {
  days[day] = (days[day] ?? 0) + 1;
}

function shanghaiMinute(at: number): string {
  const day = shanghaiDay(at);
  const minutes = Math.floor((at - dayStart(day)) / 60_000);
  const pad = (number: number) => String(number).padStart(2, '0');
  return `${day} ${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}
