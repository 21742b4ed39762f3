import { readRanges } from '../../../xiaoa/packedNumbers';
import { addDays, dayStart } from '../../../xiaoa/shanghaiTime';
import { isRecord } from '../../../xiaoa/text';
import { identify } from './identity';
import { SeenRecords } from './seenRecords';
import {
  daysBetween,
  firstState,
  lostDaysMessage,
  lostState,
  NEW_BASELINE,
  otherFilters,
  type StateOptions,
  type TriggerState,
} from './state';

/**
 * The state to go on from. Before the first poll and for another account there is none, so that a new baseline is
 * taken. Other filters need a new baseline, too, but what came out under the old ones is remembered. Of a state that
 * is damaged everything is kept that can be read.
 */
export async function readState(stored: unknown, options: StateOptions): Promise<TriggerState> {
  const { scope, warn } = options;
  if (stored === undefined || stored === null) return firstState(options);
  if (!isRecord(stored)) {
    warn(`The trigger's saved state can't be read. ${NEW_BASELINE}`);
    return lostState(options);
  }
  if (stored.version === 2) return await fromVersion2(stored, options);
  const isOther = typeof stored.version === 'number' && stored.version !== 3;
  if (isOther) {
    warn(`The trigger's saved state comes from another version of this node. ${NEW_BASELINE}`);
    return lostState(options);
  }
  const known = repaired(stored, options);
  // Of several states under earlier names, the latest one is the one to go on from.
  if (known.account !== scope.account) return { ...firstState(options), serial: known.serial };
  if (known.filters === scope.filters) return { ...known, filterChanges: 0 };
  return otherFilters(known, options);
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
    value === undefined || isValid(value);
  const isDays = (value: unknown) => isListOf(value, isDay);

  const seen = take('seen', isRecord, {});
  const isLost = damaged.includes('seen');
  const state: TriggerState = {
    version: 3,
    account: take('account', isFingerprint, options.scope.account),
    filters: take('filters', isFingerprint, options.scope.filters),
    lineage: take('lineage', isText),
    serial: take('serial', isCount),
    at: take('at', isAmount),
    baseline: take('baseline', (value) => typeof value === 'boolean', isLost) || isLost,
    from: take('from', isDay),
    lookbackDays: take('lookbackDays', isCount),
    newestDay: take('newestDay', orNone(isDay), undefined),
    horizon: take('horizon', (value) => value === null || isCount(value)),
    seen: Object.fromEntries(Object.entries(seen).filter(([day]) => isDay(day))),
    seenDays: take('seenDays', isDays),
    lostDays: take('lostDays', isDays),
    open: take('open', (value) => isListOf(value, isOpenCalls)),
    list: take('list', orNone(isList), undefined),
    read: take('read', isRead),
    filterChanges: take('filterChanges', isCount),
    handedOver: take('handedOver', orNone(isHandedOver), undefined),
  };
  const missing = state.seenDays.filter((day) => !(day in state.seen));
  if (damaged.length === 0 && missing.length === 0) return state;
  if (damaged.length > 0) {
    options.warn(
      `The trigger's saved state is damaged (${damaged.join(', ')}). ${isLost ? NEW_BASELINE : 'The rest is used, and everything is read again.'}`,
    );
  }
  if (missing.length > 0) options.warn(lostDaysMessage(missing));
  // What was given up for want of room may have come out: nobody knows up to where.
  const [firstSeen = options.today] = Object.keys(state.seen).sort();
  const unsure = damaged.includes('horizon') ? daysBetween(state.from, firstSeen) : [];
  const lost = isLost ? daysBetween(state.from, addDays(options.today, 1)) : unsure;
  return { ...state, lostDays: [...state.lostDays, ...missing, ...lost], read: first.read };
}

// A hole in a list is not something that `every` would meet.
const isListOf = (value: unknown, isOne: (one: unknown) => boolean) =>
  Array.isArray(value) && Array.from(value as unknown[]).every(isOne);
const isText = (value: unknown) => typeof value === 'string' && value !== '';
const isFingerprint = (value: unknown) => typeof value === 'string' && /^[0-9a-f]{16}$/.test(value);
const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
const isAmount = (value: unknown) => Number.isFinite(value) && (value as number) >= 0;
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
  const { seen: packed } = await seen.store({ dense: Infinity, sparse: Infinity });
  const since = isDay(polledOn) && isCount(lookbackDays);
  const state: TriggerState = {
    ...first,
    baseline: stored.baseline === true || !isRecord(stored.seen),
    ...(since
      ? { from: addDays(polledOn, -(lookbackDays as number)), lookbackDays: lookbackDays as number }
      : {}),
    seen: packed,
    seenDays: Object.keys(packed),
    lostDays: [...new Set(lostDays)],
  };
  return stored.filters === scope.filters ? state : otherFilters(state, options);
}
