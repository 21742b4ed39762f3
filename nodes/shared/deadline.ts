/** No timer of Node takes more. */
const MOST_MS = 2 ** 31 - 1;

/**
 * Does something after a while. n8n allows community nodes no timers of Node, and this one keeps no process alive.
 *
 * @returns a function that cancels it; until then, whatever `ring` refers to stays in memory
 */
export function alarm(ms: number, ring: () => void): () => void {
  const signal = AbortSignal.timeout(ms);
  signal.addEventListener('abort', ring, { once: true });
  return () => signal.removeEventListener('abort', ring);
}

/**
 * The time that an answer may take, from the sending of the request on. n8n's own limit is one of silence, and an
 * answer that drips is never silent.
 */
export class Deadline {
  readonly ms: number;

  hasStarted = false;

  isOver = false;

  /** Rejected when the time is over. */
  readonly #over: Promise<never>;

  #end: () => void = () => {};

  #cancel: () => void = () => {};

  /** Until the headers have come: a stream that has begun is ended by its reader. */
  #request: AbortController | undefined;

  constructor(ms: number) {
    this.ms = Math.min(Math.max(1, Math.ceil(ms)), MOST_MS);
    this.#over = new Promise((_, reject) => {
      this.#end = () => {
        this.isOver = true;
        this.#request?.abort();
        reject(new Error('The time is over'));
      };
    });
    this.#over.catch(() => {});
  }

  /** @returns what gives the request up when its headers do not come in time */
  start(): AbortSignal {
    this.#request = new AbortController();
    this.hasStarted = true;
    this.#cancel();
    this.#cancel = alarm(this.ms, this.#end);
    return this.#request.signal;
  }

  headersCame(): void {
    this.#request = undefined;
  }

  /**
   * Waits for the last of the answer. After that nothing is timed any more: an answer would stay in memory for as long
   * as it might have taken.
   *
   * @throws {Error} when the time is over before that
   */
  async within<T>(rest: Promise<T>): Promise<T> {
    try {
      return await Promise.race([rest, this.#over]);
    } finally {
      this.#cancel();
    }
  }
}
