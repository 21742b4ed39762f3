import {
  NodeApiError,
  NodeOperationError,
  sleep,
  type INodeExecutionData,
  type IPollFunctions,
} from 'n8n-workflow';

import { redact } from '../../xiaoa/redact';
import { shanghaiDay } from '../../xiaoa/shanghaiTime';
import { isRecord } from '../../xiaoa/text';
import { backgroundOf } from '../shared/context';
import { CRM_RECORDS, shape, type Row } from '../shared/lists';
import { crmPages } from './crmList';
import { PROCESS, takeBackDoubtful } from './memory/handover';
import { newestRecord } from './newestRecord';
import { readSettings, type Settings } from './settings';
import { readState } from './memory/readState';
import { StateStore } from './memory/stateStore';
import { GivenUp, takeTurn, type Turn } from './turns';
import { watch } from './watch';

/** Polls come every minute: one that takes half of it does not make the next one fall out. */
const POLL_MS = 30_000;
/** n8n gives up activating a workflow after 84 seconds, and the first poll is a part of that. */
const FIRST_POLL_MS = 60_000;
/** So many records are made items of before n8n may do something else. */
const ITEMS_AT_ONCE = 100;

/**
 * Gives each CRM record that passes the filters once (API §7.10). docs/trigger.md tells how.
 *
 * @throws {NodeApiError | NodeOperationError}
 */
export async function poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
  try {
    const settings = await readSettings(this);
    const items =
      this.getMode() === 'manual'
        ? await itemsOf([await newestRecord(this, settings)], settings)
        : await newItems(this, settings);
    return items && items.length > 0 ? [items] : null;
  } catch (error) {
    throw await inWords(this, error);
  }
}

async function newItems(
  context: IPollFunctions,
  settings: Settings,
): Promise<INodeExecutionData[] | null> {
  const store = new StateStore(context);
  const warn = (message: string) => context.logger.warn(`${context.getNode().name}: ${message}`);
  return await takeTurn(
    store.place,
    async (turn) => await newRecords(context, settings, { store, turn, warn }),
    (minutes) =>
      warn(
        `The poll that started ${minutes} minutes ago hasn't finished, so it was given up. This poll reads what it left.`,
      ),
  );
}

interface Poll {
  readonly store: StateStore;
  readonly turn: Turn;
  warn(message: string): void;
}

async function newRecords(
  context: IPollFunctions,
  settings: Settings,
  { store, turn, warn }: Poll,
): Promise<INodeExecutionData[] | null> {
  const { query, scope, filterForms, lookbackDays, rescanMs, emitExisting } = settings;
  const isOurs = (state: unknown): state is Record<string, unknown> =>
    isRecord(state) &&
    state.account === scope.account &&
    filterForms.includes(state.filters as string);
  const today = shanghaiDay(Date.now());
  const found = store.read(isOurs);
  const stored = isOurs(found) ? { ...found, filters: scope.filters } : found;
  const known = await readState(stored, { scope, today, lookbackDays, pause, warn });
  const isCertain = store.isKeptWithExecution;
  // Older versions of n8n have no budget for a poll.
  const budget = context.getPollBudgetMs?.() ?? FIRST_POLL_MS;

  const { rows, state } = await watch({
    state: isCertain ? known : await takeBackDoubtful(known, pause),
    lookbackDays,
    rescanMs,
    emitExisting,
    accept: query.accept,
    limits: { baselineMs: Math.min(budget, FIRST_POLL_MS), pollMs: Math.min(budget, POLL_MS) },
    process: isCertain ? undefined : PROCESS,
    sns: store.snMarks(known),
    pause,
    now: () => Date.now(),
    fetchPage: crmPages(context, query.parameters),
    warn,
  });

  const items = await itemsOf(rows, settings);
  if (turn.isSuperseded) return null;
  store.write(state, items.length > 0);
  return items;
}

async function itemsOf(rows: readonly Row[], settings: Settings): Promise<INodeExecutionData[]> {
  const { simplify, includeTranscriptTurns, query } = settings;
  const asked = { ...query.parameters, includeTranscriptTurns };
  const items: INodeExecutionData[] = [];
  for (const row of rows) {
    items.push({ json: shape(CRM_RECORDS, row, simplify, asked) });
    if (items.length % ITEMS_AT_ONCE === 0) await pause();
  }
  return items;
}

/** The database and the other workflows of n8n wait as long as something is computed. */
async function pause(): Promise<void> {
  await sleep(0);
}

/** n8n shows what its own errors say; of others the error workflow may get nothing. */
async function inWords(context: IPollFunctions, error: unknown): Promise<Error> {
  if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
  if (error instanceof GivenUp) {
    return new NodeOperationError(context.getNode(), error.message, {
      description:
        'XiaoA is too slow, or a response never ends. Nothing is lost: the next poll reads everything again.',
    });
  }
  const { message = '', description } = error as { message?: string; description?: string };
  return new NodeOperationError(
    context.getNode(),
    redact(message, (await backgroundOf(context)).secrets) || "Couldn't read the XiaoA credential",
    {
      description:
        description ??
        "Check that this node's XiaoA credential exists and that this workflow may use it. The next poll tries again.",
    },
  );
}
