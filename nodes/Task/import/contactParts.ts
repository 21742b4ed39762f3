import { chunks, toClientInfo } from '../../../xiaoa/contacts/clientInfo';
import type { PreparedContacts } from '../../../xiaoa/contacts/prepareContacts';
import { ENDPOINTS } from '../../../xiaoa/endpoints';
import type { ImportOptions, Target } from './importRequest';
import type { Part } from './sendParts';

/** The requests that carry the contacts as JSON (API §7.6), each with as many as one may have. */
export function contactParts(
  target: Target,
  options: ImportOptions,
  contacts: PreparedContacts['contacts'],
): Part[] {
  return [...chunks(contacts)].map((part) => ({
    size: part.length,
    first: part[0].item,
    last: part[part.length - 1].item,
    request: (taskSn) => ({
      endpoint: ENDPOINTS.addJson,
      parameters: {
        project_sn: target.projectSn,
        source: target.taskName,
        client_info_json: toClientInfo(part),
        ai_user_sn: target.aiUserSn,
        is_zidong: options.startDialing ? 'on' : undefined,
        mark: options.remark,
        dial_task_main_sn: taskSn,
        batch_number: options.batchNumber,
        aes: options.encryptContacts ? true : undefined,
      },
    }),
  }));
}
