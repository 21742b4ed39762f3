import {
  addDays,
  dayStart,
  parsePlatformTime,
  parseUserTime,
  shanghaiDay,
} from '../../xiaoa/shanghaiTime';
import type { Parameters } from '../../xiaoa/signing/signParameters';

/** How far back a list goes when nobody says: the platform itself would show today only. */
export const DEFAULT_DAYS = 7;

/** Before any call of the platform. */
const BEGINNING = '2010-01-01';

/** What a user asks for. Dates may be anything that n8n or a person puts into a date field. */
export interface Period {
  readonly after?: unknown;
  readonly before?: unknown;
  /** Something else already narrows the list (one task, one phone): go back to the beginning. */
  readonly unlessDated?: boolean;
}

/**
 * The days to ask for, and the check of the exact times. The platform takes days only, counts them in
 * Shanghai, and does not say whether the last one is included: so one day more is asked for, and what
 * lies outside is dropped here. Rows without a readable time are kept.
 *
 * @param timeField the field that holds a row's time, as `YYYY-MM-DD HH:MM:SS` in Shanghai
 * @throws {RangeError} when a date is none
 */
export function periodQuery(
  { after, before, unlessDated }: Period,
  timeField: string,
  now: number,
): { parameters: Parameters; accept: (row: Record<string, unknown>) => boolean } {
  const from = parseUserTime(after);
  const to = parseUserTime(before);
  const start = from?.at ?? (unlessDated || to ? dayStart(BEGINNING) : firstDefaultDay(now));
  // A date without a time of day means the whole of that day.
  const end = to && (to.wholeDay ? dayStart(addDays(shanghaiDay(to.at), 1)) : to.at);
  const lastDay = shanghaiDay(end ?? now);
  return {
    parameters: {
      start_create_at: shanghaiDay(start),
      end_create_at: addDays(lastDay, 1),
    },
    accept: (row) => {
      const at = parsePlatformTime(row[timeField]);
      return at === undefined || (at >= start && (end === undefined || at < end));
    },
  };
}

function firstDefaultDay(now: number): number {
  return dayStart(addDays(shanghaiDay(now), 1 - DEFAULT_DAYS));
}
