import { NodeOperationError, type IPollFunctions } from 'n8n-workflow';

import { addDays, shanghaiDay } from '../../xiaoa/shanghaiTime';
import { scanWhole } from '../../xiaoa/lists/fullScan';
import { scanPages } from '../../xiaoa/lists/pageScan';
import { ListReader } from '../../xiaoa/lists/reader';
import { hasEnded } from '../../xiaoa/records/callEnd';
import type { Row } from '../shared/lists';
import { crmPages, oldestFirst, orderOfRows } from './crmList';
import { rowKey } from './memory/identity';
import type { Settings } from './settings';

/** How far back a record to show is looked for. */
const TEST_DAYS = [1, 7, 30];
/** Somebody is waiting for it. */
const PATIENCE_MS = 60_000;
const FIRST_PAGE = 100;
const PAGE_SIZE = 1_000;

/**
 * The newest record that passes the filters, for a test in the editor.
 *
 * @throws {NodeOperationError} when there is none
 */
export async function newestRecord(context: IPollFunctions, settings: Settings): Promise<Row> {
  const today = shanghaiDay(Date.now());
  for (const days of TEST_DAYS) {
    const newest = await newestSince(context, settings, addDays(today, 1 - days), today);
    if (newest) return newest;
  }
  throw new NodeOperationError(
    context.getNode(),
    `No call in the last ${TEST_DAYS.at(-1)} days matches the filters`,
    {
      description:
        'There is no record to test with. Remove a filter, or run a calling task first. Once the workflow is published, new records arrive on their own.',
    },
  );
}

async function newestSince(
  context: IPollFunctions,
  { query }: Settings,
  first: string,
  today: string,
): Promise<Row | undefined> {
  const period = { first, last: addDays(today, 1) };
  const fetchPage = crmPages(context, query.parameters);
  const reader = new ListReader<Row>(async (request) => await fetchPage(period, request));
  const found = new Newest(query.accept);

  const { rows, total } = await reader.beginning(FIRST_PAGE);
  rows.forEach((row) => found.look(row));
  const isAll = total !== undefined && rows.length === total;
  // In a list that begins with the newest rows, no better one can follow.
  if (isAll || (found.row && orderOfRows(rows) === 'newest')) return found.row;

  const end = Date.now() + PATIENCE_MS;
  const scan = {
    pageSize: PAGE_SIZE,
    keyOf: rowKey,
    visit: (row: Row) => found.look(row),
    isOver: () => Date.now() > end,
  };
  const outcome = await scanWhole(reader, { ...scan, orderOf: orderOfRows, begin: () => {} });
  if (outcome.kind === 'inconsistent') {
    await scanPages({ ...scan, fetchPage: async (request) => await fetchPage(period, request) });
  }
  return found.row;
}

/** The newest of the records that are looked at; of a call that goes on there is little to see. */
class Newest {
  private ended: Row | undefined;
  private open: Row | undefined;

  constructor(private readonly accept: ((row: Row) => boolean) | undefined) {}

  get row(): Row | undefined {
    return this.ended ?? this.open;
  }

  look(row: Row): void {
    if (this.accept && !this.accept(row)) return;
    if (hasEnded(row)) this.ended = newer(row, this.ended);
    else this.open = newer(row, this.open);
  }
}

function newer(row: Row, other: Row | undefined): Row {
  return other ? oldestFirst([other, row])[1] : row;
}
