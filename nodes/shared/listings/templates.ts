import { ENDPOINTS } from '../../../xiaoa/endpoints';
import type { Listing } from '../listing/listing';

/** API §7.4. */
export const TEMPLATES: Listing = { endpoint: ENDPOINTS.templates };
