import { ENDPOINTS } from '../../../xiaoa/endpoints';
import { simplifyTask } from '../../../xiaoa/records/task';
import type { Listing } from '../lists';
import { text } from '../../../xiaoa/values';

/** API §7.2. */
export const TASKS: Listing = {
  endpoint: ENDPOINTS.tasks,
  keyOf: (row) => text(row.dial_task_main_id) ?? text(row.dial_task_main_sn),
  simplify: simplifyTask,
};
