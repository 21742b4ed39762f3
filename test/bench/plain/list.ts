import { simplifyCrmRecord } from '../../../xiaoa/records/crmRecord';
import { sign } from '../../../xiaoa/signing/signature';
import { post } from './post';

export interface PlainList {
  url: string;
  userSn: string;
  apiKey: string;
  from: string;
  to: string;
  pageSize: number;
  simplify: boolean;
  count: number;
}

/**
 * What one has to write to list all CRM records without the node, for a platform of which it is known how it counts
 * its pages: page after page until all are there, each record once.
 *
 * @returns milliseconds
 */
export async function plainList(given: PlainList): Promise<number> {
  const { url, userSn, apiKey, from, to, pageSize, simplify, count } = given;
  const started = performance.now();
  const records = new Map<unknown, object>();
  for (let pageIndex = 0; ; pageIndex++) {
    const parameters: Record<string, unknown> = {
      user_sn: userSn,
      api_key: apiKey,
      pageIndex,
      pageSize,
      start_create_at: from,
      end_create_at: to,
    };
    parameters.url = sign(parameters);
    const { total, list } = await post<{ total: number; list: Array<Record<string, unknown>> }>(
      url,
      '/api/crmList',
      parameters,
    );
    for (const row of list) {
      if (!records.has(row.id)) records.set(row.id, simplify ? simplifyCrmRecord(row) : row);
    }
    if (records.size >= total || list.length === 0) break;
  }
  const ms = performance.now() - started;
  if (records.size !== count) throw new Error(`${records.size} of ${count} came`);
  return ms;
}
