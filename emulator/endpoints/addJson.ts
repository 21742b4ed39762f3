import { decryptContacts } from './cipher';
import { PlatformError } from '../platform/codes';
import { readContactJson } from './contactJson';
import { importContacts, planImport } from './importContacts';
import { phpTruthy } from './params';
import type { Endpoint } from './endpoint';

/** API §7.6: contacts as JSON text, plain or encrypted, into a new task or one that exists. */
export const addJson: Endpoint = {
  name: 'addJson',
  method: 'POST',
  unsigned: ['client_info_json', 'source', 'aes'],
  answer(call) {
    const { params, account } = call;
    const sent = params.client_info_json;
    if (sent === undefined || sent === null) throw new PlatformError(20002);
    if (typeof sent !== 'string') throw new PlatformError(30008);
    const plan = planImport(call);
    const clear = phpTruthy(params.aes) ? decryptContacts(sent, account.userSn) : sent;
    const rows = clear === undefined ? undefined : readContactJson(clear);
    if (!rows) throw new PlatformError(30006);
    return importContacts(call, plan, rows);
  },
};
