import { simplifyAiUser } from '../../../xiaoa/aiUser';
import { ENDPOINTS } from '../../../xiaoa/endpoints';
import type { Listing } from '../listing/listing';

/** API §7.3. */
export const AI_USERS: Listing = {
  endpoint: ENDPOINTS.aiUsers,
  simplify: simplifyAiUser,
};
