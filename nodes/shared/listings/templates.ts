import { ENDPOINTS } from '../../../xiaoa/endpoints';
import type { Listing } from '../lists';

/** API §7.4. */
export const TEMPLATES: Listing = { endpoint: ENDPOINTS.templates };
