import { randomBytes } from 'crypto';

import type { Progress } from '../../../xiaoa/lists/fullScan';
import type { Order } from '../../../xiaoa/lists/rows';
import type { PageProgress } from '../../../xiaoa/lists/pageScan';
import type { Counting } from '../../../xiaoa/lists/reader';
import { addDays } from '../../../xiaoa/shanghaiTime';
import type { StoredOpenCalls } from './openCalls';
import type { Pause, Room, SeenByDay } from './seenRecords';

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
  /** When that was. */
  readonly at: number;
  /** True until everything that was there at the beginning has been read. */
  readonly baseline: boolean;
  /** The first day that is watched. It moves on when a whole reading of a later day has ended. */
  readonly from: string;
  /** How many days were looked back when that was written. */
  readonly lookbackDays: number;
  /** The latest day of any call, whatever n8n's clock says. */
  readonly newestDay?: string;
  /** What is older is not remembered any more, and so not watched either; null as long as there is room for all. */
  readonly horizon: number | null;
  readonly seen: SeenByDay;
  /** The days of which something was seen, should one be missing. */
  readonly seenDays: readonly string[];
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

export function newLineage(): string {
  return randomBytes(6).toString('base64url');
}

/** More days than this are never watched. */
const MOST_DAYS = 400;

export const NEW_BASELINE =
  'The calls that exist now count as known; only new ones start the workflow.';

export function firstState({ scope, today, lookbackDays }: StateOptions): TriggerState {
  return {
    version: 3,
    ...scope,
    lineage: newLineage(),
    at: 0,
    serial: 0,
    baseline: true,
    from: addDays(today, -lookbackDays),
    lookbackDays,
    horizon: null,
    seen: {},
    seenDays: [],
    lostDays: [],
    open: [],
    read: { at: 0, took: 0 },
    filterChanges: 0,
  };
}

/** Instead of one that there was: whatever the options say, the calls that are there have been there before. */
export function lostState(options: StateOptions): TriggerState {
  const first = firstState(options);
  return { ...first, lostDays: daysBetween(first.from, addDays(options.today, 1)) };
}

/** Both of them included. */
export function daysBetween(first: string, last: string): string[] {
  const days: string[] = [];
  for (let day = first; day <= last && days.length < MOST_DAYS; day = addDays(day, 1)) {
    days.push(day);
  }
  return days;
}

export function otherFilters(known: TriggerState, options: StateOptions): TriggerState {
  const filterChanges = known.filterChanges + 1;
  if (filterChanges > 1) {
    options.warn(
      `The filters changed in each of the last ${filterChanges} polls. Each change starts over from the calls that exist then, so the workflow never starts. Use filter values that stay the same, without the current time.`,
    );
  }
  const { lineage, serial, seen, seenDays, lostDays, newestDay, horizon } = known;
  return {
    ...firstState(options),
    ...{ lineage, serial, seen, seenDays, lostDays, newestDay, horizon, filterChanges },
  };
}

/** For days of whose seen records nothing is left. */
export function lostDaysMessage(days: readonly string[]): string {
  return `Which calls of ${[...new Set(days)].join(', ')} have already started the workflow can't be read any more. The calls of ${days.length === 1 ? 'that day' : 'those days'} that exist now count as known.`;
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
