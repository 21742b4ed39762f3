import { PlatformError } from '../platform/codes';
import type { Received } from '../wire/body';
import type {
  ApiCall,
  Endpoint,
  FileAnswer,
  JsonAnswer,
  LoginEndpoint,
} from '../endpoints/endpoint';
import { requiredText } from '../endpoints/params';
import type { Platform } from '../platform/platform';
import { expectedSignature } from '../wire/signature';
import type { Account, RecordedRequest } from '../platform/types';

/**
 * What every request passes before its endpoint: method, form, signature, key, permission, in this
 * order. Whatever does not pass throws a PlatformError.
 */
export async function passAndAnswer(
  platform: Platform,
  endpoint: Endpoint | LoginEndpoint,
  received: Received,
  request: RecordedRequest,
): Promise<JsonAnswer | FileAnswer> {
  if (request.method !== endpoint.method) throw new PlatformError(20001);
  const { params, files } = received;
  if (!params) throw new PlatformError(20002);
  const signature = requiredText(params, 'url');
  const call = { platform, params, files, request };
  if ('isLogin' in endpoint) {
    checkSignature(platform, endpoint, params, signature);
    return endpoint.answer(call);
  }
  const userSn = requiredText(params, 'user_sn');
  const apiKey = requiredText(params, 'api_key');
  checkSignature(platform, endpoint, params, signature);
  const account = platform.accounts.check(userSn, apiKey);
  checkPermission(platform, account, request.endpoint);
  return await endpoint.answer({ ...call, account } satisfies ApiCall);
}

function checkSignature(
  platform: Platform,
  { unsigned }: Endpoint | LoginEndpoint,
  params: ApiCall['params'],
  signature: string,
): void {
  const expected = expectedSignature(params, unsigned, platform.behaviour.signatureEncoding);
  if (signature !== expected) throw new PlatformError(10001);
}

function checkPermission(platform: Platform, account: Account, path: string): void {
  const forbidden = platform.behaviour.forbidden[account.username] ?? [];
  if (forbidden.includes(path)) throw new PlatformError(20007);
}
