import type { Endpoint } from '../endpoints';
import type { Account } from '../session/account';
import type { Session } from '../session/session';
import { asText, signParameters, type Parameters } from './signParameters';

/**
 * The whole address of a GET endpoint, signed with the key in it: whoever has the address can use it as
 * long as the key lives.
 *
 * @source API §7.11, §7.12
 */
export function signedUrl(
  endpoint: Endpoint,
  own: Parameters,
  account: Account,
  session: Session,
): string {
  const parameters = signParameters(endpoint.path, asText(own), account, session);
  const query = Object.entries(parameters)
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`)
    .join('&');
  return `${account.baseUrl}${endpoint.path}?${query}`;
}
