import type {
  IDataObject,
  IExecuteFunctions,
  IHttpRequestOptions,
  IN8nHttpFullResponse,
} from 'n8n-workflow';

import type { MultipartUpload, Parameters } from '../../xiaoa/signing/signParameters';
import { SESSION_HEADER, type SessionTicket } from '../../xiaoa/session/ticket';
import { isByteStream, readUpTo } from './byteStream';
import { CREDENTIAL_TYPE, type Connection, type TransportContext } from './context';
import type { Deadline } from './deadline';
import {
  brokeOff,
  readTransportError,
  stopped,
  tooSlow,
  type TransportError,
} from './transportError';

export const DEFAULT_TIMEOUT_MS = 300_000;

/** 1,000 records with long transcripts take some 20 MB. */
const LARGEST_JSON = 256 * 1024 * 1024;

/** What comes may be a file or the platform's JSON; and its length is only known when nothing packs it. */
const FILE_HEADERS = { Accept: '*/*', 'Accept-Encoding': 'identity' };

/** An answer whose headers have come; its body has yet to be read. */
export interface Answer {
  readonly status: number;
  readonly headers: IDataObject;
  /** A stream, except where n8n has already read it. */
  readonly body: unknown;
  /** Ends when the time for the whole answer is over. */
  readonly deadline: Deadline;
}

/**
 * One signed HTTP exchange. The platform answers 200 whatever happens, so every status comes back to
 * the caller. Redirects are not followed: a redirected POST would be sent twice or as a GET.
 *
 * @throws {TransportError} when no answer came
 */
export async function exchange(
  context: TransportContext,
  parameters: Parameters | MultipartUpload,
  connection: Connection,
  ticket: SessionTicket,
  deadline: Deadline,
): Promise<Answer> {
  const { endpoint } = ticket;
  const options: IHttpRequestOptions = {
    ...optionsFor(connection),
    method: endpoint.method,
    url: endpoint.path,
    [endpoint.method === 'GET' ? 'qs' : 'body']: parameters as IDataObject,
    // The ticket goes from here to the credential by reference; the credential takes it off.
    headers: {
      ...(endpoint.answersWithFile ? FILE_HEADERS : {}),
      [SESSION_HEADER]: ticket as unknown as IDataObject,
    },
  };
  return await answered(context, deadline, async () => {
    return (await context.helpers.httpRequestWithAuthentication.call(
      context,
      CREDENTIAL_TYPE,
      options,
    )) as IN8nHttpFullResponse;
  });
}

/**
 * Fetches from an address that is not the platform's API, without a key.
 *
 * @throws {TransportError} when no answer came
 */
export async function fetchPlain(
  context: TransportContext,
  url: string,
  connection: Connection,
  deadline: Deadline,
): Promise<Answer> {
  const options: IHttpRequestOptions = {
    ...optionsFor(connection),
    method: 'GET',
    url,
    headers: FILE_HEADERS,
    abortSignal: deadline.start() as IHttpRequestOptions['abortSignal'],
  };
  const host = `${new URL(url).host}, to which XiaoA redirects`;
  const send = async () => (await context.helpers.httpRequest(options)) as IN8nHttpFullResponse;
  return await answered(context, deadline, send, host);
}

function optionsFor(connection: Connection) {
  return {
    timeout: DEFAULT_TIMEOUT_MS,
    ...connection,
    // Whatever comes can be given up in the middle.
    encoding: 'stream',
    disableFollowRedirect: true,
    ignoreHttpStatusErrors: true,
    returnFullResponse: true,
  } satisfies Partial<IHttpRequestOptions>;
}

async function answered(
  context: TransportContext,
  deadline: Deadline,
  send: () => Promise<IN8nHttpFullResponse>,
  host?: string,
): Promise<Answer> {
  try {
    const { statusCode, headers, body } = await send();
    deadline.headersCame();
    return { status: statusCode, headers, body, deadline };
  } catch (error) {
    throw wordsFor(context, deadline, error, host);
  }
}

/** Who gives a request up says so only by ending it. */
function wordsFor(
  context: TransportContext,
  deadline: Deadline,
  error: unknown,
  host?: string,
): TransportError {
  const read = readTransportError(error, { wasSigned: deadline.hasStarted, host });
  if (isStopped(context)) return stopped(read.facts.mayHaveArrived);
  return deadline.isOver ? tooSlow(deadline.ms, host) : read;
}

/** Whether n8n has ended the execution. */
export function isStopped(context: TransportContext): boolean {
  return (context as Partial<IExecuteFunctions>).getExecutionCancelSignal?.()?.aborted === true;
}

/**
 * Reads an answer that is text, within what an answer may hold and take.
 *
 * @param limit in bytes; more than that is not read
 * @throws {TransportError} when it broke off or did not end in time
 */
export async function readText(
  context: TransportContext,
  { body, deadline }: Answer,
  limit = LARGEST_JSON,
): Promise<unknown> {
  if (!isByteStream(body)) return body;
  body.on('error', () => {});
  try {
    const { bytes } = await deadline.within(readUpTo(body, limit));
    return bytes;
  } catch (error) {
    const { code } = (error ?? {}) as { code?: unknown };
    const isCut = !deadline.isOver && !isStopped(context) && !String(code).startsWith('Z_');
    throw isCut ? brokeOff() : wordsFor(context, deadline, error);
  } finally {
    body.destroy();
  }
}
