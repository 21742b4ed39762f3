import type { Endpoint } from '../endpoints';
import type { SignatureForm } from '../signing/signature';

/**
 * How a request and the credential that signs it talk to each other. n8n hands nothing but the request
 * options from one to the other, so the ticket travels in a private header that is taken off before the
 * request is sent. It holds fingerprints, never keys.
 */
export interface SessionTicket {
  readonly endpoint: Endpoint;
  /** The session whose key the platform has just refused: it must not be used again. */
  refused?: string;
  /** Filled in by the credential: the session that the request was signed with. */
  used?: string;
  /** The forms in which the platform has refused the signature of this very request. */
  readonly refusedForms: SignatureForm[];
  /** Filled in by the credential: the form that the request was signed in. */
  form?: SignatureForm;
  /** Filled in by the credential: whether the server has shown before that it takes this form. */
  formKnown?: boolean;
  /** The platform calls a parameter malformed, which only another form of the session could explain. */
  malformed?: boolean;
  /** Filled in by the credential: whether the form of the session has been looked into. */
  formChecked?: boolean;
  /** Filled in by the credential: the platform has refused every form in which the request can be signed. */
  noFormLeft?: boolean;
  /** Another server than the Base URL's that may see the key, e.g. that of the recordings. */
  readonly server?: string;
  /** Called by the credential when it hands the request over for sending; its result gives the request up. */
  readonly begin: () => AbortSignal;
}

export const SESSION_HEADER = 'x-xiaoa-session';

/** In place of a ticket: log in again, whatever is known. */
export const RENEW_SESSION = 'renew';

/** No JSON that a user can write has such a member. */
const BRAND = Symbol.for('n8n-nodes-xiaoa.ticket');

export function issueTicket(ticket: Omit<SessionTicket, 'refusedForms'>): SessionTicket {
  return Object.assign({ refusedForms: [], ...ticket }, { [BRAND]: true });
}

export function isTicket(header: unknown): header is SessionTicket {
  return typeof header === 'object' && header !== null && BRAND in header;
}

/**
 * Has the shape of an HTTP 401, which is what makes n8n run `preAuthentication`, store the new key and
 * sign the same request again. The platform itself answers 200 whatever happens.
 */
export class SessionMustBeRenewed extends Error {
  override readonly name = 'XiaoASessionMustBeRenewed';

  readonly response = { status: 401 } as const;
}

/** The platform has refused the request in every form in which it can be signed. */
export class SignatureRefused extends Error {
  override readonly name = 'XiaoASignatureRefused';
}
