import type { IDataObject, IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';

import type { Endpoint } from '../../xiaoa/endpoints';
import type { MultipartUpload } from '../../xiaoa/signing/multipart';
import { SESSION_HEADER, type SessionTicket } from '../../xiaoa/session/ticket';
import type { Parameters } from '../../xiaoa/signing/signParameters';
import { CREDENTIAL_TYPE, type Connection, type TransportContext } from './context';
import { readTransportError } from './transportError';

export const DEFAULT_TIMEOUT_MS = 300_000;

/** What comes may be a file or the platform's JSON; and its length is only known when nothing packs it. */
const FILE_HEADERS = { Accept: '*/*', 'Accept-Encoding': 'identity' };

/**
 * One signed HTTP exchange. The platform answers 200 whatever happens, so every status comes back to
 * the caller. Redirects are not followed: a redirected POST would be sent twice or as a GET. Where a file
 * is asked for, the body of the answer is a stream, whatever comes.
 *
 * @throws {TransportError} when no answer came
 */
export async function exchange(
  context: TransportContext,
  endpoint: Endpoint,
  parameters: Parameters | MultipartUpload,
  connection: Connection,
  ticket: SessionTicket,
): Promise<IN8nHttpFullResponse> {
  const options: IHttpRequestOptions = {
    timeout: DEFAULT_TIMEOUT_MS,
    ...connection,
    method: endpoint.method,
    url: endpoint.path,
    [endpoint.method === 'GET' ? 'qs' : 'body']: parameters as IDataObject,
    // The ticket goes from here to the credential by reference; the credential takes it off.
    headers: {
      ...(endpoint.answersWithFile ? FILE_HEADERS : {}),
      [SESSION_HEADER]: ticket as IDataObject,
    },
    ...(endpoint.answersWithFile ? { encoding: 'stream' as const } : {}),
    disableFollowRedirect: true,
    ignoreHttpStatusErrors: true,
    returnFullResponse: true,
  };
  try {
    return (await context.helpers.httpRequestWithAuthentication.call(
      context,
      CREDENTIAL_TYPE,
      options,
    )) as IN8nHttpFullResponse;
  } catch (error) {
    throw readTransportError(error);
  }
}
