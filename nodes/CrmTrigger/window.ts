import { addDays, shanghaiDay } from '../../xiaoa/shanghaiTime';
import type { Row } from '../shared/lists';
import { text } from '../../xiaoa/values';

/**
 * The first Shanghai day to read. Records can turn up late, hence the days of looking back; and a poll
 * after a standstill has to reach back to before it.
 */
export function firstDay(now: number, lookbackDays: number, polledOn: string): string {
  const today = shanghaiDay(now);
  return addDays(polledOn < today ? polledOn : today, -lookbackDays);
}

/** Oldest call first; those of the same second in the order of their numbers. */
export function byTime(a: Row, b: Row): number {
  const times = (text(a.connected_at) ?? '').localeCompare(text(b.connected_at) ?? '');
  return times !== 0 ? times : Number(a.id ?? 0) - Number(b.id ?? 0);
}
