import { NodeApiError } from 'n8n-workflow';

import { clientInfoPieces } from '../../../xiaoa/contacts/contact';
import type { PreparedContacts } from '../../../xiaoa/contacts/prepareContacts';
import { ENDPOINTS } from '../../../xiaoa/endpoints';
import { recordOf, type Row } from '../../../xiaoa/lists/rows';
import { MultipartUpload } from '../../../xiaoa/signing/signParameters';
import { counted } from '../../../xiaoa/text';
import { number, text } from '../../../xiaoa/values';
import { call, type Call } from '../../shared/request';
import { isTooLarge } from '../../shared/requestFailure';
import type { Run } from '../../shared/run';
import { watchEventLoop } from '../../shared/eventLoop';
import type { ExcelFile } from './excelFiles';
import type { ImportOptions } from './settings';
import type { Target } from './target';

const COUNTED = ['total', 'success', 'fail', 'out_repeat'] as const;

/**
 * What the platform says of an import (API §7.5, §7.6), summed over its requests. Null is what it did not say: an
 * import that it took but did not count must not look like one of nobody.
 */
export interface ImportCounts extends Record<(typeof COUNTED)[number], number | null> {
  dial_task_main_sn: string | null;
  requests: number;
}

export interface Imported {
  readonly counts: ImportCounts;
  /** What the platform says of people that it did not take, as sentences. */
  readonly notes: string[];
}

/** What newer servers count beside the documented numbers, in words. */
const LEFT_OUT: ReadonlyMap<string, string> = new Map([
  ['blacklistCount', 'on the do-not-call list'],
  ['repeatCount', 'called before'],
  ['filterCount', 'filtered out'],
]);

/**
 * Sends the contacts into one task (API §7.6), one request after another: where there is no task yet the first one
 * makes it, and the others add to it. No contact is sent twice; a request that is too large for the server was not
 * carried out, and goes in halves.
 *
 * @throws {NodeApiError} which says how many contacts are in, in which task, and which items are not
 */
export async function sendContacts(
  run: Run,
  target: Target,
  options: ImportOptions,
  contacts: PreparedContacts['contacts'],
): Promise<Imported> {
  const sender = new Sender(
    run,
    target,
    'contacts',
    contacts.map(({ item }) => item),
  );
  let size = options.contactsPerRequest;
  for (let sent = 0; sent < contacts.length; ) {
    const part = contacts.slice(sent, sent + size);
    const clientInfo = await clientInfoOf(part);
    const request = (taskSn: string | undefined) => ({
      endpoint: ENDPOINTS.addJson,
      parameters: {
        project_sn: target.projectSn,
        source: target.taskName,
        client_info_json: clientInfo,
        ai_user_sn: target.aiUserSn,
        is_zidong: options.startDialing ? 'on' : undefined,
        mark: options.remark,
        dial_task_main_sn: taskSn,
        batch_number: options.batchNumber,
        aes: options.encryptContacts ? true : undefined,
      },
    });
    const fits = await sender.send(request, sent, part.length);
    if (fits) sent += part.length;
    else size = Math.ceil(part.length / 2);
  }
  return sender.imported;
}

async function clientInfoOf(contacts: PreparedContacts['contacts']): Promise<string> {
  const { pauseIfDue } = watchEventLoop();
  let text = '';
  for (const piece of clientInfoPieces(contacts)) {
    text += piece;
    await pauseIfDue();
  }
  return text;
}

/**
 * Sends the Excel files as they are into one task (API §7.5).
 *
 * @throws {NodeApiError} which says how many files are in, in which task, and which items are not
 */
export async function sendFiles(
  run: Run,
  target: Target,
  options: ImportOptions,
  files: readonly ExcelFile[],
): Promise<Imported> {
  const sender = new Sender(
    run,
    target,
    'files',
    files.map(({ item }) => item),
  );
  for (const [sent, { name, bytes }] of files.entries()) {
    const request = (taskSn: string | undefined) => ({
      endpoint: ENDPOINTS.addExcel,
      parameters: new MultipartUpload(
        {
          project_sn: target.projectSn,
          source: target.taskName,
          ai_user_sn: target.aiUserSn,
          is_zidong: options.startDialing ? 'on' : undefined,
          mark: options.remark,
          dial_task_main_sn: taskSn,
          batch_number: options.batchNumber,
        },
        { field: 'upload', name, bytes },
      ),
    });
    await sender.send(request, sent, 1);
  }
  return sender.imported;
}

/** The requests of one import, and what they have come to. */
class Sender {
  private readonly counts: ImportCounts;
  private readonly notes = new Set<string>();
  private readonly leftOut = new Map<string, number>();

  /** @param items the item of each contact or file */
  constructor(
    private readonly run: Run,
    private readonly target: Target,
    private readonly unit: 'contacts' | 'files',
    private readonly items: readonly number[],
  ) {
    this.counts = {
      dial_task_main_sn: target.taskSn ?? null,
      total: 0,
      success: 0,
      fail: 0,
      out_repeat: 0,
      requests: 0,
    };
  }

  get imported(): Imported {
    const { counts, leftOut } = this;
    const reasons = [...leftOut].map(([name, count]) => `${count} ${LEFT_OUT.get(name)}`);
    if (reasons.length > 0) this.notes.add(`XiaoA left out contacts: ${reasons.join(', ')}.`);
    if (counts.requests > 0 && counts.success === 0 && counts.total !== null) {
      this.notes.add('XiaoA accepted none of these contacts.');
    }
    return { counts, notes: [...this.notes] };
  }

  /**
   * @param request makes the request, for the task to add to; without one it makes the task
   * @param from how many contacts or files have been sent before
   * @returns false when these were too many for one request, and nothing has been done
   */
  async send(
    request: (taskSn: string | undefined) => Pick<Call, 'endpoint' | 'parameters'>,
    from: number,
    size: number,
  ): Promise<boolean> {
    const { run, counts } = this;
    try {
      if (counts.requests > 0 && counts.dial_task_main_sn === null) throw this.unnamedTask();
      await call(
        run.context,
        {
          ...request(counts.dial_task_main_sn ?? undefined),
          connection: run.requestOptions,
          whereToLook: this.whereToLook(),
        },
        (data, _, msg) => this.add(recordOf(data), msg),
      );
      return true;
    } catch (error) {
      if (isTooLarge(error) && size > 1) return false;
      throw from === 0 ? error : this.halfway(error as NodeApiError, from, size);
    }
  }

  private add(answer: Row, msg: string): void {
    const { counts } = this;
    counts.requests += 1;
    counts.dial_task_main_sn ??= text(answer.dial_task_main_sn) ?? null;
    for (const name of COUNTED) {
      const before = counts[name];
      const more = number(answer[name]);
      counts[name] = before === null || more === undefined ? null : before + more;
    }
    for (const name of LEFT_OUT.keys()) {
      const more = number(answer[name]) ?? 0;
      if (more > 0) this.leftOut.set(name, (this.leftOut.get(name) ?? 0) + more);
    }
    const failed = number(answer.fail) ?? 0;
    if (failed > 0) {
      const said = msg.trim().slice(0, 300);
      const total = number(answer.total);
      this.notes.add(
        `XiaoA didn't accept ${total === undefined ? counted(failed, 'contact') : `${failed} of ${counted(total, 'contact')}`}${said === '' ? '.' : `: ${said}`}`,
      );
    }
  }

  private whereToLook(): string {
    const { taskName } = this.target;
    const { dial_task_main_sn: taskSn } = this.counts;
    return taskSn === null
      ? `Look in XiaoA for a task named '${taskName}'`
      : `Look at the task '${taskName}' (${taskSn}) in XiaoA`;
  }

  private unnamedTask(): NodeApiError {
    const message = "XiaoA didn't name the task it created";
    return new NodeApiError(this.run.node, { message }, { message });
  }

  private halfway(cause: NodeApiError, from: number, size: number): NodeApiError {
    const { items, unit, counts, run } = this;
    const unsent = items.slice(from + size);
    const task = counts.dial_task_main_sn ?? "that XiaoA didn't name";
    const message = `Only ${from} of ${items.length} ${unit} are known to be in the task ${task}: ${cause.message}`;
    const description = [
      cause.description,
      `Imported: ${spanOf(items.slice(0, from))}.`,
      `Refused or unknown: ${spanOf(items.slice(from, from + size))}.`,
      unsent.length > 0 ? `Not sent: ${spanOf(unsent)}.` : '',
      "Don't run the whole import again: the first ones would be called twice. Add the missing ones to that task.",
    ];
    return new NodeApiError(
      run.node,
      { message },
      {
        message,
        description: description.filter(Boolean).join(' '),
        httpCode: cause.httpCode ?? undefined,
      },
    );
  }
}

function spanOf(items: readonly number[]): string {
  return items.length === 1
    ? `item ${items[0]}`
    : `items ${items[0]} to ${items[items.length - 1]}`;
}
