import { ENDPOINTS } from '../../../xiaoa/endpoints';
import { simplifyTask } from '../../../xiaoa/task';
import type { Listing } from '../listing/listing';
import { text } from '../listing/filterValues';

/** API §7.2. */
export const TASKS: Listing = {
  endpoint: ENDPOINTS.tasks,
  keyOf: (row) => text(row.dial_task_main_id) ?? text(row.dial_task_main_sn),
  simplify: simplifyTask,
};
