import { parsePlatformTime, shanghaiDay } from '../../xiaoa/shanghaiTime';
import type { Row } from '../shared/lists';
import { keyOf } from './crmRows';
import type { SeenRecords } from './seenRecords';
import { byTime } from './window';

export interface SightingRules {
  /** What the platform cannot filter; undefined if it filters everything. */
  readonly accept?: (row: Row) => boolean;
  /** The first day asked for. What a platform gives beyond that is not looked at. */
  readonly from: string;
  readonly today: string;
  /** Whether a record of this day was there before anybody watched. */
  readonly isExisting: (day: string) => boolean;
}

/** Sorts the records that a poll comes across: new, known, there before, not (yet) wanted. */
export class Sightings {
  /** What comes out of this poll. */
  private readonly fresh = new Map<string, Row>();
  /** What counts as seen from now on, with its day. */
  private readonly marked = new Map<string, string>();

  constructor(
    private readonly seen: SeenRecords,
    private readonly rules: SightingRules,
  ) {}

  get freshCount(): number {
    return this.fresh.size;
  }

  /** @returns whether the record has come out, does so now, or never will */
  look(row: Row): boolean {
    const { accept, from, isExisting } = this.rules;
    const key = keyOf(row);
    const day = this.dayOf(row);
    if (day < from) return false;
    if (this.seen.has(key)) {
      // Kept under its present day: the call's time may have been corrected since.
      if (!this.seen.hasOn(day, key)) this.marked.set(key, day);
      return true;
    }
    if (this.marked.has(key)) return true;
    if (accept && !accept(row)) return false;
    this.marked.set(key, day);
    if (!isExisting(day)) this.fresh.set(key, row);
    return true;
  }

  /** The Shanghai day of a record's call; one without a readable time belongs to today. */
  dayOf(row: Row): string {
    const at = parsePlatformTime(row.connected_at);
    return at === undefined ? this.rules.today : shanghaiDay(at);
  }

  /** As if nothing had been met yet: all of it will be met again. */
  forget(): void {
    this.fresh.clear();
    this.marked.clear();
  }

  /** The new records, oldest first; they count as seen from now on. */
  take(): Row[] {
    for (const [key, day] of this.marked) this.seen.add(day, key);
    return [...this.fresh.values()].sort(byTime);
  }
}
