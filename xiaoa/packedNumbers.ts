/**
 * Reads the sets of ids that version 2 of the trigger's state holds: parts separated by commas, each of them `7-9` or
 * `12` (ids), `~<first id>:<ranges>:<parameter>:<parameter>:<packed>` (many ranges, as Golomb–Rice codes of the gaps
 * and lengths in turn) or `=<key>` (a key that is not an id, encoded like a part of a URL).
 */
export interface RangesVisitor {
  range(first: number, last: number): void;
  key(text: string): void;
}

/** Ids of a day: what claims to hold more is damaged. */
const MOST_IDS = 10_000_000;

/** @throws {RangeError} when the text is damaged */
export function readRanges(text: string, visitor: RangesVisitor): void {
  let left = MOST_IDS;
  const visit = (first: number, last: number) => {
    left -= last - first + 1;
    if (!Number.isSafeInteger(first) || !Number.isSafeInteger(last) || last < first || left < 0) {
      throw damaged();
    }
    visitor.range(first, last);
  };
  for (const part of text.split(',').filter(Boolean)) {
    if (part.startsWith('~')) unpack(part, visit);
    else if (part.startsWith('=')) visitor.key(decoded(part.slice(1)));
    else {
      const [, first, last = first] = /^(\d{1,16})(?:-(\d{1,16}))?$/.exec(part) ?? [];
      visit(Number(first), Number(last));
    }
  }
}

function unpack(part: string, visit: (first: number, last: number) => void): void {
  const [, first, ranges, gap, length, packed] =
    /^~(\d{1,16}):(\d{1,8}):(\d{1,2}):(\d{1,2}):(.*)$/s.exec(part) ?? [];
  if (packed === undefined) throw damaged();
  const reader = new NumberReader(packed);
  let next = Number(first);
  for (let range = 0; range < Number(ranges); range++) {
    if (range > 0) next += reader.read(Number(gap)) + 1;
    const last = next + reader.read(Number(length));
    visit(next, last);
    next = last + 1;
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw damaged();
  }
}

function damaged(): RangeError {
  return new RangeError('The packed ids are damaged');
}

/** Printable ASCII that JSON does not escape, without the comma; two characters hold 13 bits. */
const ALPHABET = Array.from({ length: 94 }, (_, at) => String.fromCharCode(33 + at))
  .filter((character) => !'"\\,'.includes(character))
  .join('');
const DIGITS = new Map([...ALPHABET].map((character, at) => [character.charCodeAt(0), at]));
const BITS = 13;

/** A quotient this long stands for a plain number of 50 bits. */
const ESCAPE = 24;
const PLAIN_BITS = 50;

class NumberReader {
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
      const [high, low] = [this.digit(), this.digit()];
      this.value = high * ALPHABET.length + low;
      this.left = BITS;
    }
    this.left--;
    return (this.value >>> this.left) & 1;
  }

  private digit(): number {
    const value = DIGITS.get(this.text.charCodeAt(this.at++));
    if (value === undefined) throw damaged();
    return value;
  }
}
