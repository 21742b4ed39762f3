import { shanghaiDay, shanghaiToMs } from '../platform/clock';
import { PlatformError } from '../platform/codes';
import { text } from './params';
import type { DateRange } from '../platform/crmStore';
import type { Params } from '../platform/types';

/**
 * start_create_at and end_create_at (API §7.2, §7.8, §7.10). Each that is empty means today. A date
 * without a time means its first second as a start; as an end its last second or, where the platform
 * compares it as midnight, its first.
 */
export function dateRange(params: Params, now: number, endDateInclusive: boolean): DateRange {
  const today = shanghaiDay(now);
  const start = text(params, 'start_create_at');
  const end = text(params, 'end_create_at');
  return {
    from: start === undefined ? `${today} 00:00:00` : bound(start, '00:00:00'),
    to:
      end === undefined
        ? `${today} 23:59:59`
        : bound(end, endDateInclusive ? '23:59:59' : '00:00:00'),
  };
}

/** `2018-05-08`, `2018-05-08 15:42` or `2018-05-08 15:42:34` as the last of these; else 20002. */
function bound(given: string, timeOfBareDate: string): string {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2})(:\d{2})?)?$/.exec(given.trim());
  if (!match) throw new PlatformError(20002);
  const [, day, minutes, seconds = ':00'] = match;
  const complete = `${day} ${minutes === undefined ? timeOfBareDate : minutes + seconds}`;
  // February 30 would match the pattern, too.
  const ms = shanghaiToMs(complete);
  if (Number.isNaN(ms) || shanghaiDay(ms) !== day) throw new PlatformError(20002);
  return complete;
}
