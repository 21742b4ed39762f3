import type { INodeProperties } from 'n8n-workflow';

import { named } from './inputErrors';
import type { Filters } from './filters';
import type { ItemFields } from './itemFields';
import type { Query } from './lists';
import { DEFAULT_DAYS, periodQuery } from './period';

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
  query(fields: ItemFields, filters: Filters, narrowed: boolean): Required<Query>;
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
    query: (item, filters, narrowed) =>
      named(item.getNode(), `${moment} After / ${moment} Before`, () =>
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
