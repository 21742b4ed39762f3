import { formatMarks, markOf, parseMarks, type StoredMarks } from '../../../xiaoa/idSet';
import { hasEnded } from '../../../xiaoa/records/callEnd';
import { shanghaiDay } from '../../../xiaoa/shanghaiTime';
import type { Row } from '../../shared/lists';

/** Calls that were listed before they had ended, and have looked the same since then. */
export interface StoredOpenCalls extends StoredMarks {
  readonly day: string;
  readonly since: number;
  /** They were there before the trigger was switched on. */
  readonly existing: boolean;
}

/**
 * A record that never says how its call ended comes out when it has not changed for this long: longer than people
 * talk to a robot without a word being noted, and as long as a full rescan may take to notice a change.
 */
export const QUIET_MS = 30 * 60_000;
/** No call is longer than this, even if its record goes on changing. */
const LONGEST_CALL_MS = 24 * 3_600_000;
/** More calls than this are not watched one by one; the others come out by their time. */
const MOST_CALLS = 3_000;

export type Verdict = 'open' | 'new' | 'existing';

interface OpenCall {
  readonly day: string;
  readonly existing: boolean;
  readonly since: number;
  readonly mark: string;
}

/** The calls that pass the filters but have not ended yet. */
export class OpenCalls {
  private readonly met = new Set<string>();

  private constructor(
    private readonly calls: Map<string, OpenCall>,
    private readonly now: number,
  ) {}

  /** @returns also whether a part could not be read */
  static async read(
    stored: readonly StoredOpenCalls[],
    now: number,
  ): Promise<{ open: OpenCalls; isDamaged: boolean }> {
    const calls = new Map<string, OpenCall>();
    let isDamaged = false;
    for (const { day, since, existing, ...marks } of stored) {
      try {
        for (const [key, mark] of await parseMarks(marks)) {
          // A clock that was put back must not make a call wait for ever.
          calls.set(key, { day, since: Math.min(since, now), existing, mark });
        }
      } catch {
        isDamaged = true;
      }
    }
    return { open: new OpenCalls(calls, now), isDamaged };
  }

  /** The day of the oldest of them. */
  get firstDay(): string | undefined {
    const days = [...this.calls.values()].map(({ day }) => day);
    return days.length === 0 ? undefined : days.reduce((a, b) => (a < b ? a : b));
  }

  /** How many of them the poll has not come across. */
  get unmet(): number {
    let unmet = 0;
    for (const key of this.calls.keys()) if (!this.met.has(key)) unmet++;
    return unmet;
  }

  /** Whether one that the poll has not come across may have been quiet for long enough. */
  get isUnmetDue(): boolean {
    for (const [key, { since }] of this.calls) {
      if (!this.met.has(key) && this.now - since >= QUIET_MS) return true;
    }
    return false;
  }

  /**
   * @param at when the call was made, in ms since the epoch; undefined if its record does not say
   * @param existing whether the record was there before anybody watched
   * @returns `open` as long as the call goes on; then whether it counts as new, or was there before
   */
  judge(key: string, row: Row, at: number | undefined, existing: boolean): Verdict {
    const known = this.calls.get(key);
    // Of a call that was open before, the end is what counts.
    if (hasEnded(row)) return existing && !known ? 'existing' : 'new';
    this.met.add(key);
    const age = at === undefined ? 0 : this.now - at;
    if (!known) {
      const isFull = this.calls.size >= MOST_CALLS;
      if (age >= QUIET_MS && existing) return 'existing';
      if (age >= QUIET_MS && isFull) return 'new';
      if (!isFull) this.note(key, row, at, existing);
      return 'open';
    }
    const hasChanged = known.mark !== markOf(JSON.stringify(row));
    if (!hasChanged) {
      if (this.now - known.since < QUIET_MS) return 'open';
      return known.existing ? 'existing' : 'new';
    }
    if (age >= LONGEST_CALL_MS) return 'new';
    this.note(key, row, at, false);
    return 'open';
  }

  delete(key: string): void {
    this.calls.delete(key);
  }

  private note(key: string, row: Row, at: number | undefined, existing: boolean): void {
    this.calls.set(key, {
      day: shanghaiDay(at ?? this.now),
      since: this.now,
      existing,
      mark: markOf(JSON.stringify(row)),
    });
  }

  /** Drops those that are not listed any more. */
  dropUnmet(): void {
    for (const key of this.calls.keys()) if (!this.met.has(key)) this.calls.delete(key);
  }

  async store(): Promise<StoredOpenCalls[]> {
    const groups = new Map<string, { call: OpenCall; marks: Map<string, string> }>();
    for (const [key, call] of this.calls) {
      const { day, since, existing, mark } = call;
      const name = JSON.stringify([day, since, existing]);
      const group = groups.get(name) ?? { call, marks: new Map<string, string>() };
      groups.set(name, group);
      group.marks.set(key, mark);
    }
    const stored: StoredOpenCalls[] = [];
    for (const { call, marks } of groups.values()) {
      const { day, since, existing } = call;
      stored.push({ day, since, existing, ...(await formatMarks(marks)) });
    }
    return stored;
  }
}
