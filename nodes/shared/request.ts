import { NodeApiError, sleep, type IN8nHttpFullResponse, type JsonObject } from 'n8n-workflow';

import { isStaleKeyCode, SUCCESS } from '../../xiaoa/codes';
import { MalformedAnswer, openEnvelope, type Envelope } from '../../xiaoa/envelope';
import type { MultipartUpload } from '../../xiaoa/signing/multipart';
import type { Parameters } from '../../xiaoa/signing/signParameters';
import type { SessionTicket } from '../../xiaoa/session/ticket';
import { backoff } from './backoff';
import { discard } from './byteStream';
import { secretsOf, type Connection, type TransportContext } from './context';
import { exchange } from './http';
import { refusedKey } from './renewKey';
import {
  answerNotUnderstood,
  httpRefusal,
  noAnswer,
  platformRefusal,
  sessionLost,
} from './requestErrors';
import { nodeApiError, RequestFailure, type CallSite } from './requestFailure';
import { TransportError } from './transportError';

export interface Call extends CallSite {
  /** The endpoint's own parameters, in the order in which they are to be signed. */
  readonly parameters: MultipartUpload | Parameters;
  readonly connection?: Connection;
}

/** What was asked for, or the platform's refusal. */
export type Opened<T> =
  | { readonly accepted: true; readonly value: T }
  | { readonly accepted: false; readonly envelope: Envelope };

/**
 * Takes an answer with a status below 300 apart.
 *
 * @throws {MalformedAnswer} when it is neither what was asked for nor a refusal
 * @throws {TransportError} when it broke off
 */
export type OpenAnswer<T> = (answer: IN8nHttpFullResponse) => Opened<T> | Promise<Opened<T>>;

const ATTEMPTS = 3;
const RENEWALS = 6;

/**
 * A call that the platform answers with its JSON envelope (API §4).
 *
 * @param read makes of the answer's `data`, with the total and the message beside it, what is wanted; throws
 * MalformedAnswer when it cannot be that
 * @throws {NodeApiError} for everything else than code 0 and such data; no secret is in it
 */
export async function call<T = unknown>(
  context: TransportContext,
  request: Call,
  read: (data: unknown, total: unknown, msg: string) => T = (data) => data as T,
): Promise<T> {
  return await send(context, request, ({ body }) => {
    const envelope = openEnvelope(body);
    return envelope.code === SUCCESS
      ? { accepted: true, value: read(envelope.data, envelope.total, envelope.msg) }
      : { accepted: false, envelope };
  });
}

/**
 * The one road to the platform: signs, sends, renews the key when it has to, has the answer opened.
 * Reads are repeated within bounds when the way there or back fails; writes only if they never left, as when
 * the login before them failed: else the platform may have carried them out, and a second time would ring
 * people twice.
 *
 * @throws {NodeApiError} for everything but what was asked for; no secret is in it
 */
export async function send<T>(
  context: TransportContext,
  request: Call,
  open: OpenAnswer<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await sendOnce(context, request, open);
    } catch (error) {
      const failure = await asFailure(context, request, error);
      if (!(failure instanceof RequestFailure)) throw failure;
      const { transient, neverSent, retryAfterMs } = failure.facts;
      const harmless = !request.endpoint.writes || neverSent === true;
      if (attempt >= ATTEMPTS || !transient || !harmless) {
        throw nodeApiError(context, request, failure);
      }
      await sleep(backoff(attempt, retryAfterMs));
    }
  }
}

/** Sends a request until the platform has no objection to the key. */
async function sendOnce<T>(
  context: TransportContext,
  request: Call,
  open: OpenAnswer<T>,
): Promise<T> {
  const { endpoint, parameters, connection = {} } = request;
  const ticket: SessionTicket = {};
  for (let renewal = 0; ; renewal++) {
    const sentAt = Date.now();
    const answer = await exchange(context, endpoint, parameters, connection, ticket);
    if (answer.statusCode >= 300) {
      discard(answer.body);
      throw httpRefusal(answer, await secretsOf(context));
    }
    const opened = await open(answer);
    if (opened.accepted) return opened.value;
    // Sending again is safe for writes too: these codes come before anything is done.
    if (!isStaleKeyCode(opened.envelope.code)) {
      throw platformRefusal(endpoint, opened.envelope, await secretsOf(context));
    }
    if (renewal >= RENEWALS) throw sessionLost();
    ticket.refused = await refusedKey(context, ticket.used, Date.now() - sentAt);
  }
}

async function asFailure(context: TransportContext, request: Call, error: unknown): Promise<Error> {
  if (error instanceof RequestFailure) return error;
  if (error instanceof TransportError) return noAnswer(error, await secretsOf(context));
  if (error instanceof MalformedAnswer) {
    return answerNotUnderstood(request.endpoint, error, await secretsOf(context));
  }
  return new NodeApiError(context.getNode(), error as JsonObject);
}
