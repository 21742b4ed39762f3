import { PlatformError } from '../platform/codes';
import { importContacts, planImport } from './importContacts';
import { readWorkbook } from '../workbooks/read';
import type { Endpoint } from './endpoint';

/**
 * API §7.5: contacts as a filled-in template, into a new task or one that exists. Only xlsx: the old
 * xls, which the platform's message speaks of, cannot be read here and answers 30002.
 */
export const addExcel: Endpoint = {
  name: 'addExcel',
  method: 'POST',
  unsigned: ['upload', 'source'],
  async answer(call) {
    const upload = call.files.find(({ field }) => field === 'upload');
    if (!upload || upload.bytes.length === 0) throw new PlatformError(30001);
    const plan = planImport(call);
    const rows = await readWorkbook(upload.bytes);
    if (!rows) throw new PlatformError(30002);
    if (rows.length === 0) throw new PlatformError(30001);
    return importContacts(call, plan, rows);
  },
};
