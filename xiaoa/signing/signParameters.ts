import { encryptContacts } from './encryption';
import type { Endpoint } from '../endpoints';
import { sign, type SignatureEncoding } from './signature';
import { wellFormed } from '../text';

export type Parameters = Record<string, unknown>;

/** Who signs, and how: the common parameters of a request come from here (API §6). */
export interface Signer {
  /** `SYSUSER|<32 hex digits>`. */
  readonly userSn: string;
  readonly apiKey: string;
  readonly encoding: SignatureEncoding;
}

/**
 * Completes an endpoint's own parameters: the common ones first, then its own, then the signature
 * over all of them (API §6 and §7). Parameters that are `undefined` are left out. Half an emoji, left by a
 * cut in the middle, becomes U+FFFD: PHP cannot read a request that has one.
 *
 * With `aes` set, `client_info_json` is encrypted here and nowhere earlier, because its key comes from
 * the user who is logged in (API §7.6).
 *
 * @param unsigned the endpoint's parameters that are left out of the signature
 */
export function signParameters(
  { unsigned }: Pick<Endpoint, 'unsigned'>,
  own: Parameters,
  { userSn, apiKey, encoding }: Signer,
): Parameters {
  const parameters: Parameters = { user_sn: userSn, api_key: apiKey };
  for (const [name, value] of Object.entries(own)) {
    if (value !== undefined)
      parameters[name] = typeof value === 'string' ? wellFormed(value) : value;
  }
  if (parameters.aes === true) {
    parameters.client_info_json = encryptContacts(String(parameters.client_info_json), userSn);
  }
  parameters.url = sign(parameters, { encoding, unsigned });
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

/**
 * The whole address of a GET endpoint, signed with the key in it: whoever has the address can use it as
 * long as the key lives.
 *
 * @source API §7.11, §7.12
 */
export function signedUrl(
  baseUrl: string,
  endpoint: Endpoint,
  own: Parameters,
  signer: Signer,
): string {
  const query = Object.entries(signParameters(endpoint, asText(own), signer))
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`)
    .join('&');
  return `${baseUrl}${endpoint.path}?${query}`;
}
