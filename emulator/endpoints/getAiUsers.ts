import type { Endpoint } from './endpoint';

/** API §7.3: the robots' accounts. */
export const getAiUsers: Endpoint = {
  name: 'getAiUsers',
  method: 'POST',
  answer: ({ platform }) => ({ data: platform.aiUsers }),
};
