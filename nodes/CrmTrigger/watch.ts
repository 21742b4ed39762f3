import { IdSet } from '../../xiaoa/idSet';
import type { Page, PageRequest } from '../../xiaoa/lists/readAll';
import { ListReader } from '../../xiaoa/lists/reader';
import { dayStart, shanghaiDay } from '../../xiaoa/shanghaiTime';
import type { Row } from '../shared/lists';
import { identify, rowKey } from './memory/identity';
import { QUIET_MS } from './memory/openCalls';
import type { Pause } from './memory/seenRecords';
import { listFrom, roomForSeen, type ListMemory, type TriggerState } from './memory/state';
import { unpackState, type Memory } from './memory/unpack';
import { FRONT_ROWS, readEverything, type WholeReading } from './readEverything';
import { readNews, type News } from './readNews';
import { Sightings } from './sightings';
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

/** More records than this make an execution that n8n has trouble with; the rest follows in the next polls. */
const MOST_ROWS = 10_000;
/** Beyond this the whole list is read again, which begins that memory anew. */
const MOST_IN_FRONT = 2 * FRONT_ROWS;
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
  const now = options.now();
  const { state, memory } = await unpackState(options, now);
  return await new Poll({ ...options, state }, now, memory).run();
}

class Poll {
  private readonly days: WatchedDays;
  private readonly sightings: Sightings;
  private readonly reader: ListReader<Row>;
  /** What is known of the list from the first day on. */
  private readonly list: ListMemory | undefined;
  /** By key, how many further rows of one answer nothing tells apart from the first. */
  private readonly twins = new Map<string, number>();

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
    const { list: lastList, memory, reader, sightings } = this;
    const news: News = lastList
      ? await readNews({ list: lastList, memory, reader, sightings, mostRows: MOST_ROWS })
      : { kind: 'unexplained' };
    const list = news.kind === 'explained' ? news.list : this.options.state.list;
    if (!this.isWholeReadingDue(news))
      return await this.result(list, { read: this.options.state.read });
    // Of a backlog the newest records must not come first.
    if (news.kind === 'unexplained') this.sightings.forget();
    const whole = await this.readEverything(news);
    return await this.result(whole.ended?.list ?? list, whole);
  }

  private isWholeReadingDue(news: News): boolean {
    const { progress, took } = this.options.state.read;
    if (progress || !this.list || news.kind === 'short' || this.isRescanDue) return true;
    const since = this.sinceRead;
    const isQuick = took < LONG_READING_MS || since >= PAUSE_FACTOR * took;
    if (news.kind === 'unexplained') return isQuick;
    const { open, front } = this.memory;
    if (front!.size > MOST_IN_FRONT) return true;
    if (open.unmet === 0) return false;
    // Only a whole reading finds them where it is not known how to look for them.
    const canLook = this.list.order !== 'none' && this.reader.counting !== undefined;
    return (!canLook && isQuick) || (open.isUnmetDue && since >= QUIET_MS);
  }

  private get isRescanDue(): boolean {
    const { state, rescanMs } = this.options;
    const { at } = state.read;
    // A clock that was put back must not keep it from ever being due.
    if (state.baseline || at === 0 || this.sinceRead >= rescanMs || this.sinceRead < 0) return true;
    // A day is dropped only after it has been read whole.
    return shanghaiDay(at) < this.days.today && this.sinceRead >= HOUR_MS;
  }

  private get sinceRead(): number {
    return this.started - this.options.state.read.at;
  }

  private async readEverything(news: News): Promise<WholeReading> {
    const { state, now, pause, warn } = this.options;
    const whole = await readEverything({
      from: this.days.from,
      started: this.started,
      last: state.read,
      lastFront: this.memory.readFront,
      opening: news.kind === 'short' && !this.isRescanDue ? news : undefined,
      reader: this.reader,
      fetchPage: this.fetchPage,
      sightings: this.sightings,
      isOver: this.isOver,
      now,
      pause,
      warn,
    });
    // A regular reading that goes on is no news: what is new has been found before it began.
    if (!whole.ended && news.kind !== 'explained') this.explainDelay();
    this.warnOfTwins();
    return whole;
  }

  private explainDelay(): void {
    const { state, emitExisting, warn } = this.options;
    warn(
      state.baseline && !emitExisting
        ? 'There are more calls than one poll can read. New calls start the workflow once all earlier calls are known, in one of the next polls.'
        : `There are more new calls than one poll can return: ${this.sightings.freshCount} are returned now, the others in the next polls`,
    );
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
    if (this.twins.size === 0) return;
    const count = [...this.twins.values()].reduce((sum, further) => sum + further, 0);
    this.options.warn(
      `${count} calls can't be told apart from others with the same ID and SN. Only one of each such group starts the workflow.`,
    );
  }

  private readonly fetchPage = async (request: PageRequest): Promise<Page<Row>> => {
    const { from: first, last } = this.days;
    const page = await this.options.fetchPage({ first, last }, request);
    this.noteTwins(page.rows.map(rowKey));
    return page;
  };

  /** A row may come with several answers, but counts once. */
  private noteTwins(keys: readonly string[]): void {
    if (new Set(keys).size === keys.length) return;
    const further = new Map<string, number>();
    for (const key of keys) {
      const count = (further.get(key) ?? -1) + 1;
      further.set(key, count);
      if (count > (this.twins.get(key) ?? 0)) this.twins.set(key, count);
    }
  }
}

function shanghaiMinute(at: number): string {
  const day = shanghaiDay(at);
  const minutes = Math.floor((at - dayStart(day)) / 60_000);
  const pad = (number: number) => String(number).padStart(2, '0');
  return `${day} ${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}
