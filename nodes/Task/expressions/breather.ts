import { sleep } from 'n8n-workflow';

const HOLD_AT_MOST_MS = 20;

/** Gives the event loop a turn whenever it has been held for too long, so that n8n goes on answering. */
export function breather(): () => Promise<void> {
  let since = Date.now();
  return async () => {
    if (Date.now() - since < HOLD_AT_MOST_MS) return;
    await sleep(0);
    since = Date.now();
  };
}

/** As `list.map(make)`, with a turn for the event loop whenever it has been held for too long. */
export async function mapInTurns<T, R>(
  list: readonly T[],
  make: (one: T, index: number) => R,
): Promise<R[]> {
  const breathe = breather();
  const made: R[] = [];
  for (let start = 0; start < list.length; start += PIECE) {
    const end = Math.min(start + PIECE, list.length);
    for (let index = start; index < end; index++) made.push(make(list[index], index));
    await breathe();
  }
  return made;
}

/** Small enough to take a few milliseconds, whatever is done with them. */
const PIECE = 500;
