import type { Endpoint } from '../endpoints';
import { wellFormed } from '../text';
import { encryptContacts } from './encryption';
import { encodingOf, sendsText, type SignatureForm, sign } from './signature';

export type Parameters = Record<string, unknown>;

/** Who signs, and how: the common parameters of a request come from here (API §6). */
export interface Signer {
  /** `SYSUSER|<32 hex digits>`. */
  readonly userSn: string;
  readonly apiKey: string;
  readonly form: SignatureForm;
}

/** Set by the signer alone, whatever the caller sends (API §6). */
const COMMON: ReadonlySet<string> = new Set(['user_sn', 'api_key', 'url']);

/**
 * Completes an endpoint's own parameters: the common ones first, then its own, then the signature
 * over all of them (API §6 and §7). Parameters that are null or `undefined` are left out. Half an emoji, left
 * by a cut in the middle, becomes U+FFFD: PHP cannot read a request that has one.
 *
 * With `aes` set, `client_info_json` is encrypted here and nowhere earlier, because its key comes from
 * the user who is logged in (API §7.6).
 *
 * @param unsigned the endpoint's parameters that are left out of the signature
 * @throws {UnusableUserSn} when `aes` is set and the account's user_sn gives no key
 */
export function signParameters(
  { unsigned }: Pick<Endpoint, 'unsigned'>,
  own: Parameters,
  { userSn, apiKey, form }: Signer,
): Parameters {
  const parameters: Parameters = { user_sn: userSn, api_key: apiKey };
  for (const [name, value] of Object.entries(own)) {
    if (COMMON.has(name) || value === undefined || value === null) continue;
    // What is not signed keeps its type: a switch that the document calls one stays one.
    const asText = sendsText(form) && !unsigned.includes(name);
    parameters[name] = asText ? textOf(value) : typed(value);
  }
  const { aes, client_info_json: contacts } = parameters;
  if (isTrue(aes) && typeof contacts === 'string' && isClear(contacts)) {
    parameters.client_info_json = encryptContacts(contacts, userSn);
  }
  parameters.url = sign(parameters, { encoding: encodingOf(form), unsigned });
  return parameters;
}

/** A query string carries text only, and the platform signs the text that it receives. */
export function asText(parameters: Parameters): Parameters {
  return Object.fromEntries(
    Object.entries(parameters)
      .filter(([, value]) => value !== undefined && value !== null)
      .map(([name, value]) => [name, textOf(value)]),
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

function textOf(value: unknown): string {
  return wellFormed(typeof value === 'object' ? JSON.stringify(value) : String(value));
}

function typed(value: unknown): unknown {
  // A bigint has no JSON of its own, and a number that is none would be sent as null.
  if (typeof value === 'number' || typeof value === 'boolean') {
    return Number.isFinite(Number(value)) ? value : String(value);
  }
  return textOf(value);
}

function isTrue(aes: unknown): boolean {
  return aes === true || aes === 'true' || aes === '1' || aes === 1;
}

/** Base64 never begins so: whoever has encrypted the contacts already keeps what he has. */
function isClear(contacts: string): boolean {
  return /^\s*[[{]/.test(contacts);
}

/** A file to send, with its parameters around it (API §7.5). */
export class MultipartUpload {
  constructor(
    readonly parameters: Readonly<Record<string, unknown>>,
    readonly file: { readonly field: string; readonly name: string; readonly bytes: Uint8Array },
  ) {}
}

/**
 * Writes the parts as one body. It is given to HTTP as plain bytes with their own content type: n8n would
 * take a form for a stream that can be sent only once, and not send it again with a renewed key.
 */
export async function encodeMultipart(
  parameters: Readonly<Record<string, unknown>>,
  { file }: MultipartUpload,
): Promise<{ body: Uint8Array; contentType: string }> {
  const form = new FormData();
  for (const [name, value] of Object.entries(parameters)) form.append(name, String(value));
  form.append(file.field, new Blob([new Uint8Array(file.bytes)]), file.name);
  const encoded = new Response(form);
  return {
    body: new Uint8Array(await encoded.arrayBuffer()),
    contentType: encoded.headers.get('content-type') ?? 'multipart/form-data',
  };
}
