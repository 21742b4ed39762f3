import { bestParameter, NumberReader, NumberWriter } from './packedNumbers';

/** Below so many ranges the text is one that people can read. */
const READABLE_RANGES = 40;

/**
 * A set of record keys that stays small however many there are, because platforms count their ids up:
 * a day's records are one range, or few. As text, separated by commas:
 *
 * - `7-9` or `12`: ids
 * - `~<first id>:<ranges>:<parameter>:<parameter>:<packed>`: very many ranges
 * - `=<key>`: a key that is no id, encoded like a part of a URL
 */
export class IdRanges {
  /** First and last ids of the ranges, ascending, with at least one id between two of them. */
  private firsts: number[] = [];
  private lasts: number[] = [];
  private readonly others = new Set<string>();
  /** Ids that are not sorted in yet. */
  private added = new Set<number>();
  /** The text, until something changes. */
  private text: string | undefined;

  static parse(text: string): IdRanges {
    const set = new IdRanges();
    for (const part of text.split(',').filter(Boolean)) {
      if (part.startsWith('~')) set.unpack(part);
      else if (part.startsWith('=')) set.others.add(decodeURIComponent(part.slice(1)));
      else {
        const [first, last = first] = part.split('-').map(Number);
        set.firsts.push(first);
        set.lasts.push(last);
      }
    }
    set.text = text;
    return set;
  }

  has(key: string): boolean {
    if (!isId(key)) return this.others.has(key);
    const id = Number(key);
    return this.added.has(id) || this.lasts[this.rangeFrom(id)] >= id;
  }

  add(key: string): void {
    if (this.has(key)) return;
    this.text = undefined;
    if (isId(key)) this.added.add(Number(key));
    else this.others.add(key);
  }

  /** Takes out every key that the other set holds. */
  subtract(other: IdRanges): void {
    this.sortIn();
    other.sortIn();
    this.text = undefined;
    for (const key of other.others) this.others.delete(key);
    for (const [at, first] of other.firsts.entries()) this.cut(first, other.lasts[at]);
  }

  get isEmpty(): boolean {
    return this.firsts.length === 0 && this.added.size === 0 && this.others.size === 0;
  }

  /**
   * Makes the text about half as long by forgetting which of the oldest ids, those of the lower half of
   * the ranges, are missing: all of them count as present from now on.
   *
   * @returns false when there is nothing left to forget
   */
  forgetOldestGaps(): boolean {
    this.sortIn();
    if (this.firsts.length < 2) return false;
    const joined = Math.ceil(this.firsts.length / 2);
    this.text = undefined;
    this.firsts = [this.firsts[0], ...this.firsts.slice(joined + 1)];
    this.lasts = this.lasts.slice(joined);
    return true;
  }

  toString(): string {
    this.text ??= this.format();
    return this.text;
  }

  private format(): string {
    this.sortIn();
    const ids =
      this.firsts.length > READABLE_RANGES
        ? [this.pack()]
        : this.firsts.map((first, at) => {
            const last = this.lasts[at];
            return first === last ? `${first}` : `${first}-${last}`;
          });
    return [...ids, ...[...this.others].map((key) => `=${encodeURIComponent(key)}`)].join(',');
  }

  private pack(): string {
    const gaps: number[] = [];
    const lengths: number[] = [];
    for (const [at, first] of this.firsts.entries()) {
      if (at > 0) gaps.push(first - this.lasts[at - 1] - 2);
      lengths.push(this.lasts[at] - first);
    }
    const parameters = [bestParameter(gaps), bestParameter(lengths)];
    const writer = new NumberWriter();
    for (const [at, length] of lengths.entries()) {
      if (at > 0) writer.write(gaps[at - 1], parameters[0]);
      writer.write(length, parameters[1]);
    }
    return `~${[this.firsts[0], this.firsts.length, ...parameters, writer].join(':')}`;
  }

  private unpack(part: string): void {
    const [, first, ranges, gap, length, packed] =
      /^~(\d+):(\d+):(\d+):(\d+):(.*)$/s.exec(part) ?? [];
    if (packed === undefined) throw new RangeError('The packed ids are damaged');
    const reader = new NumberReader(packed);
    let next = Number(first);
    for (let range = 0; range < Number(ranges); range++) {
      if (range > 0) next += reader.read(Number(gap)) + 1;
      const last = next + reader.read(Number(length));
      this.firsts.push(next);
      this.lasts.push(last);
      next = last + 1;
    }
  }

  /** The place of the last range that begins at this id or below; -1 if there is none. */
  private rangeFrom(id: number): number {
    let low = 0;
    let high = this.firsts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.firsts[middle] <= id) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  private sortIn(): void {
    if (this.added.size === 0) return;
    const added = Float64Array.from(this.added).sort();
    const [firsts, lasts] = [this.firsts, this.lasts];
    this.firsts = [];
    this.lasts = [];
    this.added = new Set();
    let range = 0;
    for (const id of added) {
      for (; range < firsts.length && firsts[range] < id; range++) {
        this.append(firsts[range], lasts[range]);
      }
      this.append(id, id);
    }
    for (; range < firsts.length; range++) this.append(firsts[range], lasts[range]);
  }

  private append(first: number, last: number): void {
    const end = this.lasts.length - 1;
    if (end >= 0 && first <= this.lasts[end] + 1) {
      this.lasts[end] = Math.max(last, this.lasts[end]);
      return;
    }
    this.firsts.push(first);
    this.lasts.push(last);
  }

  private cut(first: number, last: number): void {
    const [firsts, lasts] = [this.firsts, this.lasts];
    // Only the ranges that touch the cut change; there are few of them.
    let from = Math.max(0, this.rangeFrom(first));
    while (from < firsts.length && lasts[from] < first) from++;
    let to = from;
    const kept: Array<[first: number, last: number]> = [];
    for (; to < firsts.length && firsts[to] <= last; to++) {
      if (firsts[to] < first) kept.push([firsts[to], first - 1]);
      if (lasts[to] > last) kept.push([last + 1, lasts[to]]);
    }
    firsts.splice(from, to - from, ...kept.map(([start]) => start));
    lasts.splice(from, to - from, ...kept.map(([, end]) => end));
  }
}

/** Digits that come back unchanged as a number. */
function isId(key: string): boolean {
  return /^(0|[1-9]\d{0,14})$/.test(key);
}
