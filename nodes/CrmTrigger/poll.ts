import {
  NodeOperationError,
  type IDataObject,
  type INodeExecutionData,
  type IPollFunctions,
} from 'n8n-workflow';

import { addDays, shanghaiDay } from '../../xiaoa/calendar';
import { crmQuery } from '../Crm/crmFilters';
import type { Filters } from '../shared/listing/filterValues';
import { readRows, shape, type Query, type Row } from '../shared/listing/listing';
import { CRM_RECORDS } from '../shared/listings/crmRecords';
import { oneAtATime } from './oneAtATime';
import { watchedScope } from './scope';
import { SeenRecords } from './seenRecords';
import { readState, writeState } from './state';
import { byTime, dayOf, firstDay } from './window';

/** How far a manual test looks for a record to show. */
const TEST_DAYS = [1, 7, 30];

interface Settings {
  readonly query: Query;
  readonly minScore: unknown;
  readonly simplify: boolean;
  readonly emitExisting: boolean;
  readonly lookbackDays: number;
}

/**
 * Gives each CRM record that passes the filters once (API §7.10).
 *
 * Every poll reads the whole window and compares it with what has come out before, so neither the order
 * of the records, nor two with one timestamp, nor a score that arrives late makes a difference. What is
 * remembered changes only when a poll has read everything: after a poll that fails it is as if it had
 * never been.
 */
export async function poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
  const settings = readSettings(this);
  if (this.getMode() === 'manual') return [[await newestRecord(this, settings)]];
  const place = `${this.getWorkflow().id ?? ''}:${this.getNode().id}`;
  return await oneAtATime(place, async () => await newRecords(this, settings));
}

function readSettings(context: IPollFunctions): Settings {
  const filters = context.getNodeParameter('filters', {}) as Filters;
  const options = context.getNodeParameter('options', {}) as IDataObject;
  return {
    query: crmQuery(context.getNode(), filters),
    minScore: filters.minScore,
    simplify: context.getNodeParameter('simplify', true) as boolean,
    emitExisting: options.emitExisting === true,
    lookbackDays: Number(options.lookbackDays ?? 1),
  };
}

async function newRecords(
  context: IPollFunctions,
  settings: Settings,
): Promise<INodeExecutionData[][] | null> {
  const now = Date.now();
  const scope = await watchedScope(context, settings.query.parameters, settings.minScore);
  const known = readState(context.getWorkflowStaticData('node'), scope);
  const first = firstDay(now, settings.lookbackDays, known?.polledOn);
  const rows = await readSince(context, settings, first, now);

  const seen = new SeenRecords(known?.seen);
  const fresh = rows.filter((row) => !seen.has(CRM_RECORDS.keyOf?.(row) ?? ''));
  for (const row of fresh) seen.add(dayOf(row, now), CRM_RECORDS.keyOf?.(row) ?? '');
  writeState(context.getWorkflowStaticData('node'), {
    version: 1,
    scope,
    polledOn: shanghaiDay(now),
    seen: seen.since(addDays(shanghaiDay(now), -settings.lookbackDays)),
  });

  const emitted = known || settings.emitExisting ? fresh : [];
  return emitted.length > 0 ? [emitted.sort(byTime).map((row) => item(row, settings))] : null;
}

async function newestRecord(
  context: IPollFunctions,
  settings: Settings,
): Promise<INodeExecutionData> {
  const now = Date.now();
  for (const days of TEST_DAYS) {
    const rows = await readSince(context, settings, addDays(shanghaiDay(now), 1 - days), now);
    const newest = rows.sort(byTime).at(-1);
    if (newest) return item(newest, settings);
  }
  throw new NodeOperationError(
    context.getNode(),
    `No call of the last ${TEST_DAYS.at(-1)} days passes the filters`,
    {
      description:
        'There is no record to test with. Take filters off, or have a task called first. Once the workflow is active, new records will come by themselves.',
    },
  );
}

async function readSince(
  context: IPollFunctions,
  { query }: Settings,
  firstDayToRead: string,
  now: number,
): Promise<Row[]> {
  // The last day is given one too late: the API does not say whether it is included.
  const days = { start_create_at: firstDayToRead, end_create_at: addDays(shanghaiDay(now), 1) };
  return await readRows(context, CRM_RECORDS, {
    ...query,
    parameters: { ...days, ...query.parameters },
  });
}

function item(row: Row, { simplify }: Settings): INodeExecutionData {
  return { json: shape(CRM_RECORDS, row, simplify) };
}
