import { byAccessId } from '../endpoints/login';
import { requiredText } from '../endpoints/params';
import type {
  ApiCall,
  Endpoint,
  FileAnswer,
  JsonAnswer,
  LoginEndpoint,
} from '../endpoints/endpoint';
import type { Exchange } from '../manners/manner';
import type { Manners } from '../manners/manners';
import { PlatformError } from '../platform/codes';
import type { Platform } from '../platform/platform';
import type { Account, RecordedRequest } from '../platform/types';
import type { Received } from '../wire/body';
import { signatureOf, signedJson } from '../wire/signature';

/**
 * What every request passes before its endpoint: method, form, signature, key, permission, in this
 * order. Whatever does not pass throws a PlatformError.
 */
export async function passAndAnswer(
  platform: Platform,
  manners: Manners,
  endpoint: Endpoint | LoginEndpoint,
  received: Received,
  request: RecordedRequest,
): Promise<JsonAnswer | FileAnswer> {
  if (request.method !== endpoint.method) throw new PlatformError(20001);
  if (!received.params) throw new PlatformError(20002);
  const { files, bodyLength } = received;
  const fileLength = Math.max(0, ...files.map(({ bytes }) => bytes.length));
  const exchange: Exchange = { platform, endpoint: endpoint.name, params: received.params };
  const sent = manners.received(received.params, { ...exchange, bodyLength, fileLength });
  if ('isLogin' in endpoint) {
    if (!byAccessId(platform, sent)) checkSignature(platform, manners, endpoint, sent);
    const params = manners.params(sent, exchange);
    return endpoint.answer({ platform, params, files, request });
  }
  requiredText(sent, 'user_sn');
  requiredText(sent, 'api_key');
  checkSignature(platform, manners, endpoint, sent);
  const params = manners.params(sent, exchange);
  const account = platform.accounts.check(
    requiredText(params, 'user_sn'),
    requiredText(params, 'api_key'),
  );
  checkPermission(platform, account, request.endpoint);
  return await endpoint.answer({ platform, params, files, request, account } satisfies ApiCall);
}

function checkSignature(
  platform: Platform,
  manners: Manners,
  { unsigned }: Endpoint | LoginEndpoint,
  params: ApiCall['params'],
): void {
  const signature = requiredText(params, 'url');
  const json = signedJson(manners.signed(params), unsigned, platform.behaviour.signatureEncoding);
  if (signature !== signatureOf(manners.signedJson(json))) throw new PlatformError(10001);
}

function checkPermission(platform: Platform, account: Account, path: string): void {
  const forbidden = platform.behaviour.forbidden[account.username] ?? [];
  if (forbidden.includes(path)) throw new PlatformError(20007);
}
