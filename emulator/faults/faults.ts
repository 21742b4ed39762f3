import type { Fault } from '../types';

interface Armed {
  fault: Fault;
  seen: number;
  left: number;
}

/** Whether the request goes on as usual after it, perhaps into another fault. */
export function isAside(kind: Fault['kind']): boolean {
  return kind === 'delay' || kind === 'replaceKey';
}

/** What is to go wrong, in the order in which it was added. */
export class Faults {
  private armed: Armed[] = [];

  add(fault: Fault): void {
    // JSON writes Infinity as null.
    const left = fault.times === null ? Infinity : (fault.times ?? 1);
    this.armed.push({ fault, seen: 0, left });
  }

  clear(): void {
    this.armed = [];
  }

  get list(): Fault[] {
    return this.armed.map(({ fault }) => fault);
  }

  /**
   * The faults that this request meets: those that happen aside, and at most one of another kind. Each
   * of them is used up by one.
   */
  take(endpoint: string): Fault[] {
    const met: Fault[] = [];
    for (const armed of this.armed) {
      const { fault } = armed;
      if (fault.endpoint !== undefined && fault.endpoint !== endpoint) continue;
      if (!isAside(fault.kind) && met.some((other) => !isAside(other.kind))) continue;
      armed.seen += 1;
      if (armed.seen <= (fault.after ?? 0)) continue;
      armed.left -= 1;
      met.push(fault);
    }
    this.armed = this.armed.filter(({ left }) => left > 0);
    return met;
  }
}
