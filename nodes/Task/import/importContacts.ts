import { NodeOperationError, type IDataObject } from 'n8n-workflow';

import type { SkippedContact } from '../../../xiaoa/contacts/prepareContacts';
import type { Run } from '../../shared/run';
import { checkContacts } from './checkContacts';
import { commonValue } from './commonValues';
import { contactParts } from './contactParts';
import { contactRows } from './contactRows';
import { excelFiles } from './excelFiles';
import { existingTask } from './existingTask';
import { fileParts } from './fileParts';
import { importOptions } from './importOptions';
import type { ImportOptions, Target } from './importRequest';
import { newTask } from './newTask';
import { sendParts, type Part } from './sendParts';

/** All that is to be sent, read and checked. */
interface Load {
  readonly unit: 'contacts' | 'files';
  readonly skipped: SkippedContact[];
  parts(target: Target): Part[];
}

/**
 * Imports contacts into a new task or one that exists: everything is read and checked before the first
 * request that changes something is sent.
 *
 * @returns the output item's JSON: `dial_task_main_sn, total, success, fail, out_repeat, requests,
 * skipped: [{item, phone, reason}]`, and for a task that exists `task_paused`
 */
export async function importContacts(
  run: Run,
  into: 'existingTask' | 'newTask',
): Promise<IDataObject> {
  const { context, node, requestOptions: connection } = run;
  const fresh = into === 'newTask' ? await newTask(node, run) : undefined;
  const options = await importOptions(node, run);
  const load = await readLoad(run, options);
  const target = fresh ?? (await existingTask(context, run, connection));
  const counts = await sendParts(context, target, load.parts(target), load.unit, connection);
  return {
    ...counts,
    skipped: load.skipped as unknown as IDataObject[],
    ...(fresh ? {} : { task_paused: target.willPause === true && counts.requests > 0 }),
  };
}

async function readLoad(run: Run, options: ImportOptions): Promise<Load> {
  const { node } = run;
  const written = run.raw('contactsFrom', 'items');
  const from = await commonValue(node, run, 'Contacts From', written);
  if (from === 'excel') {
    if (options.encryptContacts) {
      throw new NodeOperationError(node, "'Encrypt Contacts' does not work with an Excel file", {
        description:
          'Nothing was sent. XiaoA takes Excel files in the clear only: take the option away, or read the file with an Extract From File node and choose Input Items.',
      });
    }
    const files = await excelFiles(node, run);
    return { unit: 'files', skipped: [], parts: (target) => fileParts(target, options, files) };
  }
  const rows = await contactRows(node, run, from === 'json' ? 'json' : 'items');
  const { contacts, skipped } = checkContacts(node, rows, options.onInvalidContact);
  return {
    unit: 'contacts',
    skipped,
    parts: (target) => contactParts(target, options, contacts),
  };
}
