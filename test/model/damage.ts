/** Something in a JSON value that can break, by the names that lead to it. */
export type Path = readonly string[];

/** All members of a value, and the members of those. */
export function membersOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => [
    [...path, name],
    ...membersOf(member, [...path, name]),
  ]);
}

/** Takes a member away, cuts its text off, or makes something else of it. Changes the value itself. */
export function breakMember(value: object, path: Path, how: 'gone' | 'cut' | 'other'): void {
  const parent = path
    .slice(0, -1)
    .reduce<
      Record<string, unknown>
    >((at, name) => at[name] as Record<string, unknown>, value as Record<string, unknown>);
  const name = path[path.length - 1];
  const member = parent[name];
  if (how === 'gone') delete parent[name];
  else if (how === 'cut' && typeof member === 'string') {
    parent[name] = member.slice(0, member.length / 2);
  } else parent[name] = typeof member === 'string' ? 17 : 'broken';
}
