import { addJson } from './addJson';
import { crmList } from './crmList';
import type { Endpoint, LoginEndpoint } from './endpoint';
import { getAiUsers } from './getAiUsers';
import { getProjects } from './getProjects';
import { login } from './login';
import { operateTask } from './operateTask';
import { taskList } from './taskList';

/** In the order of the document, §7.1 to §7.13. */
export const ENDPOINTS: ReadonlyArray<Endpoint | LoginEndpoint> = [
  login,
  taskList,
  getAiUsers,
  getProjects,
  addJson,
  operateTask,
  crmList,
];
