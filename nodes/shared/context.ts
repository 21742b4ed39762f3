import type {
  IExecuteFunctions,
  IExecuteSingleFunctions,
  IHttpRequestOptions,
  ILoadOptionsFunctions,
  IPollFunctions,
} from 'n8n-workflow';

import { parseSession } from '../../xiaoa/session/session';

/** Every place of n8n from which a request to the platform can start. */
export type TransportContext =
  | IExecuteFunctions
  | IExecuteSingleFunctions
  | ILoadOptionsFunctions
  | IPollFunctions;

/** What n8n's own "Request Options" and domain limits add to a request. */
export type Connection = Pick<
  IHttpRequestOptions,
  'allowedDomains' | 'proxy' | 'skipSslCertificateValidation' | 'timeout'
>;

export const CREDENTIAL_TYPE = 'xiaoAApi';

/** The password and the stored key: what no text from outside may show. */
export async function secretsOf(context: TransportContext): Promise<string[]> {
  try {
    const credentials = await context.getCredentials(CREDENTIAL_TYPE);
    const apiKey = parseSession(credentials.sessionToken)?.apiKey;
    return [String(credentials.password ?? ''), apiKey ?? ''];
  } catch {
    return []; // No credential, hence no secret that could have come back.
  }
}
