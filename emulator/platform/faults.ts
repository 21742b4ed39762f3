/** Something that goes wrong on the way. The first that fits a request is used up by it. */
export interface Fault {
  /** `/api/crmList`; default any. */
  endpoint?: string;
  /** How many requests it hits. Default 1; Infinity is allowed (`null` in JSON). */
  times?: number;
  /** Lets so many matching requests through first. */
  after?: number;
  /**
   * Aside, before the request is looked at: `delay`, `replaceKey` (someone else logs in just now).
   *
   * In its place, with nothing done: `code` (a platform code), `status` (an HTTP status with a plain
   * text), `html` (a page where JSON should be), `echo` (an answer that repeats the request, secrets
   * and all), `dropBefore` (the socket is destroyed).
   *
   * After it has been carried out: `truncated` (half of the JSON as if that were all, or half of a file
   * and a broken connection), `brokenOff` (half of anything, then a broken connection), `stall` (half of
   * it, then nothing any more), `emptyBody`, `dropAfter` (the socket is destroyed), `trickle` (in pieces,
   * without a length), `packed` (compressed, whatever the client takes), `contentType` (another one, or
   * none), `text` (other words as JSON), `closeIdle` (answers as usual; the next request on the same
   * connection finds it closed).
   */
  kind:
    | 'brokenOff'
    | 'closeIdle'
    | 'code'
    | 'contentType'
    | 'delay'
    | 'dropAfter'
    | 'dropBefore'
    | 'echo'
    | 'emptyBody'
    | 'html'
    | 'packed'
    | 'replaceKey'
    | 'stall'
    | 'status'
    | 'text'
    | 'trickle'
    | 'truncated';
  /** For `code`. */
  code?: number;
  /** For `code`: default the vendor's own message. */
  msg?: string;
  /** For `status` (default 500), `html` (default 200), and `echo`: without one it is a platform code. */
  status?: number;
  /** For `status`. */
  headers?: Record<string, string>;
  /** For `delay`, and between the pieces of `trickle`: milliseconds. */
  delayMs?: number;
  /** For `packed`: default gzip. `lie` says gzip and is not. */
  encoding?: 'br' | 'deflate' | 'gzip' | 'lie';
  /** For `contentType`: undefined for none. */
  contentType?: string;
  /** For `text`: `{json}` stands for the answer as it was, `{members}` for it without its braces. */
  text?: string;
}

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
