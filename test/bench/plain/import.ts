import { cleanPhone } from '../../../xiaoa/contacts/phone';
import { sign } from '../../../xiaoa/signing/signature';
import { leads, type Lead } from '../../support/people';
import { post } from './post';

export interface PlainImport {
  url: string;
  userSn: string;
  apiKey: string;
  projectSn: string;
  aiUserSn: string;
  count: number;
}

const MOST_ROWS = 30_000;

let prepared: Lead[] = [];

/**
 * What one has to write to import leads without the node: map the columns, clean the phones by the same rules, drop
 * those that came before, build and sign the requests, send them, read the answers. The leads lie there already, as
 * they do for a node.
 *
 * @returns milliseconds
 */
export async function plainImport(given: PlainImport): Promise<number> {
  const { url, userSn, apiKey, projectSn, aiUserSn, count } = given;
  if (prepared.length !== count) prepared = leads(count);
  const started = performance.now();
  const rows: object[] = [];
  const phones = new Set<string>();
  for (const { name, phone, city } of prepared) {
    const result = cleanPhone(phone);
    if (!result.ok) throw new Error(result.reason);
    if (phones.has(result.phone)) continue;
    phones.add(result.phone);
    rows.push({ 姓名: name.trim(), 电话: result.phone, 地址: `${city}市 ${name}` });
  }
  let success = 0;
  let task: string | undefined;
  for (let start = 0; start < rows.length; start += MOST_ROWS) {
    const parameters: Record<string, unknown> = {
      user_sn: userSn,
      api_key: apiKey,
      project_sn: projectSn,
      source: 'Bench',
      client_info_json: JSON.stringify({ data: rows.slice(start, start + MOST_ROWS) }),
      ai_user_sn: aiUserSn,
    };
    if (task !== undefined) parameters.dial_task_main_sn = task;
    parameters.url = sign(parameters, { unsigned: ['client_info_json', 'source', 'aes'] });
    const answer = await post<{ success: number; dial_task_main_sn: string }>(
      url,
      '/api/addJson',
      parameters,
    );
    success += answer.success;
    task ??= answer.dial_task_main_sn;
  }
  const ms = performance.now() - started;
  if (success !== count) throw new Error(`${success} of ${count} were taken`);
  return ms;
}
