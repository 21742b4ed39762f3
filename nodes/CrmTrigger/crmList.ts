import type { IPollFunctions } from 'n8n-workflow';

import { orderOf, type Order } from '../../xiaoa/lists/rows';
import type { Page, PageRequest } from '../../xiaoa/lists/readAll';
import type { Parameters } from '../../xiaoa/signing/signParameters';
import { CRM_RECORDS, fetchPage, type Row } from '../shared/lists';
import { identify, timeOf } from './memory/identity';

/** A function that asks for one page of records connected on these days (API §7.10). */
export function crmPages(context: IPollFunctions, parameters: Parameters) {
  return async (
    { first, last }: { first: string; last: string },
    page: PageRequest,
  ): Promise<Page<Row>> =>
    await fetchPage(
      context,
      {
        endpoint: CRM_RECORDS.endpoint,
        parameters: { start_create_at: first, end_create_at: last, ...parameters },
      },
      page,
    );
}

/** Where the newest records stand among rows that follow each other. */
export function orderOfRows(rows: readonly Row[]): Order {
  const ids = rows.map((row) => Number(identify(row).key));
  const byId = orderOf(ids.map((id) => (Number.isNaN(id) ? undefined : id)));
  const byTime = orderOf(rows.map(timeOf));
  if (byId === 'none' || byTime === 'none') {
    // Ids that are counted up grow with time; others may stand in a row without a meaning.
    return byId === 'none' || !areCountedUp(ids) ? byTime : byId;
  }
  return byId === byTime ? byId : 'none';
}

/** Most of what is counted goes to others: a platform counts for all its customers. */
const MOST_IDS_BETWEEN = 10_000;

function areCountedUp(ids: readonly number[]): boolean {
  const known = ids.filter((id) => !Number.isNaN(id));
  return Math.max(...known) - Math.min(...known) <= known.length * MOST_IDS_BETWEEN;
}

/** Oldest call first; those of the same second in the order of their numbers. */
export function oldestFirst(rows: readonly Row[]): Row[] {
  return rows
    .map((row) => ({ row, at: timeOf(row) ?? 0, id: Number(row.id) }))
    .sort((a, b) => a.at - b.at || a.id - b.id || 0)
    .map(({ row }) => row);
}
