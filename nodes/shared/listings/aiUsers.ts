import { simplifyAiUser } from '../../../xiaoa/records/aiUser';
import { ENDPOINTS } from '../../../xiaoa/endpoints';
import type { Listing } from '../lists';

/** API §7.3. */
export const AI_USERS: Listing = {
  endpoint: ENDPOINTS.aiUsers,
  simplify: simplifyAiUser,
};
