import { markOf } from '../../xiaoa/idSet';
import { shanghaiDay } from '../../xiaoa/shanghaiTime';
import type { Row } from '../shared/lists';
import { oldestFirst } from './crmList';
import { identify, keyWithSn, sharedId, timeOf } from './memory/identity';
import type { OpenCalls } from './memory/openCalls';
import type { Pause, SeenRecords } from './memory/seenRecords';

export interface SightingRules {
  /** What the platform cannot filter; undefined if it filters everything. */
  readonly accept?: (row: Row) => boolean;
  /** The first day asked for. What a platform gives beyond that is not looked at. */
  readonly from: string;
  /** What is older than this moment is not remembered, and so not looked at either. */
  readonly horizon: number;
  readonly now: number;
  /** Whether a record of this day was there before anybody watched. */
  readonly isExisting: (day: string) => boolean;
}

/** Of so many records this process keeps the sn, to notice when another one has the same id. */
const MOST_SN_MARKS = 10_000;
/** So many records are compared with each other within a poll for the same reason. */
const MOST_MET = 100_000;

const TAKEN_AT_ONCE = 2_000;
const HOUR_MS = 3_600_000;

/** Sorts the records that a poll comes across: new, known, there before, not (yet) wanted. */
export class Sightings {
  /** What comes out of this poll. */
  private readonly fresh = new Map<string, Row>();
  /** What counts as seen from now on, with the time of the call. */
  private readonly marked = new Map<string, number>();
  /** The sn of the records that were met and are known by their id alone. */
  private readonly met = new Map<string, string>();
  private newest = '';
  private latest = { hour: NaN, day: '' };
  private holdsDigests: boolean;

  constructor(
    private readonly seen: SeenRecords,
    private readonly open: OpenCalls,
    private readonly snMarks: Map<string, string>,
    private readonly rules: SightingRules,
  ) {
    this.holdsDigests = seen.holdsDigests;
  }

  get freshCount(): number {
    return this.fresh.size;
  }

  /** The latest day of a call that the poll has come across. */
  get newestDay(): string | undefined {
    return this.newest || undefined;
  }

  /** @returns whether the record has come out, does so now, or never will */
  look(row: Row): boolean {
    const { accept, from, horizon, now, isExisting } = this.rules;
    const at = timeOf(row);
    const day = this.dayAt(at ?? now);
    if (at !== undefined && day > this.newest) this.newest = day;
    if (day < from || (at ?? Infinity) < horizon) return false;
    const key = this.keyOf(row, at);
    if (this.seen.has(key)) {
      // Kept under its present day: the call's time may have been corrected since.
      if (!this.seen.hasOn(at ?? now, key)) this.mark(key, at);
      return true;
    }
    if (this.marked.has(key)) return true;
    if (accept && !accept(row)) return false;
    const verdict = this.open.judge(key, row, at, isExisting(day));
    if (verdict === 'open') return false;
    this.mark(key, at);
    if (verdict === 'new') {
      this.noteSn(row, key);
      this.fresh.set(key, row);
    }
    return true;
  }

  /** Whether the record has come out before, or was there before. */
  isSeen(row: Row): boolean {
    return this.seen.has(this.keyOf(row, timeOf(row)));
  }

  /** The Shanghai day of a record's call; one without a readable time belongs to today. */
  dayOf(row: Row): string {
    return this.dayAt(timeOf(row) ?? this.rules.now);
  }

  /** Rows that follow each other are mostly of the same day. */
  private dayAt(at: number): string {
    const hour = Math.floor(at / HOUR_MS);
    if (this.latest.hour !== hour) this.latest = { hour, day: shanghaiDay(at) };
    return this.latest.day;
  }

  /** As if nothing had been met yet: all of it will be met again. */
  forget(): void {
    this.fresh.clear();
    this.marked.clear();
    this.met.clear();
  }

  /** The new records, oldest first; they count as seen from now on. */
  async take(pause: Pause): Promise<Row[]> {
    let taken = 0;
    for (const [key, at] of this.marked) {
      this.seen.add(at, key);
      this.open.delete(key);
      if (++taken % TAKEN_AT_ONCE === 0) await pause();
    }
    return oldestFirst([...this.fresh.values()]);
  }

  private mark(key: string, at: number | undefined): void {
    if (key.startsWith('#')) this.holdsDigests = true;
    this.marked.set(key, at ?? this.rules.now);
  }

  private keyOf(row: Row, at: number | undefined): string {
    const identity = identify(row);
    const { key, sn } = identity;
    if (sn === undefined) return key;
    if (this.holdsDigests) {
      const full = keyWithSn(identity);
      if (this.isKnown(full) || this.isKnown(sharedId(key))) return full;
    }
    const other = this.met.get(key);
    if (other === undefined) {
      const mark = this.snMarks.get(key);
      if (mark !== undefined && mark !== markOf(sn)) return keyWithSn(identity);
      if (this.met.size >= MOST_MET) this.met.clear();
      this.met.set(key, sn);
      return key;
    }
    if (other === sn) return key;
    // Whichever of them was met first is the one that came out as the only one.
    if (this.isKnown(key)) {
      this.mark(keyWithSn({ key, sn: other }), at);
      this.mark(sharedId(key), at);
    }
    return keyWithSn(identity);
  }

  private isKnown(key: string): boolean {
    return this.seen.has(key) || this.marked.has(key);
  }

  private noteSn(row: Row, key: string): void {
    const { key: id, sn } = identify(row);
    if (sn === undefined || id !== key) return;
    this.snMarks.set(key, markOf(sn));
    if (this.snMarks.size > MOST_SN_MARKS) this.snMarks.clear();
  }
}
