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
