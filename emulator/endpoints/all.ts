import { addExcel } from './addExcel';
import { addJson } from './addJson';
import { cdrDownload } from './cdrDownload';
import { cdrFragmentDownload } from './cdrFragmentDownload';
import { cdrlist } from './cdrlist';
import { cdrshow } from './cdrshow';
import { crmList } from './crmList';
import type { Endpoint, LoginEndpoint } from './endpoint';
import { exportModel } from './exportModel';
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
  addExcel,
  addJson,
  operateTask,
  cdrlist,
  cdrshow,
  crmList,
  cdrDownload,
  cdrFragmentDownload,
  exportModel,
];
