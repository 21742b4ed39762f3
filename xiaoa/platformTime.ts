import { dayStart, shanghaiDay } from './shanghaiTime';

/**
 * An instant as the platform writes times: `YYYY-MM-DD HH:MM:SS` in Shanghai.
 *
 * @param instant milliseconds since 1970
 */
export function platformTime(instant: number): string {
  const day = shanghaiDay(instant);
  return `${day} ${new Date(instant - dayStart(day)).toISOString().slice(11, 19)}`;
}
