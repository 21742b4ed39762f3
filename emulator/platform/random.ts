// Taken out once: looking up globals is slow under jest, and a record draws some hundred times.
const { floor, imul } = Math;

/**
 * Seeded randomness. Each thing that needs some takes its own stream, named after what it is for
 * (`call 17`, `key 3`), so that adding one thing does not change the luck of all others.
 */
export class Random {
  private state: number;

  constructor(...name: Array<string | number>) {
    // FNV-1a over the name: any change of the seed or the purpose gives an unrelated stream.
    let hash = 0x811c9dc5;
    for (const character of name.join('\u0000')) {
      hash = imul(hash ^ character.codePointAt(0)!, 0x01000193);
    }
    this.state = hash >>> 0;
    this.bits();
    this.bits();
  }

  /** 32 random bits, as an unsigned number (mulberry32). */
  bits(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  /** At least 0, less than 1. */
  fraction(): number {
    return this.bits() / 0x1_0000_0000;
  }

  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + floor(this.fraction() * (high - low + 1));
  }

  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.between(0, choices.length - 1)];
  }

  /** Lower-case hex digits. */
  hex(digits: number): string {
    const bytes = Buffer.allocUnsafe(Math.ceil(digits / 8) * 4);
    for (let at = 0; at < bytes.length; at += 4) bytes.writeUInt32BE(this.bits(), at);
    return bytes.toString('hex').slice(0, digits);
  }

  /** Letters and digits, as in an api_key. */
  letters(length: number): string {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
    return Array.from({ length }, () => alphabet[this.between(0, alphabet.length - 1)]).join('');
  }

  /** `c94d1e70-43a5-11e8-81b6-e71e66bc9eb1`: a call's cdr_sn. */
  uuid(): string {
    const hex = this.hex(32);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-11e8-${hex.slice(16, 20)}-${hex.slice(20)}`;
  }
}
