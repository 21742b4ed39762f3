import { sleep } from 'n8n-workflow';

const LONGEST_HOLD_MS = 20;

/** Knows for how long a node has held the event loop, in which n8n does all its work. */
export interface EventLoopWatch {
  /** Something to wait for when n8n has waited for long enough. */
  pauseIfDue(): Promise<void> | undefined;
  /** To be called when others have just had their turn, as they do while a node waits for an answer. */
  turned(): void;
}

export function watchEventLoop(): EventLoopWatch {
  let since = Date.now();
  const turned = () => {
    since = Date.now();
  };
  const pause = async () => {
    await sleep(0);
    turned();
  };
  return { pauseIfDue: () => (Date.now() - since < LONGEST_HOLD_MS ? undefined : pause()), turned };
}

/** As `list.map(make)`, but yields to the event loop now and then. */
export async function mapYielding<T, R>(
  list: readonly T[],
  make: (one: T, index: number) => R,
): Promise<R[]> {
  const { pauseIfDue } = watchEventLoop();
  const made: R[] = [];
  for (const [index, one] of list.entries()) {
    made.push(make(one, index));
    const pause = pauseIfDue();
    if (pause) await pause;
  }
  return made;
}
