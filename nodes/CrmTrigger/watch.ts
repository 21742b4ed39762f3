import { addDays, shanghaiDay } from '../../xiaoa/shanghaiTime';
import { IdRanges } from '../../xiaoa/idSet';
import { readFront } from '../../xiaoa/lists/frontScan';
import { readWhole } from '../../xiaoa/lists/fullScan';
import { ListReader } from '../../xiaoa/lists/reader';
import type { Order } from '../../xiaoa/lists/order';
import { readAll, type Page, type PageRequest } from '../../xiaoa/lists/readAll';
import type { Row } from '../shared/lists';
import { keyOf, rankOf } from './crmRows';
import { SeenRecords } from './seenRecords';
import { Sightings } from './sightings';
import { listFrom, roomForSeen, type LastRead, type ListMemory, type TriggerState } from './state';
import { firstDay } from './window';

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
const MOST_FRONT_CHARACTERS = 6_000;
/** A reading of the whole list that took longer than this is not repeated ahead of time … */
const LONG_READING_MS = 10_000;
/** … before so many times as long has passed. */
const PAUSE_FACTOR = 4;

/**
 * One poll: finds the records that pass the filters and have not come out before. Only what is in the result
 * counts as seen, so a poll that fails has never been.
 */
export async function watch(options: WatchOptions): Promise<Watched> {
  return await new Poll(options).run();
}

/** The new rows, as far as the total and the front of the list explain what has happened to it. */
type News =
  | { kind: 'explained'; list: ListMemory }
  | { kind: 'short'; rows: Row[]; total: number }
  | { kind: 'unexplained' };

class Poll {
  private readonly started: number;
  /** The first day to read. */
  private readonly from: string;
  private readonly seen: SeenRecords;
  private readonly sightings: Sightings;
  private readonly reader: ListReader<Row>;
  /** What is known of the list from that day on. */
  private readonly list: ListMemory | undefined;

  constructor(private readonly options: WatchOptions) {
    const { state, lookbackDays, emitExisting, accept } = options;
    this.started = options.now();
    this.from = firstDay(this.started, lookbackDays, state.polledOn);
    this.list = listFrom(state.list, this.from);
    this.reader = new ListReader(this.fetchPage, state.list?.counting, state.list?.granted);
    this.seen = new SeenRecords(state.seen);
    const watchedSince = addDays(state.polledOn, -state.lookbackDays);
    this.sightings = new Sightings(this.seen, {
      accept,
      from: this.from,
      today: shanghaiDay(this.started),
      isExisting: (day) => !emitExisting && (state.baseline || day < watchedSince),
    });
  }

  async run(): Promise<Watched> {
    const { state } = this.options;
    const news: News = this.list ? await this.readNews(this.list) : { kind: 'unexplained' };
    let list = news.kind === 'explained' ? news.list : state.list;
    let read = state.read;
    let isSettled = news.kind === 'explained';
    if (this.isWholeReadingDue(news)) {
      // Of a backlog the newest records must not come first.
      if (news.kind === 'unexplained') this.sightings.forget();
      const whole = await this.readEverything(news);
      list = whole.list ?? list;
      read = whole.read;
      isSettled = whole.list !== undefined;
    }
    return this.result(list, read, isSettled);
  }

  private async readNews(list: ListMemory): Promise<News> {
    const { order, total } = list;
    const front = IdRanges.parse(list.front);
    const added = new Map<string, { row: Row; isDone: boolean }>();
    const outcome = await readFront(this.reader, {
      order,
      total: total ?? 0,
      probeSize: PROBE_SIZE,
      pageSize: PAGE_SIZE,
      mostAdded: MOST_ROWS,
      keyOf,
      isKnown: (row) => this.seen.has(keyOf(row)) || front.has(keyOf(row)),
      visit: (row, isKnown) => {
        const isDone = this.sightings.look(row);
        if (!isKnown) added.set(keyOf(row), { row, isDone });
      },
    });
    if (outcome.kind !== 'explained') return outcome;
    if (added.size === 0) return { kind: 'explained', list };
    const days = { ...list.days };
    for (const [key, { row, isDone }] of added) {
      count(days, this.sightings.dayOf(row));
      if (!isDone) front.add(key);
    }
    const known = { total: outcome.total, days, front: front.toString() };
    return { kind: 'explained', list: { ...list, ...known } };
  }

  private isWholeReadingDue(news: News): boolean {
    const { state, rescanMs } = this.options;
    const { at, took, progress } = state.read;
    if (progress || state.baseline || !this.list || news.kind === 'short') return true;
    const since = this.started - at;
    // A clock that was put back must not keep it from ever being due.
    if (at === 0 || since >= rescanMs || since < 0) return true;
    if (news.kind === 'explained') return news.list.front.length > MOST_FRONT_CHARACTERS;
    return took < LONG_READING_MS || since >= PAUSE_FACTOR * took;
  }

  private async readEverything(news: News): Promise<{ list?: ListMemory; read: LastRead }> {
    const { now, warn, state } = this.options;
    const progress = state.read.progress?.from === this.from ? state.read.progress : undefined;
    const began = now();
    let days = { ...progress?.days };
    let front = IdRanges.parse(progress?.front ?? '');
    const outcome = await readWhole(this.reader, {
      progress,
      opening: news.kind === 'short' ? news : undefined,
      pageSize: PAGE_SIZE,
      keyOf,
      rankOf,
      begin: () => {
        days = {};
        front = new IdRanges();
      },
      visit: (row, { fromFront, counts }) => {
        const isDone = this.sightings.look(row);
        if (counts) count(days, this.sightings.dayOf(row));
        if (!isDone && fromFront !== undefined && fromFront < FRONT_ROWS) front.add(keyOf(row));
      },
      isOver: () => this.isOver(),
    });
    const took = (progress?.took ?? 0) + now() - began;
    if (outcome.kind === 'partial') {
      // Else it is the regular reading, and what is new has been found before it began.
      if (news.kind !== 'explained') this.explainDelay();
      const sofar = { from: this.from, days, front: front.toString(), took };
      return { read: { ...state.read, progress: { ...outcome.progress, ...sofar } } };
    }
    if (outcome.kind === 'unruly') await this.readWithoutTotal();
    else if (outcome.missing > 0) {
      const { total, missing } = outcome;
      warn(`XiaoA reports ${total} calls, but ${missing} of them did not come in three readings`);
    }
    const list = {
      ...(outcome.kind === 'whole' ? outcome : { total: null, order: 'none' as Order }),
      days,
      front: front.toString(),
    };
    return { list: this.memory(list), read: { at: now(), took } };
  }

  /** For platforms whose answers give no total, or one that is never right: page after page, to the end. */
  private async readWithoutTotal(): Promise<void> {
    await readAll<Row>({
      fetchPage: this.fetchPage,
      keyOf,
      pageSize: PAGE_SIZE,
      accept: (row) => {
        this.sightings.look(row);
        return false;
      },
    });
  }

  private memory(list: Pick<ListMemory, 'total' | 'order' | 'days' | 'front'>): ListMemory {
    const { total, order, days, front } = list;
    const { counting, granted } = this.reader;
    return { from: this.from, total, order, days, front, counting, granted };
  }

  private isOver(): boolean {
    const { limits, now, state } = this.options;
    const limit = state.baseline ? limits.baselineMs : limits.pollMs;
    return this.sightings.freshCount >= MOST_ROWS || now() - this.started >= limit;
  }

  private explainDelay(): void {
    const { state, emitExisting, warn } = this.options;
    const { freshCount } = this.sightings;
    if (state.baseline && !emitExisting) {
      warn(
        'There are more calls than one poll can read. New ones come as soon as those that were there before are known, in one of the next polls.',
      );
    } else {
      warn(
        `There are more calls than one poll can give: ${freshCount} come now, the oldest first, and the others in the next polls`,
      );
    }
  }

  private result(list: ListMemory | undefined, read: LastRead, isSettled: boolean): Watched {
    const { state, lookbackDays, warn } = this.options;
    const rows = this.sightings.take();
    if (isSettled) this.seen.dropBefore(this.from);
    const next: TriggerState = {
      ...state,
      ...(isSettled ? { baseline: false, polledOn: shanghaiDay(this.started), lookbackDays } : {}),
      ...(list ? { list } : {}),
      read,
    };
    const { seen, shortened } = this.seen.store(roomForSeen(next));
    if (shortened) {
      warn(
        'So many calls pass and do not pass the filters that not all can be remembered: of the oldest, those that pass only later are missed. Filters that XiaoA itself applies, such as Min Talk Seconds, help.',
      );
    }
    return { rows, state: { ...next, seen } };
  }

  private readonly fetchPage = async (request: PageRequest): Promise<Page<Row>> => {
    // The API does not say whether the last day is included, and the platform's clock may be ahead of ours.
    const last = addDays(shanghaiDay(this.started), 2);
    return await this.options.fetchPage({ first: this.from, last }, request);
  };
}

function count(days: Record<string, number>, day: string): void {
  days[day] = (days[day] ?? 0) + 1;
}
