import { NodeOperationError, type IDataObject } from 'n8n-workflow';

import { MAX_ROWS_PER_REQUEST } from '../../../xiaoa/contacts/contact';
import { ENDPOINTS } from '../../../xiaoa/endpoints';
import { simplifyTask } from '../../../xiaoa/records/task';
import type { SkippedContact } from '../../../xiaoa/contacts/prepareContacts';
import { isExpression } from '../../shared/parameters';
import type { Run } from '../../shared/run';
import { failureOf, nodeApiError } from '../../shared/requestFailure';
import { readTemplateColumns } from '../../shared/templateColumns';
import { checkContacts, fitContacts, readContacts } from './contacts';
import { excelFiles } from './excelFiles';
import { sendContacts, sendFiles, type Imported } from './send';
import { commonSetting, importOptions, type ImportOptions } from './settings';
import { existingTask, findTask, newTask, type Target } from './target';

const DEFAULTS: ImportOptions = {
  startDialing: false,
  encryptContacts: false,
  onInvalidContact: 'fail',
  ifTaskExists: 'create',
  contactsPerRequest: MAX_ROWS_PER_REQUEST,
};

const IMPORT = { endpoint: ENDPOINTS.addJson };

/** Nobody waits long for what the output says beside the counts. */
const LOOK_UP_TIMEOUT_MS = 30_000;

/**
 * Imports contacts into a new task or one that exists: everything is read and checked before the first
 * request that changes something is sent.
 *
 * @returns the output item's JSON: `dial_task_main_sn, id, sn, name, dialing, total, success, fail, out_repeat,
 * requests, skipped: [{item, phone, name, reason}], notes: [text]`
 */
export async function importContacts(
  run: Run,
  into: 'existingTask' | 'newTask',
): Promise<IDataObject> {
  const options = await importOptions(run, DEFAULTS);
  const from = await contactsFrom(run);
  if (from === 'excel') {
    refuseForFiles(run, options);
    const files = await excelFiles(run);
    const target = await targetOf(run, into, options);
    return await outputOf(run, target, options, await sendFiles(run, target, options, files));
  }
  const given = await readContacts(run, from);
  const checked = await checkContacts(run.node, given, options);
  const target = await targetOf(run, into, options);
  const template = checked.contacts.length === 0 ? undefined : await columnsOf(run, target);
  const { contacts, skipped, notes } = await fitContacts(
    run.node,
    given,
    checked,
    template,
    options,
  );
  const imported = await sendContacts(run, target, options, contacts);
  return await outputOf(run, target, options, imported, skipped, notes);
}

/** n8n drops the fields that belong to a choice unless the choice is written exactly so. */
async function contactsFrom(run: Run): Promise<'excel' | 'items' | 'json'> {
  const from = await commonSetting<'excel' | 'items' | 'json'>(run, 'contactsFrom');
  const written = run.raw('contactsFrom', from);
  if (isExpression(written) || written === from) return from;
  throw new NodeOperationError(
    run.node,
    `'Contacts From' is '${String(written)}', but must be '${from}', exactly so`,
    { description: 'Nothing was sent. Open the node and choose it from the list.' },
  );
}

async function targetOf(
  run: Run,
  into: 'existingTask' | 'newTask',
  options: ImportOptions,
): Promise<Target> {
  return into === 'newTask' ? await newTask(run, options) : await existingTask(run);
}

/**
 * Without them everything is sent as it is; whether the template is there the import itself will say.
 *
 * @throws {NodeApiError} when XiaoA cannot be reached or lets nobody in: then the import could not be sent either
 */
async function columnsOf(run: Run, { projectSn }: Target): Promise<string[] | undefined> {
  try {
    return await readTemplateColumns(run.context, projectSn, run.site);
  } catch (error) {
    const failure = failureOf(error);
    if (failure?.facts.neverSent) throw nodeApiError(run.context, IMPORT, failure);
    return undefined;
  }
}

function refuseForFiles(run: Run, { encryptContacts, maxContacts }: ImportOptions): void {
  if (encryptContacts) {
    throw new NodeOperationError(run.node, "'Encrypt Contacts' does not work with an Excel file", {
      description:
        'Nothing was sent. XiaoA takes Excel files unencrypted only. Remove the option, or read the file with an Extract From File node and choose Input Items.',
    });
  }
  if (maxContacts !== undefined) {
    throw new NodeOperationError(run.node, "'Max Contacts' does not work with an Excel file", {
      description:
        'Nothing was sent. The node does not count the rows of a file. Remove the option, or read the file with an Extract From File node and choose Input Items.',
    });
  }
}

async function outputOf(
  run: Run,
  target: Target,
  options: ImportOptions,
  { counts, notes }: Imported,
  skipped: readonly SkippedContact[] = [],
  earlier: readonly string[] = [],
): Promise<IDataObject> {
  const { dial_task_main_sn: sn, ...sums } = counts;
  const task = sn !== null && counts.requests > 0 ? await taskNow(run, sn) : undefined;
  const finished = target.status === 'finished' && counts.requests > 0;
  return {
    dial_task_main_sn: sn,
    id: task?.id ?? null,
    sn,
    name: target.taskName,
    dialing:
      counts.requests > 0 &&
      (options.startDialing || task?.status === 'calling' || target.status === 'calling'),
    ...sums,
    skipped: skipped as unknown as IDataObject[],
    notes: [
      ...earlier,
      ...notes,
      ...(finished
        ? ['The task had finished, and adding contacts has paused it. Use Resume to start calling.']
        : []),
    ],
  };
}

/** The import has been made, so nothing may fail any more for want of what is only good to know. */
async function taskNow(run: Run, sn: string) {
  try {
    const connection = { ...run.requestOptions, timeout: LOOK_UP_TIMEOUT_MS };
    return simplifyTask(await findTask(run.context, sn, connection));
  } catch {
    return undefined;
  }
}
