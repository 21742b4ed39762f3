import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import { readAccount, type Account } from '../xiaoa/session/account';
import {
  formOf,
  isUsable,
  parseSession,
  sessionFingerprint,
  type Session,
} from '../xiaoa/session/session';
import { forgetLogin } from '../xiaoa/session/sharedLogin';
import {
  isTicket,
  RENEW_SESSION,
  SESSION_HEADER,
  SessionMustBeRenewed,
  SignatureRefused,
  type SessionTicket,
} from '../xiaoa/session/ticket';
import { formsFor, type SignatureForm } from '../xiaoa/signing/signature';
import { readRequest, type SignableRequest } from './signableRequest';
import { wish } from './wishes';

/** The request as its author wrote it, by the signed one: n8n may ask to sign a signed request again. */
const originals = new WeakMap<IHttpRequestOptions, IHttpRequestOptions>();

/**
 * Signs a request with the stored key (API §6 and §7).
 *
 * @throws {SessionMustBeRenewed} when there is no key that this account can use, or its form is in doubt
 * @throws {SignatureRefused} when the platform has refused every form in which this request can be signed
 * @throws {UnsignableRequest} when it leads elsewhere, or holds what cannot be signed
 * @throws {IncompleteAccount}
 */
export async function authenticateRequest(
  credentials: ICredentialDataDecryptedObject,
  requested: IHttpRequestOptions,
): Promise<IHttpRequestOptions> {
  wish(credentials, 'nothing');
  const options = originals.get(requested) ?? requested;
  const account = readAccount(credentials);
  const { [SESSION_HEADER]: header, ...headers } = options.headers ?? {};
  const ticket = isTicket(header) ? header : undefined;
  const request = readRequest({ ...options, headers }, account, ticket);

  if (header === RENEW_SESSION) {
    // Taken off the request itself: n8n signs the same request again after the login.
    options.headers = headers;
    forgetLogin(account);
    wish(credentials, 'proof');
    throw new SessionMustBeRenewed('A login was asked for');
  }
  const session = parseSession(credentials.sessionToken);
  if (!session || !isUsable(session, account, Date.now()) || isRefused(session, ticket)) {
    wish(credentials, 'login');
    throw new SessionMustBeRenewed('The stored key cannot be used any more');
  }
  const form = formFor(request, account, session, ticket);
  if (form === undefined) {
    wish(credentials, 'form');
    throw new SessionMustBeRenewed('The form of the signature is in doubt');
  }
  const signed = await request.sign({ userSn: session.userSn, apiKey: session.apiKey, form });
  if (ticket) {
    ticket.used = sessionFingerprint(session);
    ticket.form = form;
    ticket.formKnown = session.form !== undefined;
  }
  // n8n's HTTP Request node sends again with a new key, whatever has failed: never what may have been done.
  if (request.endpoint?.writes === false) wish(credentials, 'login');
  originals.set(signed, options);
  return signed;
}

function isRefused(session: Session, ticket: SessionTicket | undefined): boolean {
  return sessionFingerprint(session) === ticket?.refused;
}

/**
 * The form to sign in: the one of the session, unless the platform has refused it for this request. Then the
 * session's is looked into first, once; whatever comes of it, the request is tried in the forms that are left.
 *
 * @returns undefined when the session's form has to be looked into
 */
function formFor(
  request: SignableRequest,
  account: Account,
  session: Session,
  ticket: SessionTicket | undefined,
): SignatureForm | undefined {
  const current = formOf(session, account);
  if (!ticket?.refusedForms.includes(current)) return current;
  if (!ticket.formChecked) {
    ticket.formChecked = true;
    return undefined;
  }
  const { userSn, apiKey } = session;
  const signatureIn = (form: SignatureForm) => request.signature({ userSn, apiKey, form });
  const refused = new Set(ticket.refusedForms.map(signatureIn));
  const other = ticket.malformed
    ? undefined
    : formsFor(account.signature).find((form) => !refused.has(signatureIn(form)));
  if (other === undefined) {
    ticket.noFormLeft = true;
    throw new SignatureRefused('No form is left');
  }
  return other;
}
