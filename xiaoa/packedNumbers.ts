/**
 * Whole numbers as short text: Golomb–Rice codes, whose length comes within a few per cent of what numbers
 * without a pattern need at least, written with 13 bits to two characters. The characters are printable ASCII
 * that JSON does not escape, without the comma, so that packed numbers can stand in a list.
 */
const ALPHABET = Array.from({ length: 94 }, (_, at) => String.fromCharCode(33 + at))
  .filter((character) => !'"\\,'.includes(character))
  .join('');
const BASE = ALPHABET.length;
const BITS = 13;

/** A quotient this long is given up for the plain number: one outlier must not cost thousands of bits. */
const ESCAPE = 24;
const PLAIN_BITS = 50;
const LARGEST_PARAMETER = 24;

/** Which Rice parameter writes these numbers, each from 0 to 2^50, with the fewest bits. */
export function bestParameter(numbers: readonly number[]): number {
  let best = 0;
  let fewest = Infinity;
  for (let parameter = 0; parameter <= LARGEST_PARAMETER; parameter++) {
    let bits = 0;
    for (const number of numbers) {
      const quotient = Math.floor(number / 2 ** parameter);
      bits += quotient < ESCAPE ? quotient + 1 + parameter : ESCAPE + PLAIN_BITS;
    }
    if (bits >= fewest) continue;
    fewest = bits;
    best = parameter;
  }
  return best;
}

export class NumberWriter {
  private readonly characters: string[] = [];
  private value = 0;
  private filled = 0;

  write(number: number, parameter: number): void {
    const quotient = Math.floor(number / 2 ** parameter);
    if (quotient >= ESCAPE) {
      for (let ones = 0; ones < ESCAPE; ones++) this.bit(1);
      this.bits(number, PLAIN_BITS);
      return;
    }
    for (let ones = 0; ones < quotient; ones++) this.bit(1);
    this.bit(0);
    this.bits(number, parameter);
  }

  toString(): string {
    while (this.filled > 0) this.bit(0);
    return this.characters.join('');
  }

  private bits(number: number, count: number): void {
    for (let place = count - 1; place >= 0; place--) {
      this.bit(Math.floor(number / 2 ** place) % 2);
    }
  }

  private bit(bit: number): void {
    this.value = this.value * 2 + bit;
    if (++this.filled < BITS) return;
    this.characters.push(ALPHABET[Math.floor(this.value / BASE)], ALPHABET[this.value % BASE]);
    this.value = 0;
    this.filled = 0;
  }
}

/** Reads what `NumberWriter` wrote, given the same parameters in the same order. */
export class NumberReader {
  private at = 0;
  private value = 0;
  private left = 0;

  constructor(private readonly text: string) {}

  read(parameter: number): number {
    let quotient = 0;
    while (quotient < ESCAPE && this.bit() === 1) quotient++;
    if (quotient === ESCAPE) return this.bits(PLAIN_BITS);
    return quotient * 2 ** parameter + this.bits(parameter);
  }

  private bits(count: number): number {
    let number = 0;
    for (let read = 0; read < count; read++) number = number * 2 + this.bit();
    return number;
  }

  private bit(): number {
    if (this.left === 0) {
      const [high, low] = [digit(this.text, this.at), digit(this.text, this.at + 1)];
      this.at += 2;
      this.value = high * BASE + low;
      this.left = BITS;
    }
    this.left--;
    return (this.value >>> this.left) & 1;
  }
}

const DIGITS = new Map([...ALPHABET].map((character, at) => [character.charCodeAt(0), at]));

function digit(text: string, at: number): number {
  const value = DIGITS.get(text.charCodeAt(at));
  if (value === undefined) throw new RangeError('The packed numbers are cut off or damaged');
  return value;
}
