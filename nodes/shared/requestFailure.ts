import { NodeApiError, type JsonObject } from 'n8n-workflow';

import type { Endpoint } from '../../xiaoa/endpoints';
import type { TransportContext } from './context';

/** What an error has to name, so that the user knows which of many requests it speaks of. */
export interface CallSite {
  readonly endpoint: Endpoint;
  readonly itemIndex?: number;
  /** For a write whose outcome is not known: where to look whether it was carried out. */
  readonly whereToLook?: string;
}

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

/** Made of plain words only: n8n keeps the cause of an error, and a request holds the key. */
export function nodeApiError(
  context: TransportContext,
  site: CallSite,
  failure: RequestFailure,
): NodeApiError {
  const { mayBeDone, httpCode } = failure.facts;
  const doubt = mayBeDone === true && site.endpoint.writes;
  const message = doubt ? `${failure.message}; it may have carried this out` : failure.message;
  const advice = doubt ? `${failure.description} ${unknownOutcome(site)}` : failure.description;
  const description = `${advice} [${site.endpoint.path}, API ${site.endpoint.section}]`.trim();
  const plain: JsonObject = { message, description };
  return new NodeApiError(context.getNode(), plain, {
    message,
    description,
    httpCode,
    itemIndex: site.itemIndex,
  });
}

function unknownOutcome({ whereToLook = 'Look in XiaoA whether it was done' }: CallSite): string {
  return `XiaoA may have carried out the request all the same, so it was not sent again: a second time could call people twice. ${whereToLook} before you run this again.`;
}
