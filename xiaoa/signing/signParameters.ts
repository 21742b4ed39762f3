import { encryptContacts } from './encryption';
import { endpointOf } from '../endpoints';
import { sign } from './signature';
import { wellFormed } from '../text';
import type { Account } from '../session/account';
import type { Session } from '../session/session';

export type Parameters = Record<string, unknown>;

/**
 * Completes an endpoint's own parameters: the common ones first, then its own, then the signature
 * over all of them (API §6 and §7). Parameters that are `undefined` are left out. Half an emoji, left by a
 * cut in the middle, becomes U+FFFD: PHP cannot read a request that has one.
 *
 * With `aes` set, `client_info_json` is encrypted here and nowhere earlier, because its key comes from
 * the user who is logged in (API §7.6).
 *
 * @param path the endpoint's path, e.g. `/api/addJson`
 */
export function signParameters(
  path: string,
  own: Parameters,
  account: Account,
  session: Session,
): Parameters {
  const parameters: Parameters = { user_sn: session.userSn, api_key: session.apiKey };
  for (const [name, value] of Object.entries(own)) {
    if (value !== undefined)
      parameters[name] = typeof value === 'string' ? wellFormed(value) : value;
  }
  if (parameters.aes === true) {
    parameters.client_info_json = encryptContacts(
      String(parameters.client_info_json),
      session.userSn,
    );
  }
  const unsigned = endpointOf(path)?.unsigned;
  parameters.url = sign(parameters, { encoding: account.signatureEncoding, unsigned });
  return parameters;
}

/** A query string carries text only, and the platform signs the text that it receives. */
export function asText(parameters: Parameters): Parameters {
  return Object.fromEntries(
    Object.entries(parameters)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, String(value)]),
  );
}
