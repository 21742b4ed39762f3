import { LIMITS } from './limits';
import { LISTS } from './lists';
import type { Catalog } from './manner';
import { RECORDINGS_PLACES } from './recordings';
import { REFUSALS } from './refusals';
import { ROWS } from './rows';
import { SIGNATURES } from './signatures';
import { TASKS } from './tasks';
import { TEMPLATES } from './templates';
import { TEXTS } from './texts';

/** Every manner by its name, in the order in which people are shown them. */
export const CATALOG: Catalog = {
  ...SIGNATURES,
  ...REFUSALS,
  ...TEXTS,
  ...LIMITS,
  ...LISTS,
  ...ROWS,
  ...TASKS,
  ...RECORDINGS_PLACES,
  ...TEMPLATES,
};
