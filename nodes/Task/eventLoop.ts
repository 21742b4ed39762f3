import { sleep } from 'n8n-workflow';

const LONGEST_HOLD_MS = 20;

/** Small enough to take a few milliseconds, whatever is done with each element. */
const PIECE = 500;

/** Gives a function that yields to the event loop if it has been held for too long, so that n8n goes on answering. */
export function eventLoopYield(): () => Promise<void> {
  let since = Date.now();
  return async () => {
    if (Date.now() - since < LONGEST_HOLD_MS) return;
    await sleep(0);
    since = Date.now();
  };
}

/** As `list.map(make)`, but yields to the event loop now and then. */
export async function mapYielding<T, R>(
  list: readonly T[],
  make: (one: T, index: number) => R,
): Promise<R[]> {
  const yieldIfDue = eventLoopYield();
  const made: R[] = [];
  for (let start = 0; start < list.length; start += PIECE) {
    const end = Math.min(start + PIECE, list.length);
    for (let index = start; index < end; index++) made.push(make(list[index], index));
    await yieldIfDue();
  }
  return made;
}
