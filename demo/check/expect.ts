import { isDeepStrictEqual } from 'node:util';

/** The complaint when two things differ. */
export function differs(what: string, actual: unknown, expected: unknown): string | undefined {
  if (isDeepStrictEqual(actual, expected)) return undefined;
  return `${what}: ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`;
}
