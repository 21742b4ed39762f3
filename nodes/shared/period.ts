import type { INode, INodeProperties } from 'n8n-workflow';

import {
  addDays,
  dayStart,
  parsePlatformTime,
  parseUserTime,
  shanghaiDay,
} from '../../xiaoa/shanghaiTime';
import type { Parameters } from '../../xiaoa/signing/signParameters';
import type { Filters } from './filters';
import { named } from './itemErrors';
import type { Query } from './lists';

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

/** The pair of date filters that a list has, for the moment at which its rows happened. */
export interface PeriodFilter {
  /** Named after the moment: `createdAfter`, `createdBefore`. */
  readonly fields: INodeProperties[];
  /** What is listed without dates, for `filterFields`. */
  readonly withoutDates: string;
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
    description: `Only ${rows} ${prefix} ${when}. Read as Shanghai time.`,
  });
  return {
    fields: [field('After', 'at this time or later'), field('Before', 'before this time')],
    withoutDates: `Without dates, the ${rows} of the last ${DEFAULT_DAYS} days are listed, counted in Shanghai time`,
    query: (node, filters, narrowed) =>
      named(node, `${moment} After / ${moment} Before`, () =>
        periodQuery(
          {
            after: filters[`${prefix}After`],
            before: filters[`${prefix}Before`],
            unlessDated: narrowed,
          },
          timeField,
          Date.now(),
        ),
      ),
  };
}
