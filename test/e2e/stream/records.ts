import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Emulator } from '../../../emulator';
import type { Arrival } from './receiver';

/**
 * How long records may stay away after a kill: n8n 2.40 killed while it switches a workflow on leaves a lease of two
 * minutes behind, and does not switch it on again before that has run out.
 */
export const BACK_AFTER_KILL_MS = 180_000;

/** New records, a few every half second, from the moment it exists. */
export class RecordStream {
  private readonly timer: NodeJS.Timeout;

  constructor(emulator: Emulator) {
    this.timer = setInterval(() => {
      emulator.addCrmRecords(Array.from({ length: randomInt(1, 4) }, () => ({})));
    }, 500);
  }

  stop(): void {
    clearInterval(this.timer);
  }
}

/** A poll has just asked the platform: what it brings is on its way through n8n. */
export async function momentOfHandover(emulator: Emulator): Promise<void> {
  const before = emulator.requestsTo('/api/crmList').length;
  await until(() => emulator.requestsTo('/api/crmList').length > before, 30_000, 1);
  await sleep(randomInt(0, 120));
}

/** The ids of the platform's records, from the given place on, that have not arrived. */
export function missing(
  { crmRecords }: Emulator,
  from: number,
  arrivals: readonly Arrival[],
): number[] {
  const arrived = new Set(arrivals.map(({ id }) => id));
  return crmRecords
    .slice(from)
    .map(({ id }) => id)
    .filter((id) => !arrived.has(id));
}

export async function until(isTrue: () => boolean, ms: number, everyMs = 100): Promise<void> {
  const end = Date.now() + ms;
  while (!isTrue() && Date.now() < end) await sleep(everyMs);
}
