import {
  NodeApiError,
  type IDataObject,
  type IExecuteFunctions,
  type IExecuteSingleFunctions,
} from 'n8n-workflow';

import { toClientInfo, chunks } from '../../../xiaoa/contacts/clientInfo';
import type { PreparedContacts } from '../../../xiaoa/contacts/prepareContacts';
import { ENDPOINTS } from '../../../xiaoa/endpoints';
import { text } from '../../shared/listing/filterValues';
import { call } from '../../shared/transport/call';
import type { Connection } from '../../shared/transport/context';
import type { ImportRequest } from './importRequest';

/** What the platform says of an import (API §7.6), summed over its requests. */
export interface ImportCounts {
  dial_task_main_sn: string | null;
  total: number;
  success: number;
  fail: number;
  out_repeat: number;
  requests: number;
}

type Contacts = Readonly<PreparedContacts['contacts']>;

/**
 * Sends the contacts into one task: the first request makes it, the others add to it. A request is
 * never sent twice.
 *
 * @throws {NodeApiError} which says how many contacts are in, in which task, and which items are not
 */
export async function sendContacts(
  context: IExecuteFunctions | IExecuteSingleFunctions,
  request: ImportRequest,
  contacts: Contacts,
  connection: Connection,
): Promise<ImportCounts> {
  const counts: ImportCounts = {
    dial_task_main_sn: request.taskSn ?? null,
    total: 0,
    success: 0,
    fail: 0,
    out_repeat: 0,
    requests: 0,
  };
  let sent = 0;
  for (const part of chunks(contacts)) {
    try {
      const answer = await sendPart(context, request, part, counts.dial_task_main_sn, connection);
      counts.requests += 1;
      counts.dial_task_main_sn ??= text(answer.dial_task_main_sn) ?? null;
      for (const name of ['total', 'success', 'fail', 'out_repeat'] as const) {
        counts[name] += Number(answer[name] ?? 0) || 0;
      }
      sent += part.length;
      if (sent < contacts.length && counts.dial_task_main_sn === null) {
        throw new NodeApiError(
          context.getNode(),
          { message: 'XiaoA did not name the task' },
          {
            message: 'XiaoA took the contacts but did not name the task',
            description: 'Without its sn the remaining contacts cannot be added to the same task.',
          },
        );
      }
    } catch (error) {
      throw sent === 0
        ? error
        : halfway(context, error as NodeApiError, contacts, sent, part, counts);
    }
  }
  return counts;
}

async function sendPart(
  context: IExecuteFunctions | IExecuteSingleFunctions,
  request: ImportRequest,
  part: Contacts,
  taskSn: string | null,
  connection: Connection,
): Promise<IDataObject> {
  const data = await call(context, {
    endpoint: ENDPOINTS.addJson,
    connection,
    whereToLook:
      taskSn === null
        ? `Look in XiaoA for a task named '${request.taskName}'`
        : `Look at the task ${taskSn} in XiaoA`,
    parameters: {
      project_sn: request.projectSn,
      source: request.taskName,
      client_info_json: toClientInfo(part),
      ai_user_sn: request.aiUserSn,
      is_zidong: request.startDialing ? 'on' : undefined,
      mark: request.remark,
      dial_task_main_sn: taskSn ?? undefined,
      batch_number: request.batchNumber,
      aes: request.encryptContacts ? true : undefined,
    },
  });
  return (data ?? {}) as IDataObject;
}

function halfway(
  context: IExecuteFunctions | IExecuteSingleFunctions,
  cause: NodeApiError,
  contacts: Contacts,
  sent: number,
  part: Contacts,
  counts: ImportCounts,
): NodeApiError {
  const task = counts.dial_task_main_sn ?? 'that XiaoA did not name';
  const missing = contacts.slice(sent);
  const message = `${sent} of ${contacts.length} contacts are in the task ${task}, the others are not: ${cause.message}`;
  const description = [
    cause.description,
    `In are items ${span(contacts.slice(0, sent))}.`,
    missing.length > 0
      ? `Not in, or not known to be in, are items ${span(missing.slice(0, part.length))}.`
      : '',
    missing.length > part.length
      ? `Never sent were items ${span(missing.slice(part.length))}.`
      : '',
    'Do not run the whole import again: it would call the first ones twice. Add the missing ones to that task.',
  ];
  return new NodeApiError(
    context.getNode(),
    { message },
    {
      message,
      description: description.filter(Boolean).join(' '),
      httpCode: cause.httpCode ?? undefined,
    },
  );
}

function span(contacts: Contacts): string {
  return `${contacts[0].item} to ${contacts[contacts.length - 1].item}`;
}
