import type { Place } from '../place';

/** What a user does: a column of the matrix is several of them. */
export interface Operation {
  name: string;
  group: Group;
  /** What came, and what is right: the same where it works. */
  run(place: Place): Promise<{ got: unknown; want: unknown }>;
}

export const GROUPS = [
  'lists',
  'dropdowns',
  'imports',
  'task operations',
  'recordings',
  'templates',
  'the trigger',
  'the key',
] as const;
export type Group = (typeof GROUPS)[number];

/** A resource locator's value. */
export const id = (value: unknown) => ({ __rl: true, mode: 'id', value });
