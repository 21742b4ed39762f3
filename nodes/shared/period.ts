import type { INode, INodeProperties } from 'n8n-workflow';

import {
  addDays,
  dayStart,
  parsePlatformTime,
  parseUserTime,
  shanghaiDay,
  type Moment,
} from '../../xiaoa/shanghaiTime';
import type { Parameters } from '../../xiaoa/signing/signParameters';
import type { Filters } from './filters';
import { named } from './itemErrors';
import type { Query } from './lists';

/** How far back a list goes when nobody says: the platform itself would show today only. */
const DEFAULT_DAYS = 7;

/** Before any call of the platform. */
const BEGINNING = '2010-01-01';

/** What a user asks for. */
export interface Period {
  readonly after?: Moment;
  readonly before?: Moment;
  /** Something else already narrows the list (one task, one phone): go back to the beginning. */
  readonly unlessDated?: boolean;
}

/**
 * The days to ask for, and the check of the exact times. The platform takes days only, counts them in
 * Shanghai, and does not say whether the last one is included: so one day more is asked for, and what
 * lies outside is dropped here. Rows without a readable time are kept.
 *
 * @param timeField the field that holds a row's time, as `YYYY-MM-DD HH:MM:SS` in Shanghai
 */
export function periodQuery(
  { after, before, unlessDated }: Period,
  timeField: string,
  now: number,
): { parameters: Parameters; accept: (row: Record<string, unknown>) => boolean } {
  const start = after?.at ?? (unlessDated || before ? dayStart(BEGINNING) : firstDefaultDay(now));
  // A date without a time of day means the whole of that day.
  const end =
    before && (before.wholeDay ? dayStart(addDays(shanghaiDay(before.at), 1)) : before.at);
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

/** The pair of date filters that a list has, for the moment at which its rows happened. */
export interface PeriodFilter {
  /** Named after the moment: `createdAfter`, `createdBefore`. */
  readonly fields: INodeProperties[];
  /**
   * Which days are listed without dates.
   *
   * @param narrowing what else the user can do to list those of any day, e.g. ` or choose a task`
   */
  hint(narrowing: string): string;
  /**
   * @param narrowed something else already narrows the list, so that without dates it goes back to the beginning
   * @throws {NodeOperationError} naming the fields, when a value is no date
   */
  query(node: INode, filters: Filters, narrowed: boolean): Required<Query>;
}

/**
 * @param rows what is listed, in the plural
 * @param moment what happened to a row, e.g. `Created`
 * @param timeField the row's field that says when
 */
export function periodFilter(rows: string, moment: string, timeField: string): PeriodFilter {
  const prefix = moment.toLowerCase();
  const field = (side: 'After' | 'Before', when: string): INodeProperties => ({
    displayName: `${moment} ${side}`,
    name: `${prefix}${side}`,
    type: 'dateTime',
    default: '',
    description: `Only ${rows} ${prefix} ${when} (Shanghai time)`,
  });
  return {
    fields: [field('After', 'at this time or later'), field('Before', 'before this time')],
    hint: (narrowing) =>
      `Returns ${rows} ${prefix} in the last ${DEFAULT_DAYS} days (Shanghai time) unless you set a date${narrowing}`,
    query(node, filters, narrowed) {
      const moments = ['After', 'Before'].map((side) =>
        named(node, `${moment} ${side}`, () => parseUserTime(filters[`${prefix}${side}`])),
      );
      const [after, before] = moments;
      return periodQuery({ after, before, unlessDated: narrowed }, timeField, Date.now());
    },
  };
}
