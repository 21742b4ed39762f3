import { sleep } from 'n8n-workflow';

import type { Place } from './memory/stateStore';

/** A poll under way. */
export interface Turn {
  /** Whether a later poll has taken its place, so that nothing of it may count. */
  readonly isSuperseded: boolean;
}

interface Running extends Turn {
  readonly owner: object;
  readonly name: string;
  readonly began: number;
  readonly beganAfterStart: number;
  isSuperseded: boolean;
}

const running = new Map<string, Set<Running>>();

/** No poll takes this long unless something hangs. */
const LONGEST_POLL_MS = 10 * 60_000;
const MINUTE_MS = 60_000;
const LOOK_EVERY_MS = 250;

/** A poll has run for so long that it was given up. */
export class GivenUp extends Error {
  override readonly name = 'XiaoAGivenUp';

  constructor() {
    super(`The poll hasn't finished after ${LONGEST_POLL_MS / MINUTE_MS} minutes`);
  }
}

/**
 * Runs the work, unless the same is already under way in this process: n8n starts a poll every minute, whether or not
 * the one before has ended, and two at once would both find the same records new.
 *
 * A poll of an earlier activation is another matter. When a workflow is saved, published or its trigger renamed in the
 * middle of a poll, newer versions of n8n throw away what that poll gives, older ones take it. So the new activation's
 * poll takes its place: the earlier one gives nothing. The same happens to a poll that has run for too long.
 *
 * @returns null if there is nothing to do, or nothing of it counts
 * @throws {GivenUp}
 */
export async function takeTurn<T>(
  place: Place,
  work: (turn: Turn) => Promise<T>,
  onGiveUp: (minutes: number) => void,
): Promise<T | null> {
  const polls = running.get(place.id) ?? new Set();
  running.set(place.id, polls);
  for (const poll of polls) {
    if (poll.owner === place.owner) {
      if (poll.name !== place.name) continue;
      const ms = Math.max(Date.now() - poll.began, performance.now() - poll.beganAfterStart);
      if (ms < LONGEST_POLL_MS) return null;
      if (!poll.isSuperseded) onGiveUp(Math.floor(ms / MINUTE_MS));
    }
    poll.isSuperseded = true;
  }
  const turn: Running = {
    ...place,
    began: Date.now(),
    beganAfterStart: performance.now(),
    isSuperseded: false,
  };
  polls.add(turn);
  try {
    return await Promise.race([outcomeOf(work, turn), giveUp(turn, polls)]);
  } finally {
    polls.delete(turn);
    if (polls.size === 0) running.delete(place.id);
  }
}

/** Whatever becomes of a poll whose place another one has taken, nothing of it counts. */
async function outcomeOf<T>(work: (turn: Turn) => Promise<T>, turn: Turn): Promise<T | null> {
  const result: T | null = await work(turn).catch(async (error: unknown) =>
    turn.isSuperseded ? null : await Promise.reject(error),
  );
  return turn.isSuperseded ? null : result;
}

async function giveUp(turn: Running, polls: ReadonlySet<Running>): Promise<never> {
  const end = performance.now() + LONGEST_POLL_MS;
  while (polls.has(turn) && performance.now() < end) await sleep(LOOK_EVERY_MS);
  turn.isSuperseded = true;
  throw new GivenUp();
}
