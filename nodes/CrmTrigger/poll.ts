import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { shanghaiDay } from '../../xiaoa/shanghaiTime';
import { CRM_RECORDS, type Row, shape } from '../shared/lists';
import { crmPages } from './crmPages';
import { handOver, isKeptWithExecution, takeBackDoubtful } from './handover';
import { newestRecord } from './newestRecord';
import { oneAtATime } from './oneAtATime';
import { watchedScope } from './scope';
import { readSettings, type Settings } from './settings';
import { readState, writeState } from './state';
import { watch } from './watch';

/** Polls come every minute: one that takes half of it does not make the next one fall out. */
const POLL_MS = 30_000;
/** n8n older than its poll budgets sets no limit. */
const UNLIMITED_MS = 5 * 60_000;

/** Gives each CRM record that passes the filters once (API §7.10). docs/trigger.md tells how. */
export async function poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
  const settings = readSettings(this);
  const rows =
    this.getMode() === 'manual'
      ? [await newestRecord(this, settings)]
      : await oneAtATime(placeOf(this), async () => await newRecords(this, settings));
  if (!rows || rows.length === 0) return null;
  return [rows.map((row) => ({ json: shape(CRM_RECORDS, row, settings.simplify) }))];
}

async function newRecords(context: IPollFunctions, settings: Settings): Promise<Row[]> {
  const { query, lookbackDays, fullRescanMinutes, emitExisting } = settings;
  const staticData = context.getWorkflowStaticData('node');
  const scope = await watchedScope(context, settings.watched);
  const known = readState(staticData, scope, { today: shanghaiDay(Date.now()), lookbackDays });
  const certain = isKeptWithExecution(staticData);
  const budget = context.getPollBudgetMs?.() ?? UNLIMITED_MS;

  const { rows, state } = await watch({
    state: certain ? known : takeBackDoubtful(known),
    lookbackDays,
    rescanMs: fullRescanMinutes * 60_000,
    emitExisting,
    accept: query.accept,
    limits: { baselineMs: budget, pollMs: Math.min(budget, POLL_MS) },
    now: () => Date.now(),
    fetchPage: crmPages(context, query.parameters),
    warn: (message) => context.logger.warn(`${context.getNode().name}: ${message}`),
  });

  writeState(staticData, handOver(state, certain ? [] : rows, Date.now()));
  return rows;
}

function placeOf(context: IPollFunctions): string {
  return `${context.getWorkflow().id ?? ''}:${context.getNode().id}`;
}
