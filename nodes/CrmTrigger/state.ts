import { randomBytes } from 'crypto';

import type { Progress } from '../../xiaoa/lists/fullScan';
import type { Order } from '../../xiaoa/lists/order';
import type { PageProgress } from '../../xiaoa/lists/pageScan';
import type { Counting } from '../../xiaoa/lists/reader';
import { readRanges } from '../../xiaoa/packedNumbers';
import { addDays, dayStart } from '../../xiaoa/shanghaiTime';
import { isRecord } from '../../xiaoa/text';
import { identify } from './crmList';
import type { StoredOpenCalls } from './openCalls';
import { SeenRecords, type Pause, type Room, type SeenByDay } from './seenRecords';

/** What a state belongs to, as fingerprints: for another account or other filters it says something else. */
export interface Scope {
  /** The platform and the user, but not the password, which may change without the records being others. */
  readonly account: string;
  readonly filters: string;
}

/**
 * What the trigger remembers from one poll to the next, as JSON in n8n's static data. Days are those of
 * Shanghai, moments are ms since the epoch. docs/trigger.md tells why each of it is there.
 */
export interface TriggerState extends Scope {
  readonly version: 3;
  /** Names the state from its baseline on, and how often it was written: which of two is the newer one. */
  readonly lineage: string;
  readonly serial: number;
  /** True until everything that was there at the beginning has been read. */
  readonly baseline: boolean;
  /** The first day that is watched. It moves on when a whole reading of a later day has ended. */
  readonly from: string;
  /** How many days were looked back when that was written. */
  readonly lookbackDays: number;
  /** The latest day of any call, whatever n8n's clock says. */
  readonly newestDay?: string;
  /** What is older is not remembered any more, and so not watched either. */
  readonly horizon?: number;
  readonly seen: SeenByDay;
  /** Days whose seen records were lost: what is there counts as seen. */
  readonly lostDays: readonly string[];
  /** Calls that were listed before they had ended. */
  readonly open: readonly StoredOpenCalls[];
  readonly list?: ListMemory;
  readonly read: LastRead;
  /** How many polls in a row found other filters than the one before. */
  readonly filterChanges: number;
  readonly handedOver?: HandedOver;
}

/** What is known of the list, to find with few requests what is new in it. */
export interface ListMemory {
  /** The first day that was asked for. */
  readonly from: string;
  /** Rows it has; null where the platform does not say, or contradicts itself. */
  readonly total: number | null;
  /** The same by day. */
  readonly days: Readonly<Record<string, number>>;
  readonly order: Order;
  readonly counting?: Counting;
  readonly pageCap?: number;
  /** Rows near the end where new ones appear that have not come out, as an `IdSet`. */
  readonly front: string;
}

/** The last reading of the whole list. */
export interface LastRead {
  /** When it ended; 0 if another one is needed in any case. */
  readonly at: number;
  /** How long it took, in ms. */
  readonly took: number;
  readonly progress?: ReadingUnderWay;
}

/** A reading of the whole list that goes on in the next poll. */
export interface ReadingUnderWay extends Pick<ListMemory, 'from' | 'days' | 'front'> {
  /** When it began. */
  readonly began: number;
  readonly took: number;
  /** How far it has come, with a total or without one. */
  readonly rows?: Progress;
  readonly pages?: PageProgress;
}

/** The records of the last poll that gave some, for the case that n8n dies over them. */
export interface HandedOver {
  readonly at: number;
  /** Names the process of n8n that gave them. */
  readonly process: string;
  /** An `IdSet`. */
  readonly keys: string;
}

export interface StateOptions {
  readonly scope: Scope;
  readonly today: string;
  readonly lookbackDays: number;
  readonly pause: Pause;
  warn(message: string): void;
}

/**
 * The state to go on from. Before the first poll and for another account there is none, so that a new baseline is
 * taken. Other filters need a new baseline, too, but what came out under the old ones is remembered. Of a state that
 * is damaged everything is kept that can be read.
 */
export async function readState(stored: unknown, options: StateOptions): Promise<TriggerState> {
  const { scope, warn } = options;
  if (stored === undefined || stored === null) return firstState(options);
  if (!isRecord(stored)) {
    warn(`What was remembered cannot be read. ${NEW_BASELINE}`);
    return lostState(options);
  }
  if (stored.version === 2) return await fromVersion2(stored, options);
  const isOther = typeof stored.version === 'number' && stored.version !== 3;
  if (isOther) {
    warn(`What was remembered was written by another version of this node. ${NEW_BASELINE}`);
    return lostState(options);
  }
  const known = repaired(stored, options);
  if (known.account !== scope.account) return firstState(options);
  if (known.filters === scope.filters) return { ...known, filterChanges: 0 };
  return otherFilters(known, options);
}

const NEW_BASELINE = 'The calls that are there now count as known, and only new ones come out.';

function firstState({ scope, today, lookbackDays }: StateOptions): TriggerState {
  return {
    version: 3,
    ...scope,
    lineage: randomBytes(6).toString('base64url'),
    serial: 0,
    baseline: true,
    from: addDays(today, -lookbackDays),
    lookbackDays,
    seen: {},
    lostDays: [],
    open: [],
    read: { at: 0, took: 0 },
    filterChanges: 0,
  };
}

/** Instead of one that there was: whatever the options say, the calls that are there have been there before. */
function lostState(options: StateOptions, from?: string): TriggerState {
  const first = firstState(options);
  const lostDays: string[] = [];
  for (let day = from ?? first.from; day <= addDays(options.today, 1); day = addDays(day, 1)) {
    lostDays.push(day);
  }
  return { ...first, lostDays };
}

function otherFilters(known: TriggerState, options: StateOptions): TriggerState {
  const filterChanges = known.filterChanges + 1;
  if (filterChanges > 1) {
    options.warn(
      `The filters have changed with each of the last ${filterChanges} polls. Each change begins anew with the calls that are there, so nothing comes out. Use expressions that always give the same value, without the time.`,
    );
  }
  const { lineage, serial, seen, newestDay, horizon } = known;
  return {
    ...firstState(options),
    ...{ lineage, serial, seen, newestDay, horizon, filterChanges },
  };
}

/** Replaces what cannot be what this node has written, and says so. */
function repaired(stored: Record<string, unknown>, options: StateOptions): TriggerState {
  const first = firstState(options);
  const damaged: string[] = [];
  const take = <K extends keyof TriggerState>(
    name: K,
    isValid: (value: unknown) => boolean,
    otherwise: TriggerState[K] = first[name],
  ): TriggerState[K] => {
    const value = stored[name];
    if (isValid(value)) return value as TriggerState[K];
    damaged.push(name);
    return otherwise;
  };
  const orNone = (isValid: (value: unknown) => boolean) => (value: unknown) =>
    value === undefined || value === null || isValid(value);

  const seen = take('seen', isSeen);
  const hasSeen = !damaged.includes('seen');
  const state: TriggerState = {
    version: 3,
    account: take('account', isText, options.scope.account),
    filters: take('filters', isText, options.scope.filters),
    lineage: take('lineage', isText),
    serial: take('serial', isCount),
    baseline: take('baseline', (value) => typeof value === 'boolean', !hasSeen) || !hasSeen,
    from: take('from', isDay),
    lookbackDays: take('lookbackDays', isCount),
    newestDay: take('newestDay', orNone(isDay), undefined),
    horizon: take('horizon', orNone(isCount), undefined),
    seen,
    lostDays: take('lostDays', (value) => Array.isArray(value) && value.every(isDay)),
    open: take('open', (value) => Array.isArray(value) && value.every(isOpenCalls)),
    list: take('list', orNone(isList), undefined),
    read: take('read', isRead),
    filterChanges: take('filterChanges', isCount),
    handedOver: take('handedOver', orNone(isHandedOver), undefined),
  };
  if (damaged.length > 0) {
    options.warn(
      `What was remembered is damaged (${damaged.join(', ')}). ${hasSeen ? 'The rest is used, and everything is read once more.' : NEW_BASELINE}`,
    );
  }
  if (damaged.length === 0) return state;
  const lostDays = hasSeen ? state.lostDays : lostState(options, state.from).lostDays;
  return { ...state, lostDays, read: first.read };
}

const isText = (value: unknown) => typeof value === 'string' && value !== '';
const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
const isAmount = (value: unknown) => Number.isFinite(value) && (value as number) >= 0;
const isSeen = (value: unknown) =>
  isRecord(value) && Object.entries(value).every(([day, keys]) => isDay(day) && isText(keys));
const isMarks = (value: unknown) =>
  isRecord(value) && typeof value.keys === 'string' && typeof value.marks === 'string';
const isOpenCalls = (value: unknown) =>
  isRecord(value) &&
  isMarks(value) &&
  isDay(value.day) &&
  isAmount(value.since) &&
  typeof value.existing === 'boolean';
const isOrder = (value: unknown) => ['newest', 'oldest', 'none'].includes(value as string);
const isCounting = (value: unknown) => value === undefined || value === 'pages' || value === 'rows';
const isCap = (value: unknown) => value === undefined || (isCount(value) && value !== 0);
const isCounts = (value: unknown) => isRecord(value) && Object.values(value).every(isCount);
const isList = (value: unknown) =>
  isRecord(value) &&
  isDay(value.from) &&
  (value.total === null || isCount(value.total)) &&
  isCounts(value.days) &&
  isOrder(value.order) &&
  isCounting(value.counting) &&
  isCap(value.pageCap) &&
  typeof value.front === 'string';
const isRead = (value: unknown) =>
  isRecord(value) &&
  isAmount(value.at) &&
  isAmount(value.took) &&
  (value.progress === undefined || isProgress(value.progress));
const isProgress = (value: unknown) =>
  isRecord(value) &&
  isDay(value.from) &&
  isCounts(value.days) &&
  typeof value.front === 'string' &&
  isAmount(value.began) &&
  isAmount(value.took) &&
  (value.rows === undefined || isRowProgress(value.rows)) &&
  (value.pages === undefined || isPageProgress(value.pages));
const isRowProgress = (value: unknown) =>
  isRecord(value) &&
  isOrder(value.order) &&
  value.counting !== undefined &&
  isCounting(value.counting) &&
  value.pageCap !== undefined &&
  isCap(value.pageCap) &&
  [value.done, value.total, value.missed].every(isCount);
const isPageProgress = (value: unknown) =>
  isRecord(value) &&
  isCounting(value.counting) &&
  value.pageCap !== undefined &&
  isCap(value.pageCap) &&
  [value.pageIndex, value.pages].every(isCount);
const isHandedOver = (value: unknown) =>
  isRecord(value) && isAmount(value.at) && isText(value.process) && typeof value.keys === 'string';

function isDay(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  try {
    dayStart(value);
    return true;
  } catch {
    return false;
  }
}

/** What an earlier version of this node remembered, as far as it is of use; the list is read once more. */
async function fromVersion2(
  stored: Record<string, unknown>,
  options: StateOptions,
): Promise<TriggerState> {
  const { scope, warn, pause } = options;
  const first = firstState(options);
  if (stored.account !== scope.account) return first;
  const { seen } = await SeenRecords.read({}, pause);
  const lostDays: string[] = [];
  for (const [day, keys] of Object.entries(isRecord(stored.seen) ? stored.seen : {})) {
    if (!isDay(day)) continue;
    const lastHour = dayStart(addDays(day, 1)) - 1;
    try {
      readRanges(String(keys), {
        range(start, end) {
          for (let id = start; id <= end; id++) seen.add(lastHour, String(id));
        },
        key(text) {
          // Rows without an id and an sn were known by all that stood in them.
          if (text.startsWith('row ')) lostDays.push(day);
          else seen.add(lastHour, identify({ sn: text }).key);
        },
      });
    } catch {
      lostDays.push(day);
    }
    await pause();
  }
  if (lostDays.length > 0) warn(lostDaysMessage(lostDays));
  const { polledOn, lookbackDays } = stored;
  const since = isDay(polledOn) && isCount(lookbackDays);
  const state: TriggerState = {
    ...first,
    baseline: stored.baseline === true || !isRecord(stored.seen),
    ...(since
      ? { from: addDays(polledOn, -(lookbackDays as number)), lookbackDays: lookbackDays as number }
      : {}),
    seen: (await seen.store({ dense: Infinity, sparse: Infinity })).seen,
    lostDays: [...new Set(lostDays)],
  };
  return stored.filters === scope.filters ? state : otherFilters(state, options);
}

/** For days of whose seen records nothing is left. */
export function lostDaysMessage(days: readonly string[]): string {
  return `Which calls of ${[...new Set(days)].join(', ')} have come out cannot be read any more. The calls of ${days.length === 1 ? 'that day' : 'those days'} that are there now count as known.`;
}

/**
 * What is known of the list when it is asked for from another day on. Undefined if the days before that one
 * have never been read.
 */
export function listFrom(list: ListMemory | undefined, from: string): ListMemory | undefined {
  if (!list || list.from > from || list.total === null) return undefined;
  if (list.from === from) return list;
  const days = Object.entries(list.days);
  const dropped = days.filter(([day]) => day < from).reduce((sum, [, rows]) => sum + rows, 0);
  return {
    ...list,
    from,
    total: list.total - dropped,
    days: Object.fromEntries(days.filter(([day]) => day >= from)),
  };
}

/** What n8n adds to the state, and what it may grow by. */
const MARGIN = 1_500;
const ROOM = { dense: 64 * 1024 - MARGIN, sparse: 1024 * 1024 - MARGIN };

/** How many characters of JSON are left for the seen records. */
export function roomForSeen(state: TriggerState): Room {
  const rest = JSON.stringify({ ...state, seen: {} }).length;
  return { dense: Math.max(0, ROOM.dense - rest), sparse: Math.max(0, ROOM.sparse - rest) };
}
