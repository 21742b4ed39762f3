import { Random } from '../../emulator/platform/random';

/** Deals things at random, and each of them before any comes a second time. */
export class Decks {
  private readonly luck: Random;
  private readonly left = new Map<string, unknown[]>();
  /** What was dealt, by its writing, and how often. */
  readonly dealt = new Map<string, number>();

  constructor(seed: number) {
    this.luck = new Random('decks', seed);
  }

  draw<T>(name: string, things: readonly T[]): T {
    let left = this.left.get(name) as T[] | undefined;
    if (!left?.length) this.left.set(name, (left = [...things]));
    const [thing] = left.splice(this.luck.between(0, left.length - 1), 1);
    const text = typeof thing === 'string' ? thing : wordsOf(thing as object);
    this.dealt.set(text, (this.dealt.get(text) ?? 0) + 1);
    return thing;
  }
}

/** A fault in a few words, such as `status 429`. */
function wordsOf(fault: object): string {
  return Object.values(fault)
    .filter((value) => typeof value !== 'object')
    .join(' ');
}
