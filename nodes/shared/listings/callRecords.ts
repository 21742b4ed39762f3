import { simplifyCallRecord } from '../../../xiaoa/records/callRecord';
import { ENDPOINTS } from '../../../xiaoa/endpoints';
import type { Listing } from '../lists';
import { text } from '../../../xiaoa/values';

/** API §7.8, deprecated by the vendor. */
export const CALL_RECORDS: Listing = {
  endpoint: ENDPOINTS.callRecords,
  keyOf: (row) => text(row.cdr_id) ?? text(row.cdr_sn),
  simplify: simplifyCallRecord,
};
