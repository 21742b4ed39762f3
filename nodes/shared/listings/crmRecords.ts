import { simplifyCrmRecord } from '../../../xiaoa/crmRecord';
import { ENDPOINTS } from '../../../xiaoa/endpoints';
import type { Listing } from '../listing/listing';
import { text } from '../listing/filterValues';

/** API §7.10. */
export const CRM_RECORDS: Listing = {
  endpoint: ENDPOINTS.crmRecords,
  keyOf: (row) => text(row.id) ?? text(row.sn),
  simplify: simplifyCrmRecord,
};
