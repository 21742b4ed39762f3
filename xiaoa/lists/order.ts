/** Where in a list its newest rows stand; `none` if anywhere. */
export type Order = 'newest' | 'oldest' | 'none';

/** Of the pairs compared, so many have to agree. Rows of the same minutes may well stand crosswise. */
const AGREEMENT = 0.9;

/**
 * Judges from some rows that follow each other how a list is ordered. Each row is compared with the one half of
 * them further on, so that neighbours that stand crosswise do not blur the picture.
 *
 * @param ranks a number for each row that grows with time, such as its id or its time; undefined if it has none
 */
export function orderOf(ranks: ReadonlyArray<number | undefined>): Order {
  const half = Math.ceil(ranks.length / 2);
  let falling = 0;
  let rising = 0;
  for (let at = 0; at + half < ranks.length; at++) {
    const [first, later] = [ranks[at], ranks[at + half]];
    if (first === undefined || later === undefined) continue;
    if (first > later) falling++;
    if (first < later) rising++;
  }
  const pairs = falling + rising;
  if (pairs === 0) return 'none';
  if (falling >= pairs * AGREEMENT) return 'newest';
  return rising >= pairs * AGREEMENT ? 'oldest' : 'none';
}
