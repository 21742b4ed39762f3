import { randomUUID } from 'crypto';

import { IdRanges } from '../../xiaoa/idSet';
import type { Row } from '../shared/lists';
import { keyOf } from './crmRows';
import { SeenRecords } from './seenRecords';
import type { TriggerState } from './state';

/** Names this process of n8n. */
const PROCESS = randomUUID();

/**
 * How long before the start of a process the one before may have died over its records. What restarts n8n after
 * a crash does so within this time; and a proper restart rarely falls into the second after a poll.
 */
const DOUBTFUL_MS = 1_000;

/**
 * n8n takes the records of a poll, writes the state, and then starts the execution, in this order and without
 * telling when it is done. If it dies in between, the records count as seen and nobody has got them.
 * So a process takes back what another one handed over right before it started: these records come once more,
 * rather than never.
 *
 * @param processStart in ms since the epoch
 */
export function takeBackDoubtful(
  state: TriggerState,
  processStart = performance.timeOrigin,
): TriggerState {
  const { handedOver } = state;
  if (!handedOver || handedOver.process === PROCESS) return state;
  const age = processStart - handedOver.at;
  if (age < 0 || age > DOUBTFUL_MS) return state;
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

/**
 * Newer versions of n8n can keep the state and the execution in one transaction. Then there is nothing
 * doubtful; the state is a plain object there, and else one that n8n watches for changes.
 */
export function isKeptWithExecution(staticData: object): boolean {
  return !('__dataChanged' in staticData);
}
