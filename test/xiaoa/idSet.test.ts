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

describe('of 300,000 ids', () => {
  it.each([
    ['all', 1, 1, 200],
    ['a half', 0.5, 1, 51_000],
    ['a quarter', 0.25, 1, 42_000],
    ['one in a hundred', 0.01, 1, 5_500],
    ['each, with a hundred others in between', 1, 100, 430_000],
  ])(
    'needs few characters for %s, with nothing to escape in JSON',
    async (_, share, step, most) => {
      const random = pseudoRandom();
      const inside: string[] = [];
      for (let at = 0; at < 300_000; at++) {
        const id = 55_000 + step * at + Math.floor(step * random());
        if (random() < share) inside.push(String(id));
      }
      const text = await setOf(inside).format();
      expect(text.length).toBeLessThan(most);
      expect(JSON.stringify(text).length).toBe(text.length + 2);
      const read = await IdSet.parse(text);
      expect(inside.every((id) => read.has(id))).toBe(true);
      expect(read.size).toBe(inside.length);
    },
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

  it.each(['x', '5-3', '1-', '~1:2', '~0:60:0:0:!', '=%E0%A4', '1-99999999999'])(
    'is refused when it is damaged: %s',
    (text) => {
      expect(() => read(text)).toThrow(RangeError);
    },
  );
});

function pseudoRandom(): () => number {
  let state = 20180508;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
