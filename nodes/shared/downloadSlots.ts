/**
 * How many files of one account come at the same time. n8n starts all items of a run at once: without a
 * bound, a list of 1,000 calls would open 1,000 connections and as many files.
 */
const SLOTS = 5;

interface Queue {
  free: number;
  readonly waiting: Array<() => void>;
}

const queues = new Map<string, Queue>();

/**
 * Runs a download as soon as a slot is free, in the order in which they were asked for.
 *
 * @param account whose slots: those of a slow platform do not hold up another one
 */
export async function inSlot<T>(account: string, download: () => Promise<T>): Promise<T> {
  const queue = queues.get(account) ?? { free: SLOTS, waiting: [] };
  queues.set(account, queue);
  if (queue.free > 0) queue.free -= 1;
  else await new Promise<void>((resolve) => queue.waiting.push(resolve));
  try {
    return await download();
  } finally {
    const next = queue.waiting.shift();
    if (next) next();
    else queue.free += 1;
    if (queue.free === SLOTS) queues.delete(account);
  }
}
