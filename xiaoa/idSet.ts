import { createHash } from 'crypto';

import { ByteReader, ByteWriter, DamagedText, packBytes, unpackBytes } from './packedBytes';

/** Ids of a page: a page with many of them is a bitmap. */
const PAGE_IDS = 4_096;
const PAGE_BYTES = PAGE_IDS / 8;
/** From this many on a bitmap takes less room than a list. */
const MANY_IN_PAGE = 64;
/** New ids are sorted in when there are this many: few enough to take no time, many enough to be rare. */
const MANY_ADDED = 10_000;
const DIGEST_BYTES = 9;

/**
 * The form in which sets hold a key: the digits of a whole number stay as they are, everything else becomes a digest
 * of 72 bits, so that no key takes much room and none can be malformed.
 */
export function shortKey(key: string): string {
  return isId(key) ? key : `#${digest(key)}`;
}

/**
 * A set of record keys (see `shortKey`) that stays small. Platforms mostly count their ids up, so that one bit for
 * each id in between is enough; ids that lie far apart are kept as the distances between them.
 */
export class IdSet {
  private readonly pages = new Map<number, Uint8Array>();
  /** Ids outside of these pages, ascending. */
  private loose = new Float64Array(0);
  /** Ids that are not sorted in yet. */
  private readonly added = new Set<number>();
  private readonly digests = new Set<string>();

  /** @throws {DamagedText} */
  static async parse(text: string): Promise<IdSet> {
    return text === '' ? new IdSet() : IdSet.read(new ByteReader(await unpackBytes(text)));
  }

  /** @throws {DamagedText} */
  static read(bytes: ByteReader): IdSet {
    const set = new IdSet();
    const numbers: number[] = [];
    for (let left = bytes.number(), page = 0; left > 0; left--) {
      page += bytes.number();
      numbers.push(page);
    }
    for (const page of numbers) set.pages.set(page, bytes.take(PAGE_BYTES).slice());
    const loose = bytes.number();
    if (loose > bytes.left) throw new DamagedText();
    set.loose = new Float64Array(loose);
    for (let at = 0, id = 0; at < loose; at++) {
      id += bytes.number();
      set.loose[at] = id;
    }
    for (let left = bytes.number(); left > 0; left--) {
      set.digests.add(Buffer.from(bytes.take(DIGEST_BYTES)).toString('base64url'));
    }
    return set;
  }

  get size(): number {
    this.sortIn();
    let size = this.loose.length + this.digests.size;
    for (const bits of this.pages.values()) for (const byte of bits) size += BITS_IN[byte];
    return size;
  }

  get holdsDigests(): boolean {
    return this.digests.size > 0;
  }

  get isEmpty(): boolean {
    return this.size === 0;
  }

  has(key: string): boolean {
    if (key.startsWith('#')) return this.digests.has(key.slice(1));
    const id = Number(key);
    const bits = this.pages.get(Math.floor(id / PAGE_IDS));
    if (!bits) return this.added.has(id) || this.loose[this.placeOf(id)] === id;
    const bit = id % PAGE_IDS;
    return ((bits[bit >>> 3] >>> (bit & 7)) & 1) === 1;
  }

  add(key: string): void {
    if (key.startsWith('#')) this.digests.add(key.slice(1));
    else this.addId(Number(key));
  }

  addId(id: number): void {
    const bits = this.pages.get(Math.floor(id / PAGE_IDS));
    if (bits) {
      setBit(bits, id % PAGE_IDS);
      return;
    }
    this.added.add(id);
    if (this.added.size >= MANY_ADDED) this.sortIn();
  }

  delete(key: string): void {
    if (key.startsWith('#')) {
      this.digests.delete(key.slice(1));
      return;
    }
    const id = Number(key);
    const bit = id % PAGE_IDS;
    const bits = this.pages.get(Math.floor(id / PAGE_IDS));
    if (bits) bits[bit >>> 3] &= ~(1 << (bit & 7));
    this.added.delete(id);
    if (this.loose[this.placeOf(id)] === id) this.loose = this.loose.filter((one) => one !== id);
  }

  /** The keys, always in the same order. */
  keys(): string[] {
    this.sortIn();
    const ids = [...this.loose];
    for (const [page, bits] of this.pages) {
      for (let bit = 0; bit < PAGE_IDS; bit++) {
        if ((bits[bit >>> 3] >>> (bit & 7)) & 1) ids.push(page * PAGE_IDS + bit);
      }
    }
    ids.sort((a, b) => a - b);
    return [...ids.map(String), ...[...this.digests].sort().map((one) => `#${one}`)];
  }

  write(bytes: ByteWriter): void {
    this.sortIn();
    const pages = [...this.pages.keys()].sort((a, b) => a - b);
    bytes.number(pages.length);
    pages.forEach((page, at) => bytes.number(page - (at === 0 ? 0 : pages[at - 1])));
    for (const page of pages) bytes.put(this.pages.get(page)!);
    bytes.number(this.loose.length);
    let last = 0;
    for (const id of this.loose) {
      bytes.number(id - last);
      last = id;
    }
    bytes.number(this.digests.size);
    for (const one of [...this.digests].sort()) bytes.put(Buffer.from(one, 'base64url'));
  }

  async format(): Promise<string> {
    if (this.isEmpty) return '';
    const bytes = new ByteWriter();
    this.write(bytes);
    return await packBytes(bytes.bytes());
  }

  /** Sorts the new ids in, and makes bitmaps of the pages that have many. */
  private sortIn(): void {
    if (this.added.size === 0) return;
    const ids = union(this.loose, Float64Array.from(this.added).sort());
    this.added.clear();
    let kept = 0;
    for (let at = 0; at < ids.length; ) {
      const page = Math.floor(ids[at] / PAGE_IDS);
      const first = at;
      while (at < ids.length && ids[at] < (page + 1) * PAGE_IDS) at++;
      if (at - first < MANY_IN_PAGE) {
        ids.copyWithin(kept, first, at);
        kept += at - first;
      } else {
        const bits = new Uint8Array(PAGE_BYTES);
        for (let one = first; one < at; one++) setBit(bits, ids[one] % PAGE_IDS);
        this.pages.set(page, bits);
      }
    }
    this.loose = ids.slice(0, kept);
  }

  /** The place of an id among the loose ones, or of the first one above it. */
  private placeOf(id: number): number {
    let low = 0;
    let high = this.loose.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.loose[middle] < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Two ascending lists as one, each number once. */
function union(first: Float64Array, second: Float64Array): Float64Array {
  const all = new Float64Array(first.length + second.length);
  let length = 0;
  for (let one = 0, two = 0; one < first.length || two < second.length; length++) {
    const a = one < first.length ? first[one] : Infinity;
    const b = two < second.length ? second[two] : Infinity;
    all[length] = Math.min(a, b);
    if (a <= b) one++;
    if (b <= a) two++;
  }
  return all.subarray(0, length);
}

const BITS_IN = Uint8Array.from({ length: 256 }, (_, byte) => {
  let count = 0;
  for (let rest = byte; rest > 0; rest >>>= 1) count += rest & 1;
  return count;
});

function setBit(bits: Uint8Array, bit: number): void {
  bits[bit >>> 3] |= 1 << (bit & 7);
}

/** Digits that come back unchanged as a number. */
function isId(key: string): boolean {
  return /^(0|[1-9]\d{0,15})$/.test(key) && Number.isSafeInteger(Number(key));
}

function digest(key: string): string {
  // JSON writes half a surrogate as an escape, so that no two keys become one.
  const bytes = createHash('sha256').update(JSON.stringify(key)).digest();
  return bytes.subarray(0, DIGEST_BYTES).toString('base64url');
}

/** As many characters as a mark has. */
const MARK_LENGTH = 4;

/** A short digest of a text, to tell whether it has changed: 24 bits. */
export function markOf(text: string): string {
  const bytes = createHash('sha1').update(text).digest();
  return bytes.subarray(0, 3).toString('base64url');
}

/** Keys, each with a mark, as text. */
export interface StoredMarks {
  readonly keys: string;
  readonly marks: string;
}

export async function formatMarks(marks: ReadonlyMap<string, string>): Promise<StoredMarks> {
  const set = new IdSet();
  for (const key of marks.keys()) set.add(key);
  const keys = await set.format();
  return {
    keys,
    marks: set
      .keys()
      .map((key) => marks.get(key))
      .join(''),
  };
}

/** @throws {DamagedText} */
export async function parseMarks({ keys, marks }: StoredMarks): Promise<Map<string, string>> {
  const known = (await IdSet.parse(keys)).keys();
  if (marks.length !== known.length * MARK_LENGTH) throw new DamagedText();
  return new Map(
    known.map((key, at) => [key, marks.slice(at * MARK_LENGTH, (at + 1) * MARK_LENGTH)]),
  );
}
