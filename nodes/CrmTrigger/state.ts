import type { IDataObject } from 'n8n-workflow';

import type { Progress } from '../../xiaoa/lists/fullScan';
import type { Counting } from '../../xiaoa/lists/reader';
import type { Order } from '../../xiaoa/lists/order';
import type { Scope } from './scope';
import type { SeenByDay } from './seenRecords';

/**
 * What the trigger remembers from one poll to the next, as JSON in n8n's static data. Days are those of
 * Shanghai, moments are ms since the epoch. docs/trigger.md tells why each of it is there.
 */
export interface TriggerState extends Scope {
  readonly version: 2;
  /** True until everything that was there at the beginning has been read. */
  readonly baseline: boolean;
  /** The day of the last poll after which nothing was left to be read. */
  readonly polledOn: string;
  /** How many days before that one were watched: what lies further back is not new. */
  readonly lookbackDays: number;
  readonly seen: SeenByDay;
  readonly list?: ListMemory;
  readonly read: LastRead;
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
  readonly granted?: number;
  /** Rows near the end where new ones appear that have not come out, as an `IdRanges`. */
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
export interface ReadingUnderWay extends Progress, Pick<ListMemory, 'from' | 'days' | 'front'> {
  readonly took: number;
}

/** The records of the last poll that gave some, for the case that n8n dies over them. */
export interface HandedOver {
  readonly at: number;
  /** Names the process of n8n that gave them. */
  readonly process: string;
  /** An `IdRanges`. */
  readonly keys: string;
}

/** So that a state stays below 64 KB, with some room for what n8n adds. */
const MOST_CHARACTERS = 60_000;

/**
 * The state to go on from. Before the first poll, for another account, and from another version of this node
 * there is none, so that a new baseline is taken. Other filters need a new baseline, too, but what came out
 * under the old ones is remembered.
 */
export function readState(
  staticData: IDataObject,
  scope: Scope,
  { today, lookbackDays }: { today: string; lookbackDays: number },
): TriggerState {
  const stored = staticData.state as unknown as TriggerState | undefined;
  const known = stored?.version === 2 && stored.account === scope.account ? stored : undefined;
  if (known?.filters === scope.filters) return known;
  return {
    version: 2,
    ...scope,
    baseline: true,
    polledOn: today,
    lookbackDays,
    seen: known?.seen ?? {},
    read: { at: 0, took: 0 },
  };
}

export function writeState(staticData: IDataObject, state: TriggerState): void {
  staticData.state = state as unknown as IDataObject;
}

/** How many characters of JSON are left for the seen records. */
export function roomForSeen(state: TriggerState): number {
  return MOST_CHARACTERS - JSON.stringify({ ...state, seen: {} }).length;
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
