import { randomUUID } from 'crypto';

import { IdRanges } from '../../xiaoa/idRanges';
import type { Row } from '../shared/listing/listing';
import { keyOf } from './crmRows';
import { SeenRecords } from './seenRecords';
import type { TriggerState } from './state';

/** Names this process of n8n. */
const PROCESS = randomUUID();

/** After a start, what was handed over longer ago than this has arrived: n8n would not have died over it so late. */
const DOUBTFUL_MS = 5 * 60_000;

/** When this process first polled for a node; undefined as the value once a poll has succeeded. */
const firstPolls = new Map<string, number | undefined>();

/**
 * n8n takes the records of a poll, writes the state, and then starts the execution, in this order and without
 * telling when it is done. If it dies in between, the records count as seen and nobody has got them.
 * So the first poll of a process takes back what another process handed over shortly before it started:
 * these records come once more, rather than never.
 *
 * @param place names the node
 */
export function takeBackDoubtful(state: TriggerState, place: string, now: number): TriggerState {
  if (!firstPolls.has(place)) firstPolls.set(place, now);
  const firstPoll = firstPolls.get(place);
  const { handedOver } = state;
  if (!handedOver || handedOver.process === PROCESS || firstPoll === undefined) return state;
  if (Math.abs(firstPoll - handedOver.at) > DOUBTFUL_MS) return state;
  const seen = new SeenRecords(state.seen);
  seen.remove(IdRanges.parse(handedOver.keys));
  return {
    ...state,
    seen: seen.store(Infinity).seen,
    read: { ...state.read, at: 0, progress: undefined },
    handedOver: undefined,
  };
}

/** What to remember of the records that a poll is about to give, which has been successful so far. */
export function handOver(state: TriggerState, rows: readonly Row[], now: number): TriggerState {
  if (rows.length === 0) return { ...state, handedOver: undefined };
  const keys = new IdRanges();
  for (const row of rows) keys.add(keyOf(row));
  return { ...state, handedOver: { at: now, process: PROCESS, keys: keys.toString() } };
}

/** From now on everything that this process finds in the state has been handed over by a living one. */
export function pollSucceeded(place: string): void {
  firstPolls.set(place, undefined);
}

/**
 * Newer versions of n8n can keep the state and the execution in one transaction. Then there is nothing
 * doubtful; the state is a plain object there, and else one that n8n watches for changes.
 */
export function isKeptWithExecution(staticData: object): boolean {
  return !('__dataChanged' in staticData);
}
