import { templateRows } from '../platform/templates';
import type { Endpoint } from './endpoint';

/** API §7.4: the templates. */
export const getProjects: Endpoint = {
  name: 'getProjects',
  method: 'POST',
  answer: ({ platform }) => ({ data: templateRows(platform.url) }),
};
