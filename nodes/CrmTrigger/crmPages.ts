import type { IPollFunctions } from 'n8n-workflow';

import { rowsOf } from '../../xiaoa/lists/rows';
import type { Page, PageRequest } from '../../xiaoa/lists/readAll';
import type { Parameters } from '../../xiaoa/signing/signParameters';
import { CRM_RECORDS, type Row } from '../shared/lists';
import { call } from '../shared/request';

/** A function that asks for one page of records connected on these days (API §7.10). */
export function crmPages(context: IPollFunctions, parameters: Parameters) {
  return async (
    { first, last }: { first: string; last: string },
    { pageIndex, pageSize }: PageRequest,
  ): Promise<Page<Row>> =>
    await call(
      context,
      {
        endpoint: CRM_RECORDS.endpoint,
        parameters: {
          pageIndex,
          pageSize,
          start_create_at: first,
          end_create_at: last,
          ...parameters,
        },
      },
      rowsOf,
    );
}
