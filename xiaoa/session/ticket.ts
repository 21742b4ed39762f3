/**
 * How a request and the credential that signs it talk to each other. n8n hands nothing but the request
 * options from one to the other, so the ticket travels in a private header that is taken off before the
 * request is sent. It holds fingerprints, never keys.
 */
export interface SessionTicket {
  /** The key that the platform has just refused: it must not be used again. */
  refused?: string;
  /** Filled in by the credential: the key that the request was signed with. */
  used?: string;
}

export const SESSION_HEADER = 'x-xiaoa-session';

/** In place of a ticket: log in again, whatever is known. */
export const RENEW_SESSION = 'renew';

/**
 * Has the shape of an HTTP 401, which is what makes n8n run `preAuthentication`, store the new key and
 * sign the same request again. The platform itself answers 200 whatever happens.
 */
export class SessionMustBeRenewed extends Error {
  override readonly name = 'XiaoASessionMustBeRenewed';

  readonly response = { status: 401 } as const;
}
