import type { Parameters } from 'fast-check';

/**
 * The same cases come each time, so that a failure stays one until it is mended. `FUZZ_SEED` brings others,
 * `FUZZ_RUNS` so many times more of them; a failure prints the seed and the path to its smallest case.
 */
export function fuzz<T>(runs: number): Parameters<T> {
  return {
    numRuns: runs * Number(process.env.FUZZ_RUNS ?? 1),
    seed: Number(process.env.FUZZ_SEED ?? 20180508),
  };
}
