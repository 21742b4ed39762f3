const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 10_000;

/**
 * How long to wait before a read is tried again, in milliseconds: what the platform asks for, else
 * doubling from half a second, with a random part so that parallel items do not come back together.
 *
 * @param attempt how many attempts have been made
 */
export function backoff(attempt: number, askedForMs?: number): number {
  const wait = askedForMs ?? FIRST_WAIT_MS * 2 ** (attempt - 1) * (0.75 + Math.random() / 2);
  return Math.min(wait, LONGEST_WAIT_MS);
}

/**
 * What a Retry-After header asks for, in milliseconds: it holds seconds or a date (RFC 9110, 10.2.3).
 *
 * @param now milliseconds since 1970
 */
export function retryAfter(header: unknown, now: number): number | undefined {
  if (typeof header !== 'string') return undefined;
  const wait = /^\s*\d+\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return wait > 0 ? wait : undefined;
}
