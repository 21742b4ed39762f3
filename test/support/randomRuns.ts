/**
 * `DEEP=1` (`npm run test:deep`) makes random runs as long as they are written down, `DEEP=10` ten times as long.
 * Without it, a tenth of them run.
 */
export const DEEP = Number(process.env.DEEP ?? 0);

/** The same cases come each time, so that a failure stays until it is mended. `SEED=…` brings others. */
export const SEED = Number(process.env.SEED ?? 20180508);

/**
 * The parameters of a property for fast-check.
 *
 * @param full how many cases make a full run
 * @param quick how many run without DEEP
 */
export function randomRuns(full: number, quick = Math.ceil(full / 10)) {
  return { numRuns: DEEP > 0 ? full * DEEP : quick, seed: SEED };
}

/**
 * All cases of a large table with DEEP; without it one in so many, spread over the table. Each case has its turn with
 * some seed.
 */
export function sampled<T>(cases: readonly T[], oneIn: number, shift = 0): T[] {
  return cases.filter((_, at) => DEEP > 0 || (at + SEED + shift) % oneIn === 0);
}

/** Jest's `globalSetup`. */
export default function announce(): void {
  const length = DEEP > 0 ? `${DEEP} × full length` : 'a tenth (npm run test:deep runs all)';
  process.stderr.write(`Random runs: ${length}, seed ${SEED}\n`);
}
