/** One way to do a job. */
export interface Contender {
  readonly name: string;
  /** Does it once. @returns milliseconds */
  run(): Promise<number>;
}

/** Milliseconds of each round, by the contender's name. */
export type Rounds = ReadonlyMap<string, readonly number[]>;

/** Several figures of the same thing. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/**
 * Lets all do the job in turn, round after round, after a round that does not count. What happens on the machine
 * meanwhile hits all of a round alike, so that only figures of the same round are compared.
 *
 * @param usual how many rounds; the environment's `BENCH_ROUNDS` overrides it
 */
export async function inRounds(contenders: readonly Contender[], usual: number): Promise<Rounds> {
  const rounds = Number(process.env.BENCH_ROUNDS ?? usual);
  const figures = new Map(contenders.map(({ name }) => [name, [] as number[]]));
  for (let round = 0; round <= rounds; round++) {
    for (const { name, run } of contenders) {
      const ms = await run();
      if (round > 0) figures.get(name)!.push(ms);
      console.error(
        `  ${round === 0 ? 'warming up' : `round ${round}`}: ${name}: ${ms.toFixed(0)} ms`,
      );
    }
  }
  return figures;
}

/** How many times as long the one took as the other, round by round. */
export function ratio(rounds: Rounds, name: string, against: string): Spread {
  const others = rounds.get(against)!;
  return spread(rounds.get(name)!.map((ms, round) => ms / others[round]));
}

export function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const median =
    sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { median, min: sorted[0], max: sorted[sorted.length - 1] };
}
