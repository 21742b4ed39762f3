import { sleep } from 'n8n-workflow';

const LONGEST_HOLD_MS = 20;

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
  let since = Date.now();
  const made: R[] = [];
  for (const [index, one] of list.entries()) {
    made.push(make(one, index));
    if (Date.now() - since < LONGEST_HOLD_MS) continue;
    await sleep(0);
    since = Date.now();
  }
  return made;
}
