import { sleep } from 'n8n-workflow';

const LONGEST_HOLD_MS = 20;

/**
 * Gives a function that tells whether the event loop has been held for too long: then it gives something to wait for,
 * so that n8n goes on answering.
 */
export function eventLoopYield(): () => Promise<void> | undefined {
  let since = Date.now();
  const pause = async () => {
    await sleep(0);
    since = Date.now();
  };
  return () => (Date.now() - since < LONGEST_HOLD_MS ? undefined : pause());
}

/** As `list.map(make)`, but yields to the event loop now and then. */
export async function mapYielding<T, R>(
  list: readonly T[],
  make: (one: T, index: number) => R,
): Promise<R[]> {
  const pauseIfDue = eventLoopYield();
  const made: R[] = [];
  for (const [index, one] of list.entries()) {
    made.push(make(one, index));
    const pause = pauseIfDue();
    if (pause) await pause;
  }
  return made;
}
