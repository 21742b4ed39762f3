import { createHash } from 'node:crypto';

import fc from 'fast-check';

import { formatMarks, IdSet, markOf, parseMarks, shortKey } from '../../xiaoa/idSet';
import { ByteReader, ByteWriter, DamagedText } from '../../xiaoa/packedBytes';
import { readRanges } from '../../xiaoa/packedNumbers';
import { randomRuns } from '../support/randomRuns';
import PACKED from '../fixtures/packedRanges.json';

const key = fc.oneof(
  fc.nat({ max: 9_000 }).map(String),
  fc.nat({ max: 2 ** 31 }).map(String),
  fc.maxSafeInteger().map(String),
  fc.constantFrom('account|0a', '12-15', '007', '~1:2', '客户,1', '-3', '', '9007199254740993'),
  fc.constantFrom('\ud800', '\ud801', '\udfff'),
);

const setOf = (keys: readonly string[]) => {
  const set = new IdSet();
  for (const one of keys) set.add(shortKey(one));
  return set;
};

it('holds what was put in, whatever the keys, before and after it was written', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(key, { maxLength: 300 }), fc.array(key), async (keys, others) => {
      const set = setOf(keys);
      const read = await IdSet.parse(await set.format());
      for (const one of [...keys, ...others]) {
        expect(set.has(shortKey(one))).toBe(keys.includes(one));
        expect(read.has(shortKey(one))).toBe(keys.includes(one));
      }
      expect(read.size).toBe(new Set(keys).size);
      expect(read.keys()).toEqual(set.keys());
    }),
    randomRuns(500),
  );
});

it('goes on from what was written, whether its ids lie close together or far apart', async () => {
  const ids = fc.array(fc.oneof(fc.nat({ max: 9_000 }), fc.maxSafeNat()), { maxLength: 300 });
  await fc.assert(
    fc.asyncProperty(ids, ids, ids, async (first, second, removed) => {
      const read = await IdSet.parse(await setOf(first.map(String)).format());
      for (const id of second) read.add(String(id));
      for (const id of removed) read.delete(String(id));
      const left = new Set([...first, ...second].filter((id) => !removed.includes(id)));
      expect(read.keys().map(Number)).toEqual([...left].sort((a, b) => a - b));
    }),
    randomRuns(500),
  );
});

it('gives the ids of long rows, those taken away in the middle left out, in their order', async () => {
  const row = fc.record({
    first: fc.nat({ max: 40_000 }),
    length: fc.integer({ min: 60, max: 5_000 }),
  });
  const removed = fc.array(fc.nat({ max: 45_000 }), { maxLength: 100 });
  await fc.assert(
    fc.asyncProperty(fc.array(row, { maxLength: 4 }), removed, async (rows, gone) => {
      const ids = new Set<number>();
      for (const { first, length } of rows) for (let at = 0; at < length; at++) ids.add(first + at);
      // The later rows come first.
      const written = await setOf([...ids].reverse().map(String)).format();
      const read = await IdSet.parse(written);
      for (const id of gone) {
        read.delete(String(id));
        ids.delete(id);
      }
      const left = [...ids].sort((a, b) => a - b).map(String);
      expect(read.size).toBe(left.length);
      expect(read.keys()).toEqual(left);
      for (const id of gone) expect(read.has(String(id))).toBe(false);
    }),
    randomRuns(100),
  );
});

it('notices when its text was cut off or changed', async () => {
  const text = await setOf(['1', '2', '900', 'account|a']).format();
  for (let length = 1; length < text.length; length++) {
    await expect(IdSet.parse(text.slice(0, length))).rejects.toThrow(DamagedText);
  }
  for (let at = 0; at < text.length; at++) {
    const other = text[at] === 'A' ? 'B' : 'A';
    const changed = text.slice(0, at) + other + text.slice(at + 1);
    await expect(IdSet.parse(changed)).rejects.toThrow(DamagedText);
  }
});

it('is refused where it says that more ids follow than there is room for', () => {
  const bytes = new ByteWriter();
  bytes.number(0);
  bytes.number(2 ** 45);
  expect(() => IdSet.read(new ByteReader(bytes.bytes()))).toThrow(DamagedText);
});

it('comes back whole whatever came first', async () => {
  const set = setOf(Array.from({ length: 100 }, (_, at) => String(20_480 + at)));
  expect(set.size).toBe(100);
  for (let id = 100; id >= 0; id--) set.add(String(id));
  expect(set.size).toBe(201);
  const read = await IdSet.parse(await set.format());
  expect(read.keys()).toEqual(set.keys());
  expect(read.has('20480') && read.has('0') && !read.has('101')).toBe(true);
});

it('holds a key once, however often and wherever it was put in', () => {
  const set = setOf(['5', '900000']);
  expect(set.size).toBe(2);
  for (const key of ['5', '7', '900000', '5']) set.add(key);
  expect(set.keys()).toEqual(['5', '7', '900000']);
  expect(set.size).toBe(3);
});

it('gives the same text for the same keys', async () => {
  const keys = ['account|a', 'account|b', 'account|c', '7', '5000', '1'];
  const [there, back] = [setOf(keys), setOf([...keys].reverse())];
  expect(await there.format()).toBe(await back.format());
  expect(there.keys()).toEqual(back.keys());
});

it('takes a key away wherever it is held, and no other', async () => {
  const many = Array.from({ length: 100 }, (_, at) => String(at));
  for (const keys of [
    ['3', '900000', 'x'],
    [...many, '900000', 'x'],
  ]) {
    const fresh = setOf(keys);
    const sorted = setOf(keys);
    expect(sorted.size).toBe(keys.length);
    const read = await IdSet.parse(await fresh.format());
    for (const set of [fresh, sorted, read]) {
      for (const gone of ['3', '900000', 'x', '4000000', 'y']) set.delete(shortKey(gone));
      expect(set.keys()).toEqual(keys.filter((key) => !['3', '900000', 'x'].includes(key)));
      expect(set.has('3') || set.has('900000') || set.has(shortKey('x'))).toBe(false);
      set.add('3');
      expect(set.has('3')).toBe(true);
    }
  }
});

it('holds digits that are too large or written in another way as digests', () => {
  const keys = ['9007199254740991', '9007199254740992', '007', '1.0', '-1', '12a', 'a12', '0'];
  expect(keys.map((key) => shortKey(key) === key)).toEqual([
    true,
    false,
    false,
    false,
    false,
    false,
    false,
    true,
  ]);
  expect(shortKey('12a')).toMatch(/^#[\w-]{12}$/);
  expect(new Set(keys.map(shortKey)).size).toBe(keys.length);
});

it('does not hold the ids between those that it holds, however many these are', async () => {
  const even = Array.from({ length: 400 }, (_, at) => String(2 * at));
  const set = setOf(even);
  expect(set.size).toBe(400);
  const read = await IdSet.parse(await set.format());
  for (const id of even) {
    const next = String(Number(id) + 1);
    expect([set.has(id), set.has(next), read.has(id), read.has(next)]).toEqual([
      true,
      false,
      true,
      false,
    ]);
  }
});

it('needs no room while it is empty', async () => {
  expect(setOf([]).isEmpty).toBe(true);
  expect(await setOf([]).format()).toBe('');
  expect(setOf(['1']).isEmpty).toBe(false);
});

it('knows whether it holds keys that are not ids', () => {
  expect(setOf([]).holdsDigests).toBe(false);
  expect(setOf(['1', '2']).holdsDigests).toBe(false);
  const set = setOf(['1', 'account|0a']);
  expect(set.holdsDigests).toBe(true);
  set.delete(shortKey('account|0a'));
  expect(set.holdsDigests).toBe(false);
});

it('does not change the bytes that it was read from', async () => {
  const bytes = new ByteWriter();
  setOf(Array.from({ length: 100 }, (_, id) => String(id))).write(bytes);
  const written = bytes.bytes();
  const before = Uint8Array.from(written);
  IdSet.read(new ByteReader(written)).delete('5');
  expect(written).toEqual(before);
});

it('marks texts with four characters that tell them apart', () => {
  expect(markOf('a')).toMatch(/^[\w-]{4}$/);
  expect(markOf('a')).toBe(markOf('a'));
  expect(new Set(['a', 'b', '', 'aa'].map(markOf)).size).toBe(4);
});

it('keeps a mark with each key', async () => {
  const marks = new Map([
    ['900719925474099', markOf('a')],
    ['7', markOf('b')],
    [shortKey('account|0a'), markOf('c')],
  ]);
  const stored = await formatMarks(marks);
  expect(await parseMarks(stored)).toEqual(marks);
  await expect(parseMarks({ ...stored, marks: stored.marks.slice(4) })).rejects.toThrow(
    DamagedText,
  );
});

describe('the form in which a set is stored', () => {
  const PAGE = 4_096;
  const row = (first: number, length: number) =>
    Array.from({ length }, (_, at) => String(first + at));
  const digestOf = (key: string) =>
    createHash('sha256').update(JSON.stringify(key)).digest().subarray(0, 9);
  const written = (set: IdSet) => {
    const bytes = new ByteWriter();
    set.write(bytes);
    return Buffer.from(bytes.bytes());
  };

  it('is bitmaps of pages, then the distances between other ids, then digests', () => {
    const expected = new ByteWriter();
    // Pages 1 and 3: the first 64 ids of one, every second of the other.
    for (const number of [2, 1, 2]) expected.number(number);
    expected.put(Buffer.alloc(512).fill(255, 0, 8));
    expected.put(Buffer.alloc(512, 0b0101_0101));
    // 5, 7, 63 ids of page 2, one of page 4
    for (const number of [66, 5, 2, 2 * PAGE - 7]) expected.number(number);
    for (let at = 1; at < 63; at++) expected.number(1);
    expected.number(2 * PAGE - 62);
    const digests = ['account|a', 'account|b', 'account|c'].map(digestOf);
    digests.sort((a, b) => (a.toString('base64url') < b.toString('base64url') ? -1 : 1));
    expected.number(3);
    for (const digest of digests) expected.put(digest);

    const even = row(0, PAGE / 2).map((at) => String(3 * PAGE + 2 * Number(at)));
    const keys = ['5', '7', ...row(PAGE, 64), ...row(2 * PAGE, 63), ...even, String(4 * PAGE)];
    const others = ['account|b', 'account|c', 'account|a'];
    const set = setOf([...others, ...keys.reverse()]);
    expect(Buffer.compare(written(set), Buffer.from(expected.bytes()))).toBe(0);

    const read = IdSet.read(new ByteReader(expected.bytes()));
    expect(read.keys()).toEqual([
      ...keys.reverse(),
      ...digests.map((digest) => `#${digest.toString('base64url')}`),
    ]);
    expect(read.size).toBe(keys.length + 3);
    expect(Buffer.compare(written(read), Buffer.from(expected.bytes()))).toBe(0);
  });

  it('of nothing is an empty set', async () => {
    const set = await IdSet.parse('');
    expect([set.isEmpty, set.keys()]).toEqual([true, []]);
  });
});

it('tells what it holds from what it does not, in a page, beside the pages and by digests', () => {
  const page = Array.from({ length: 65 }, (_, at) => String(4_032 + at));
  const set = setOf(['7', '900000', '900004', '900008', 'account|a', ...page]);
  const held = (...keys: string[]) => keys.filter((key) => set.has(shortKey(key)));
  for (let round = 0; round < 2; round++) {
    const inside = ['7', '900000', '900004', '900008', 'account|a', ...page];
    expect(held(...inside)).toEqual(inside);
    // The last id of those in a row is the first of the next page.
    const outside = ['0', '6', '8', '4031', '4097', '8191', '8192', '900001', '900009'];
    expect(held(...outside, 'account|b')).toEqual([]);
    expect(set.size).toBe(70);
  }
  set.delete('900004');
  set.delete(shortKey('account|b'));
  expect(held('900000', '900004', '900008', 'account|a')).toEqual([
    '900000',
    '900008',
    'account|a',
  ]);
  expect(set.size).toBe(69);
  // Below others that have been sorted in, and beside one of them.
  set.add('5000');
  expect(set.size).toBe(70);
  set.add('900008');
  expect(set.size).toBe(70);
  expect(held('4096', '5000', '900000', '900004', '900008')).toEqual([
    '4096',
    '5000',
    '900000',
    '900008',
  ]);
});

describe('the form that version 2 of the state holds', () => {
  function read(text: string) {
    const ids: number[] = [];
    const keys: string[] = [];
    readRanges(text, {
      range(first, last) {
        for (let id = first; id <= last; id++) ids.push(id);
      },
      key: (one) => keys.push(one),
    });
    return { ids, keys };
  }

  it('is read: ids, ranges of ids and other keys', () => {
    expect(read('1-3,9,=account%7C1')).toEqual({ ids: [1, 2, 3, 9], keys: ['account|1'] });
    expect(read('')).toEqual({ ids: [], keys: [] });
  });

  it('is read where many ranges are packed', () => {
    expect(read(PACKED.text)).toEqual({ ids: PACKED.ids, keys: ['account|1'] });
  });

  /** 13 bits as two of the 91 characters that such a text may have. */
  function packed(bits: string): string {
    const signs = Array.from({ length: 94 }, (_, at) => String.fromCharCode(33 + at)).filter(
      (sign) => !['"', ',', '\\'].includes(sign),
    );
    return bits
      .match(/.{1,13}/g)!
      .map((piece) => parseInt(piece.padEnd(13, '0'), 2))
      .map((value) => signs[Math.floor(value / 91)] + signs[value % 91])
      .join('');
  }
  function rangesIn(text: string): number[][] {
    const ranges: number[][] = [];
    readRanges(text, { range: (...range) => ranges.push(range), key: () => {} });
    return ranges;
  }
  const bits = (value: number, count: number) => value.toString(2).padStart(count, '0');

  it('is read where gaps and lengths take many bits', () => {
    const text = `~1234:2:10:12:${packed(`0${bits(5, 12)}10${bits(7, 10)}0${bits(0, 12)}`)}`;
    const next = 1_239 + 1 + 1_024 + 7 + 1;
    expect(rangesIn(text)).toEqual([
      [1_234, 1_239],
      [next, next],
    ]);
  });

  it('is read where a gap is larger than its form can say', () => {
    for (const gap of [2 ** 49 + 1, 3]) {
      const text = `~5:2:0:0:${packed(`0${'1'.repeat(24)}${bits(gap, 50)}0`)}`;
      expect(rangesIn(text)).toEqual([
        [5, 5],
        [5 + 1 + gap + 1, 5 + 1 + gap + 1],
      ]);
    }
    expect(rangesIn(`~5:2:0:0:${packed(`0${'1'.repeat(23)}00`)}`)).toEqual([
      [5, 5],
      [5 + 1 + 23 + 1, 5 + 1 + 23 + 1],
    ]);
  });

  it('holds ten million ids, and not one more', () => {
    expect(rangesIn('12-10000011')).toEqual([[12, 10_000_011]]);
    expect(rangesIn('1-9999999,7')).toHaveLength(2);
    expect(() => rangesIn('1-10000001')).toThrow(RangeError);
    expect(() => rangesIn('1-9999999,7,8')).toThrow(RangeError);
  });

  it.each([
    'x',
    'x5',
    '5x',
    '5-3',
    '1-',
    '~1:2',
    '~~1:1:0:0:!!',
    '~0:60:0:0:!',
    '=%E0%A4',
    '1-99999999999',
    '9007199254740993',
    '9007199254740991-9007199254740993',
  ])('is refused when it is damaged: %s', (text) => {
    expect(() => rangesIn(text)).toThrow(new RangeError('The packed ids are damaged'));
  });
});
