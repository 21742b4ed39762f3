import { NodeApiError, sleep, type IN8nHttpFullResponse, type JsonObject } from 'n8n-workflow';

import { isStaleKeyCode, SERVER_FAULT } from '../../xiaoa/codes';
import type { Endpoint } from '../../xiaoa/endpoints';
import { MalformedAnswer, type Envelope } from '../../xiaoa/envelope';
import { isPassingStatus } from '../../xiaoa/httpStatus';
import type { MultipartUpload } from '../../xiaoa/signing/multipart';
import type { Parameters } from '../../xiaoa/signing/signParameters';
import type { SessionTicket } from '../../xiaoa/session/ticket';
import {
  answerNotUnderstood,
  httpRefusal,
  noAnswer,
  platformRefusal,
  sessionLost,
  type CallSite,
} from './requestErrors';
import { discard } from './byteStream';
import type { Connection, TransportContext } from './context';
import { exchange } from './exchange';
import { LostExchange } from './transportError';
import { backoff, retryAfter } from './backoff';
import { refusedKey } from './refusedKey';

export interface Call extends CallSite {
  readonly endpoint: Endpoint;
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
 * @throws {LostExchange} when it broke off
 */
export type OpenAnswer<T> = (answer: IN8nHttpFullResponse) => Opened<T> | Promise<Opened<T>>;

const ATTEMPTS = 3;
const RENEWALS = 6;

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
    const outcome = await attemptCall(context, request, open);
    if (outcome.done) return outcome.value;
    const harmless = !request.endpoint.writes || outcome.neverSent === true;
    if (attempt >= ATTEMPTS || !outcome.transient || !harmless) throw await outcome.error();
    await sleep(backoff(attempt, outcome.retryAfterMs));
  }
}

interface Failed {
  done: false;
  transient: boolean;
  /** Whether the platform knows nothing of the request. */
  neverSent?: boolean;
  retryAfterMs?: number;
  error: () => Promise<Error>;
}

async function attemptCall<T>(
  context: TransportContext,
  request: Call,
  open: OpenAnswer<T>,
): Promise<{ done: true; value: T } | Failed> {
  let envelope: Envelope;
  try {
    const ticket: SessionTicket = {};
    for (let renewal = 0; ; renewal++) {
      const sentAt = Date.now();
      const answer = await exchange(
        context,
        request.endpoint,
        request.parameters,
        request.connection ?? {},
        ticket,
      );
      if (answer.statusCode >= 300) return refusedByHttp(context, request, answer);
      const opened = await open(answer);
      if (opened.accepted) return { done: true, value: opened.value };
      envelope = opened.envelope;
      // Sending again is safe for writes too: these codes come before anything is done.
      if (!isStaleKeyCode(envelope.code)) break;
      if (renewal >= RENEWALS) {
        return { done: false, transient: false, error: () => sessionLost(context, request) };
      }
      ticket.refused = await refusedKey(context, ticket.used, Date.now() - sentAt);
    }
  } catch (error) {
    if (error instanceof LostExchange) {
      return {
        done: false,
        transient: error.transient,
        neverSent: !error.mayHaveArrived,
        error: () => noAnswer(context, request, error),
      };
    }
    if (error instanceof MalformedAnswer) {
      return {
        done: false,
        transient: true,
        error: () => answerNotUnderstood(context, request, error),
      };
    }
    const unforeseen = new NodeApiError(context.getNode(), error as JsonObject);
    return { done: false, transient: false, error: async () => unforeseen };
  }
  return {
    done: false,
    transient: envelope.code === SERVER_FAULT,
    error: () => platformRefusal(context, request, envelope),
  };
}

function refusedByHttp(
  context: TransportContext,
  request: Call,
  answer: IN8nHttpFullResponse,
): Failed {
  discard(answer.body);
  return {
    done: false,
    transient: isPassingStatus(answer.statusCode),
    retryAfterMs: retryAfter(answer.headers['retry-after'], Date.now()),
    error: () => httpRefusal(context, request, answer),
  };
}
