import { addDays, shanghaiDay } from '../../xiaoa/shanghaiTime';
import type { TriggerState } from './memory/state';

type Known = Pick<TriggerState, 'from' | 'lookbackDays' | 'newestDay' | 'horizon'>;

/**
 * Which Shanghai days a poll asks for. No day is dropped because n8n's clock says so: the latest call decides as well,
 * and a day is watched until everything has been read once more after its end.
 */
export class WatchedDays {
  readonly today: string;
  /** The first day to ask for. */
  readonly from: string;
  /** The last one. Whether a platform includes it is not known, and its clock may be ahead. */
  readonly last: string;
  /** The first day to ask for next time, unless a whole reading has ended. */
  readonly kept: string;
  /** Calls of the days before that one were there before anybody watched. */
  readonly watchedSince: string;

  constructor(
    private readonly known: Known,
    private readonly lookbackDays: number,
    now: number,
  ) {
    this.today = shanghaiDay(now);
    // Fewer days to look back are what the user asked for: those in between are dropped right away.
    const lowered = Math.max(0, known.lookbackDays - lookbackDays);
    this.kept = addDays(known.from, lowered);
    const from = earlier(this.kept, addDays(this.today, -lookbackDays));
    const horizon = known.horizon === null ? from : shanghaiDay(known.horizon);
    this.from = later(from, horizon);
    this.last = addDays(later(this.today, known.newestDay ?? this.today), 2);
    this.watchedSince = earlier(known.from, this.today);
  }

  /**
   * The first day to ask for next time.
   *
   * @param readFrom when the whole reading began that has just ended, in ms since the epoch
   * @param openDay the day of the oldest call that has not ended
   */
  next(readFrom: number, newestDay: string | undefined, openDay: string | undefined): string {
    const readDay = earlier(shanghaiDay(readFrom), this.today);
    const first = addDays(earlier(readDay, newestDay ?? readDay), -this.lookbackDays);
    return later(this.from, openDay === undefined ? first : earlier(first, openDay));
  }

  /** The latest day of a call, of those that can be true. */
  newest(met: string | undefined): string | undefined {
    const { newestDay } = this.known;
    if (met === undefined || met > addDays(this.today, 1)) return newestDay;
    return newestDay === undefined ? met : later(met, newestDay);
  }
}

function earlier(a: string, b: string): string {
  return a < b ? a : b;
}

function later(a: string, b: string): string {
  return a > b ? a : b;
}
