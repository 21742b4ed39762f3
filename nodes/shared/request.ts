import { sleep } from 'n8n-workflow';

import { isSignatureCode, isStaleKeyCode, SUCCESS, WRONG_FORMAT } from '../../xiaoa/codes';
import { findEnvelope, MalformedAnswer, openEnvelope, type Envelope } from '../../xiaoa/envelope';
import { issueTicket } from '../../xiaoa/session/ticket';
import { backoff } from './backoff';
import { backgroundOf, type Call, type TransportContext } from './context';
import { Deadline } from './deadline';
import { DEFAULT_TIMEOUT_MS, exchange, isStopped, readText, type Answer } from './http';
import { followRedirects } from './redirects';
import { refusedKey } from './renewKey';
import {
  answerNotUnderstood,
  httpRefusal,
  noAnswer,
  platformRefusal,
  sessionLost,
  unforeseen,
} from './requestErrors';
import { nodeApiError, RequestFailure } from './requestFailure';
import { onceInRun } from './sentWrites';
import { stopped, TransportError } from './transportError';

export type { Call } from './context';

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
export type OpenAnswer<T> = (answer: Answer) => Promise<Opened<T>>;

const ATTEMPTS = 3;
const RENEWALS = 6;
/** Of an answer with an HTTP status of failure no more is read. */
const LARGEST_REFUSAL = 256 * 1024;

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
  const open = async <V>(answer: Answer, use: (envelope: Envelope) => V): Promise<Opened<V>> => {
    const envelope = openEnvelope(await readText(context, answer));
    return envelope.code === SUCCESS
      ? { accepted: true, value: use(envelope) }
      : { accepted: false, envelope };
  };
  return await inWords(context, request, async () => {
    if (!request.endpoint.writes) {
      const reading = async (answer: Answer) =>
        await open(answer, ({ data, total, msg }) => read(data, total, msg));
      return await attempts(context, request, reading);
    }
    const writing = async (answer: Answer) => await open(answer, (envelope) => envelope);
    const { data, total, msg } = await onceInRun(context, request, async () => {
      return await attempts(context, request, writing);
    });
    return read(data, total, msg);
  });
}

/**
 * As `call`, for answers that `open` takes apart itself.
 *
 * @throws {NodeApiError} for everything but what was asked for; no secret is in it
 */
export async function send<T>(
  context: TransportContext,
  request: Call,
  open: OpenAnswer<T>,
): Promise<T> {
  return await inWords(context, request, async () => await attempts(context, request, open));
}

async function inWords<T>(
  context: TransportContext,
  request: Call,
  ask: () => Promise<T>,
): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw nodeApiError(context, request, await asFailure(context, request, error));
  }
}

/**
 * The one road to the platform: signs, sends, renews the key when it has to, has the answer opened.
 * Reads are repeated within bounds when the way there or back fails; writes only if they never left, as when
 * the login before them failed: else the platform may have carried them out, and a second time would ring
 * people twice.
 *
 * @throws {RequestFailure}
 */
async function attempts<T>(
  context: TransportContext,
  request: Call,
  open: OpenAnswer<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await accepted(context, request, open);
    } catch (error) {
      const failure = await asFailure(context, request, error);
      if (attempt >= ATTEMPTS || !mayBeRepeated(request, failure)) return fail(failure);
      await sleep(backoff(attempt, failure.facts.retryAfterMs));
    }
  }
}

function mayBeRepeated({ endpoint }: Call, { facts }: RequestFailure): boolean {
  return facts.transient === true && (!endpoint.writes || facts.neverSent === true);
}

function fail(failure: Error): never {
  throw failure;
}

/**
 * Sends a request until the platform has no objection to its key and its signature. Sending again is safe for
 * writes too: these codes come before anything is done.
 */
async function accepted<T>(
  context: TransportContext,
  request: Call,
  open: OpenAnswer<T>,
): Promise<T> {
  const { endpoint, parameters, server, connection = {} } = request;
  let deadline: Deadline;
  const ticket = issueTicket({ endpoint, server, begin: () => deadline.start() });
  let unsigned: Refused | undefined;
  for (let renewals = 0; ; ) {
    if (isStopped(context)) throw stopped(false);
    deadline = new Deadline(connection.timeout ?? DEFAULT_TIMEOUT_MS);
    const sentAt = Date.now();
    let answer: Answer;
    try {
      answer = await exchange(context, parameters, connection, ticket, deadline);
    } catch (error) {
      return fail(
        unsigned && ticket.noFormLeft
          ? await refusal(context, request, unsigned)
          : (error as TransportError),
      );
    }
    if (endpoint.answersWithFile) answer = await followRedirects(context, request, answer);
    const opened = await openAtAnyStatus(context, request, answer, open);
    if (opened.accepted) return opened.value;

    const refused = { envelope: opened.envelope, status: answer.status };
    const { code } = opened.envelope;
    const malformed = code === WRONG_FORMAT && ticket.formKnown === false && hasTypes(request);
    if ((isSignatureCode(code) || malformed) && ticket.form !== undefined) {
      unsigned = refused;
      ticket.malformed = malformed;
      ticket.refusedForms.push(ticket.form);
    } else if (isStaleKeyCode(code)) {
      if (renewals >= RENEWALS) {
        throw sessionLost(request, opened.envelope, await backgroundOf(context));
      }
      renewals += 1;
      ticket.refused = await refusedKey(context, ticket.used, Date.now() - sentAt);
    } else {
      throw await refusal(context, request, refused);
    }
  }
}

/** Whether the parameters differ when all of them are sent as text. */
function hasTypes({ parameters, endpoint }: Call): boolean {
  return (
    endpoint.method === 'POST' &&
    Object.values(parameters).some((value) => typeof value === 'number')
  );
}

interface Refused {
  readonly envelope: Envelope;
  readonly status: number;
}

async function refusal(context: TransportContext, request: Call, { envelope, status }: Refused) {
  return platformRefusal(request, envelope, status, await backgroundOf(context));
}

/** Some servers send their JSON with an HTTP status of failure; only where there is none does the status speak. */
async function openAtAnyStatus<T>(
  context: TransportContext,
  request: Call,
  answer: Answer,
  open: OpenAnswer<T>,
): Promise<Opened<T>> {
  if (answer.status < 300) return await open(answer);
  const body = await readText(context, answer, LARGEST_REFUSAL).catch(() => undefined);
  const envelope = findEnvelope(body);
  if (envelope && envelope.code !== SUCCESS) return { accepted: false, envelope };
  if (envelope && !request.endpoint.answersWithFile) return await open({ ...answer, body });
  throw httpRefusal(request, answer, await backgroundOf(context));
}

async function asFailure(
  context: TransportContext,
  request: Call,
  error: unknown,
): Promise<RequestFailure> {
  if (error instanceof RequestFailure) return error;
  if (error instanceof TransportError) return noAnswer(error, await backgroundOf(context));
  if (error instanceof MalformedAnswer) {
    return answerNotUnderstood(request, error, await backgroundOf(context));
  }
  return unforeseen(error, await backgroundOf(context));
}
