import { NodeApiError, type JsonObject } from 'n8n-workflow';

import type { CallSite, TransportContext } from './context';

export interface FailureFacts {
  readonly httpCode?: string;
  /** Whether the platform may have carried the request out. */
  readonly mayBeDone?: boolean;
  /** Whether the same request may succeed a moment later. */
  readonly transient?: boolean;
  /** Whether the platform knows nothing of the request. */
  readonly neverSent?: boolean;
  /** How long the platform asks to be left alone, in milliseconds. */
  readonly retryAfterMs?: number;
  /** Whether the request was refused for its size alone: nothing was done, and smaller ones may pass. */
  readonly tooLarge?: boolean;
}

/**
 * A request that did not give what was asked for, in words for the user and without a secret. It is thrown
 * where it happens, and becomes one of n8n's errors only when nothing more is tried.
 */
export class RequestFailure extends Error {
  override readonly name = 'XiaoARequestFailure';

  constructor(
    message: string,
    readonly description: string,
    readonly facts: FailureFacts = {},
  ) {
    super(message);
  }
}

/** What an error of n8n's was made of. Not kept on the error: n8n stores all that it finds there. */
const failures = new WeakMap<Error, RequestFailure>();

/** What is known of a failed request, from the error that `call` has thrown. */
export function failureOf(error: unknown): RequestFailure | undefined {
  return error instanceof Error ? failures.get(error) : undefined;
}

/** Whether a write was refused for its size alone: nothing was done, and smaller parts may pass. */
export function isTooLarge(error: unknown): boolean {
  return failureOf(error)?.facts.tooLarge === true;
}

/** Made of plain words only: n8n keeps the cause of an error, and a request holds the key. */
export function nodeApiError(
  context: TransportContext,
  site: CallSite,
  failure: RequestFailure,
): NodeApiError {
  const doubt = failure.facts.mayBeDone === true && site.endpoint.writes;
  const message = doubt ? `${failure.message}; the request may have gone through` : failure.message;
  const description = doubt
    ? `${failure.description} ${unknownOutcome(site)}`.trim()
    : failure.description;
  const plain: JsonObject = { message, description };
  const error = new NodeApiError(context.getNode(), plain, {
    message,
    description,
    httpCode: failure.facts.httpCode,
    itemIndex: site.itemIndex,
  });
  // n8n puts words of its own in the place of a message that holds a name such as EPERM.
  error.message = message;
  error.description = description;
  error.messages = [`${site.endpoint.path} (API ${site.endpoint.section})`];
  failures.set(error, failure);
  return error;
}

function unknownOutcome({ whereToLook = 'Look in XiaoA whether it was done' }: CallSite): string {
  return `XiaoA may have carried out the request, so it wasn't sent again: a second time could call people twice. ${whereToLook} before you run this again.`;
}
