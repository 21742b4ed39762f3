/** What a growing list has had since. */
export function newOnes<T>(list: () => readonly T[]): () => T[] {
  const before = list().length;
  return () => list().slice(before);
}
