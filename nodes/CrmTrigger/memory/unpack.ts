import { IdSet } from '../../../xiaoa/idSet';
import { OpenCalls } from './openCalls';
import { SeenRecords, type Pause } from './seenRecords';
import { lostDaysMessage, type TriggerState } from './state';

/** The sets of a state, unpacked. */
export interface Memory {
  readonly seen: SeenRecords;
  readonly open: OpenCalls;
  /** Of the list, and of the whole reading that is under way; undefined if it is damaged. */
  readonly front: IdSet | undefined;
  readonly readFront: IdSet | undefined;
}

export interface UnpackOptions {
  readonly state: TriggerState;
  readonly pause: Pause;
  warn(message: string): void;
}

/** Unpacks what a state holds. What is damaged is left out of the state, so that it is made anew. */
export async function unpackState(
  { state, pause, warn }: UnpackOptions,
  now: number,
): Promise<{ state: TriggerState; memory: Memory }> {
  const { seen, lostDays } = await SeenRecords.read(state.seen, pause);
  if (lostDays.length > 0) warn(lostDaysMessage(lostDays));
  const { open, isDamaged } = await OpenCalls.read(state.open, now);
  const front = await readSet(state.list?.front);
  const readFront = await readSet(state.read.progress?.front);
  if (isDamaged || !front || !readFront) {
    warn(
      "Part of the trigger's saved state is damaged. The rest is used, and everything is read again.",
    );
  }
  const isWhole = lostDays.length === 0 && front !== undefined && readFront !== undefined;
  return {
    state: {
      ...state,
      lostDays: [...state.lostDays, ...lostDays],
      list: front && state.list,
      read: isWhole ? state.read : { at: 0, took: 0 },
    },
    memory: { seen, open, front, readFront },
  };
}

async function readSet(text = ''): Promise<IdSet | undefined> {
  return await IdSet.parse(text).catch(() => undefined);
}
