import type {
  ICredentialDataDecryptedObject,
  IDataObject,
  IHttpRequestOptions,
} from 'n8n-workflow';

import { endpointOf } from '../xiaoa/endpoints';
import { readAccount } from '../xiaoa/session/account';
import { encodeMultipart, MultipartUpload } from '../xiaoa/signing/multipart';
import { isUsable, keyFingerprint, parseSession } from '../xiaoa/session/session';
import { forgetLogin } from '../xiaoa/session/sharedLogin';
import { asText, signParameters } from '../xiaoa/signing/signParameters';
import {
  RENEW_SESSION,
  SESSION_HEADER,
  SessionMustBeRenewed,
  type SessionTicket,
} from '../xiaoa/session/ticket';

/** The request as its author wrote it, by the signed one: n8n may ask to sign a signed request again. */
const originals = new WeakMap<IHttpRequestOptions, IHttpRequestOptions>();

/**
 * Signs a request with the stored key (API §6 and §7).
 *
 * @throws {SessionMustBeRenewed} when there is no key that this account can use
 * @throws {IncompleteAccount}
 */
export async function authenticateRequest(
  credentials: ICredentialDataDecryptedObject,
  requested: IHttpRequestOptions,
): Promise<IHttpRequestOptions> {
  const options = originals.get(requested) ?? requested;
  const account = readAccount(credentials);
  const session = parseSession(credentials.sessionToken);
  const { [SESSION_HEADER]: header, ...headers } = options.headers ?? {};

  if (header === RENEW_SESSION) {
    // Taken off the request itself: n8n signs the same request again after the login.
    options.headers = headers;
    forgetLogin(account);
    throw new SessionMustBeRenewed('A login was asked for');
  }
  const ticket = header as SessionTicket | undefined;
  const fingerprint = session && keyFingerprint(session.apiKey);
  if (!session || !isUsable(session, account, Date.now()) || fingerprint === ticket?.refused) {
    throw new SessionMustBeRenewed('The stored key cannot be used any more');
  }
  if (ticket) ticket.used = fingerprint;

  const endpoint = endpointOf(options.url) ?? { unsigned: [] };
  const signer = { ...session, encoding: account.signatureEncoding };
  const signed: IHttpRequestOptions = { ...options, baseURL: account.baseUrl, headers };
  if ((options.method ?? 'GET') === 'GET') {
    signed.qs = signParameters(endpoint, asText(options.qs ?? {}), signer) as IDataObject;
  } else if (options.body instanceof MultipartUpload) {
    const fields = signParameters(endpoint, asText(options.body.parameters), signer);
    const { body, contentType } = await encodeMultipart(fields, options.body);
    signed.body = Buffer.from(body);
    signed.headers = { ...headers, 'Content-Type': contentType };
  } else {
    const own = (options.body ?? {}) as IDataObject;
    signed.body = signParameters(endpoint, own, signer) as IDataObject;
    signed.headers = { 'Content-Type': 'application/json;charset=utf-8', ...headers };
  }
  signed.headers = { Accept: 'application/json', ...signed.headers };
  originals.set(signed, options);
  return signed;
}
