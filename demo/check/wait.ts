import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until something holds. Gives false when it did not in time. */
export async function eventually(holds: () => boolean, ms: number): Promise<boolean> {
  const end = Date.now() + ms;
  while (!holds()) {
    if (Date.now() > end) return false;
    await sleep(200);
  }
  return true;
}
