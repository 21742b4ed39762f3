import { DROPDOWNS, TEMPLATES } from './columns';
import { IMPORTS } from './imports';
import { LISTS } from './lists';
import { OPERATING } from './operating';
import type { ServerRow } from '../rows';
import type { Operation } from './operation';
import { RECORDINGS } from './recordings';
import { KEY, RINGING, TRIGGER } from './trigger';

export const OPERATIONS: Operation[] = [
  ...LISTS,
  ...DROPDOWNS,
  ...RECORDINGS,
  ...TEMPLATES,
  ...IMPORTS,
  ...OPERATING,
  TRIGGER,
  RINGING,
  ...KEY,
];

/** The operations that are tried on a server. Calls are listed under way by some alone. */
export function operationsOf({ operations, manners }: ServerRow): Operation[] {
  return OPERATIONS.filter(
    (operation) =>
      (operations?.includes(operation.name) ?? true) &&
      (operation !== RINGING || manners.includes('ringing')),
  );
}
