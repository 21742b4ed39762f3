import { getEventListeners } from 'node:events';

const START = Date.parse('2026-05-08T02:00:00Z');

interface Alarm {
  readonly at: number;
  readonly controller: AbortController;
}

/** Time that passes only when a test says so: the one that `Date.now` gives, and by which `AbortSignal.timeout` waits. */
export class Clock {
  private time = START;
  private alarms: Alarm[] = [];
  /** How many alarms have been set. */
  set = 0;

  constructor() {
    jest.spyOn(Date, 'now').mockImplementation(() => this.time);
    jest.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
      const controller = new AbortController();
      // Node takes nothing else.
      if (!Number.isInteger(ms) || ms < 0 || ms > 2 ** 31 - 1) throw new RangeError(`${ms}`);
      this.alarms.push({ at: this.time + ms, controller });
      this.set += 1;
      return controller.signal;
    });
  }

  /** How many alarms somebody waits for. */
  get waiting(): number {
    return this.alarms.filter(({ controller: { signal } }) => getEventListeners(signal, 'abort')[0])
      .length;
  }

  async pass(ms: number): Promise<void> {
    await turn();
    const end = this.time + ms;
    for (;;) {
      const next = this.alarms.reduce<Alarm | undefined>(
        (first, alarm) => (alarm.at <= (first?.at ?? end) ? alarm : first),
        undefined,
      );
      if (!next) break;
      this.alarms.splice(this.alarms.indexOf(next), 1);
      this.time = next.at;
      next.controller.abort();
      await turn();
    }
    this.time = end;
    await turn();
  }

  /** What happens in `ms` milliseconds that are full of work. */
  jump(ms: number): void {
    this.time += ms;
  }
}

/** Lets everything happen that is due. */
export async function turn(): Promise<void> {
  for (let round = 0; round < 3; round++) await new Promise((resolve) => setImmediate(resolve));
}
