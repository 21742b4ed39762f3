import type {
  IExecuteFunctions,
  IExecuteSingleFunctions,
  IHttpRequestOptions,
  ILoadOptionsFunctions,
  IPollFunctions,
} from 'n8n-workflow';

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
