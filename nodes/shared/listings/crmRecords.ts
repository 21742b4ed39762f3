import { simplifyCrmRecord } from '../../../xiaoa/records/crmRecord';
import { ENDPOINTS } from '../../../xiaoa/endpoints';
import type { Listing } from '../lists';
import { text } from '../../../xiaoa/values';

/** API §7.10. */
export const CRM_RECORDS: Listing = {
  endpoint: ENDPOINTS.crmRecords,
  keyOf: (row) => text(row.id) ?? text(row.sn),
  simplify: simplifyCrmRecord,
};
