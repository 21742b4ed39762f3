import { IdSet } from '../../xiaoa/idSet';

describe('a set of ids, of 300,000', () => {
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

function setOf(ids: readonly string[]): IdSet {
  const set = new IdSet();
  for (const id of ids) set.add(id);
  return set;
}

function pseudoRandom(): () => number {
  let state = 20180508;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
