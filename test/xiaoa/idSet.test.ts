import fc from 'fast-check';

import { IdRanges } from '../../xiaoa/idSet';
import { randomRuns } from '../support/randomRuns';

const key = fc.oneof(
  fc.nat({ max: 60 }).map(String),
  fc.nat({ max: 2 ** 31 }).map(String),
  fc.maxSafeInteger().map(String),
  fc.constantFrom('account|0a', '12-15', '007', '~1:2', '=x', '客户,1', '-3', ''),
);

it('holds what was put in, whatever the keys, before and after it was written', () => {
  fc.assert(
    fc.property(fc.array(key, { maxLength: 200 }), fc.array(key), (keys, others) => {
      const set = new IdRanges();
      for (const one of keys) set.add(one);
      const read = IdRanges.parse(set.toString());
      for (const one of [...keys, ...others]) {
        expect(set.has(one)).toBe(keys.includes(one));
        expect(read.has(one)).toBe(keys.includes(one));
      }
      expect(read.toString()).toBe(set.toString());
    }),
    randomRuns(500),
  );
});

it('goes on from what was written', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 99 })), fc.array(fc.nat({ max: 99 })), (first, second) => {
      const set = new IdRanges();
      for (const id of first) set.add(String(id));
      const read = IdRanges.parse(set.toString());
      for (const id of second) read.add(String(id));
      const both = new IdRanges();
      for (const id of [...first, ...second]) both.add(String(id));
      expect(read.toString()).toBe(both.toString());
    }),
  );
});

it('takes out what another set holds', () => {
  fc.assert(
    fc.property(fc.array(key), fc.array(key), (keys, removed) => {
      const set = new IdRanges();
      for (const one of keys) set.add(one);
      const other = new IdRanges();
      for (const one of removed) other.add(one);
      set.subtract(other);
      for (const one of keys) expect(set.has(one)).toBe(!removed.includes(one));
      const read = IdRanges.parse(set.toString());
      for (const one of keys) expect(read.has(one)).toBe(!removed.includes(one));
    }),
    randomRuns(500),
  );
});

it('is readable as long as the ranges are few', () => {
  const set = new IdRanges();
  for (const id of ['3', '1', '2', '9', 'account|1']) set.add(id);
  expect(set.toString()).toBe('1-3,9,=account%7C1');
});

describe('of 300,000 ids', () => {
  it.each([
    ['all', 1, 20],
    ['a third', 0.34, 46_000],
    ['one in a hundred', 0.01, 4_500],
  ])('needs few characters for %s of them, with nothing to escape in JSON', (_, share, most) => {
    const random = pseudoRandom();
    const set = new IdRanges();
    const inside: string[] = [];
    for (let id = 55_000; id < 355_000; id++) if (random() < share) inside.push(String(id));
    for (const id of inside) set.add(id);
    const text = set.toString();
    expect(text.length).toBeLessThan(most);
    expect(JSON.stringify(text).length).toBe(text.length + 2);
    const read = IdRanges.parse(text);
    expect(inside.every((id) => read.has(id))).toBe(true);
    expect(read.toString()).toBe(text);
  });
});

it('forgets the oldest gaps when it has to become smaller, and nothing that is in it', () => {
  const set = new IdRanges();
  const inside = Array.from({ length: 1000 }, (_, at) => String(at * 3));
  for (const id of inside) set.add(id);
  const before = set.toString().length;
  expect(set.forgetOldestGaps()).toBe(true);
  expect(set.toString().length).toBeLessThan(before * 0.7);
  expect(inside.every((id) => set.has(id))).toBe(true);
  expect(set.has('1')).toBe(true);
  expect(set.has('2996')).toBe(false);
  while (set.forgetOldestGaps()) continue;
  expect(set.toString()).toBe('0-2997');
});

function pseudoRandom(): () => number {
  let state = 20180508;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
