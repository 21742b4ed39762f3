import { randomBytes } from 'crypto';

import { IdSet } from '../../../xiaoa/idSet';
import { SeenRecords, type Pause } from './seenRecords';
import type { TriggerState } from './state';

/** Names this process of n8n. */
export const PROCESS = randomBytes(6).toString('base64url');

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
export async function takeBackDoubtful(
  state: TriggerState,
  pause: Pause,
  processStart = performance.timeOrigin,
): Promise<TriggerState> {
  const { handedOver } = state;
  if (!handedOver || handedOver.process === PROCESS) return state;
  const age = processStart - handedOver.at;
  if (age < 0 || age > DOUBTFUL_MS) return state;
  const keys = await IdSet.parse(handedOver.keys).catch(() => new IdSet());
  const { seen, lostDays } = await SeenRecords.read(state.seen, pause);
  seen.remove(keys.keys());
  const stored = await seen.store({ dense: Infinity, sparse: Infinity });
  return {
    ...state,
    seen: stored.seen,
    seenDays: Object.keys(stored.seen),
    lostDays: [...state.lostDays, ...lostDays],
    read: { ...state.read, at: 0, progress: undefined },
    handedOver: undefined,
  };
}
