import type {
  IExecuteFunctions,
  IExecuteSingleFunctions,
  IHttpRequestOptions,
  ILoadOptionsFunctions,
  IPollFunctions,
} from 'n8n-workflow';

import type { Endpoint } from '../../xiaoa/endpoints';
import { readAccount, secretsIn } from '../../xiaoa/session/account';
import { parseSession } from '../../xiaoa/session/session';
import type { SignatureChoice } from '../../xiaoa/signing/signature';
import type { MultipartUpload, Parameters } from '../../xiaoa/signing/signParameters';

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

/** What an error has to name, so that the user knows which of many requests it speaks of. */
export interface CallSite {
  readonly endpoint: Endpoint;
  readonly itemIndex?: number;
  /** For a write whose outcome is not known: where to look whether it was carried out. */
  readonly whereToLook?: string;
}

/** One request to the platform. */
export interface Call extends CallSite {
  /** The endpoint's own parameters, in the order in which they are to be signed. */
  readonly parameters: MultipartUpload | Parameters;
  readonly connection?: Connection;
  /** The address of another server to ask in place of the credential's, cleaned as a Base URL is. */
  readonly server?: string;
}

export const CREDENTIAL_TYPE = 'xiaoAApi';

/** What the words about a failed request depend on, and what they must not hold. */
export interface Background {
  readonly baseUrl: string;
  readonly secrets: readonly string[];
  readonly signature: SignatureChoice;
  readonly allowUnauthorizedCerts: boolean;
}

const NO_CREDENTIAL: Background = {
  baseUrl: '',
  secrets: [],
  signature: 'auto',
  allowUnauthorizedCerts: false,
};

/** Reads the credential of a request that has failed. */
export async function backgroundOf(context: TransportContext): Promise<Background> {
  try {
    const stored = await context.getCredentials(CREDENTIAL_TYPE);
    const apiKey = parseSession(stored.sessionToken)?.apiKey ?? '';
    const { baseUrl, signature, allowUnauthorizedCerts } = readAccount(stored);
    const secrets = [...secretsIn(stored), apiKey];
    return { baseUrl, signature, allowUnauthorizedCerts, secrets };
  } catch {
    return NO_CREDENTIAL; // Hence no secret that could have come back.
  }
}
