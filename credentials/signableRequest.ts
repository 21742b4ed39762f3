import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import { endpointOf, type Endpoint } from '../xiaoa/endpoints';
import type { Account } from '../xiaoa/session/account';
import type { SessionTicket } from '../xiaoa/session/ticket';
import {
  encodeMultipart,
  MultipartUpload,
  asText,
  signParameters,
  type Parameters,
  type Signer,
} from '../xiaoa/signing/signParameters';
import { isRecord } from '../xiaoa/text';
import { isQueuedForm, textsOf, withTexts } from './queuedForm';

/** What n8n's HTTP Request node and older nodes hand over beside, or in place of, the newer options. */
type RequestOptions = IHttpRequestOptions & {
  uri?: string;
  form?: unknown;
  formData?: unknown;
  followRedirect?: boolean;
  followAllRedirects?: boolean;
  rejectUnauthorized?: boolean;
};

/** A request that can be signed, also several times in several ways. */
export interface SignableRequest {
  /** Undefined for an address that the API document does not have. */
  readonly endpoint: Endpoint | undefined;
  /** The signature alone. */
  signature(signer: Signer): string;
  /** The whole request, without changing the one that was read. */
  sign(signer: Signer): Promise<IHttpRequestOptions>;
}

/** The request leads where the key must not go, or holds what cannot be signed. Nothing was sent. */
export class UnsignableRequest extends Error {
  override readonly name = 'XiaoAUnsignableRequest';

  constructor(
    message: string,
    readonly description: string,
  ) {
    super(message);
  }
}

/**
 * Reads a request of this package's nodes, of n8n's HTTP Request node or of the credential's test.
 *
 * @throws {UnsignableRequest}
 */
export function readRequest(
  options: RequestOptions,
  account: Account,
  ticket: SessionTicket | undefined,
): SignableRequest {
  const target = targetOf(options, account, ticket);
  const endpoint = ticket?.endpoint ?? endpointOf(target.pathname);
  const asQuery = ['GET', 'HEAD'].includes((options.method ?? 'GET').toUpperCase());
  const content = asQuery ? queryOf(target, options) : bodyOf(options);
  const own = (signer: Signer) =>
    signParameters(endpoint ?? { unsigned: [] }, content.parameters, signer);
  if (asQuery) target.search = '';
  const common: RequestOptions = {
    ...options,
    ...(options.uri !== undefined && options.url === undefined
      ? { uri: target.href }
      : { url: target.href }),
    // A redirect would take the key along to wherever it leads.
    disableFollowRedirect: true,
    followRedirect: false,
    followAllRedirects: false,
    ...(account.allowUnauthorizedCerts
      ? { skipSslCertificateValidation: true, rejectUnauthorized: false }
      : {}),
  };
  delete common.baseURL;
  return {
    endpoint,
    signature: (signer) => String(own(signer).url),
    sign: async (signer) => {
      const { contentType, ...rest } = await content.write(own(signer));
      const headers = headersOf(options.headers, endpoint, contentType);
      const signal = anyOf(options.abortSignal as AbortSignal | undefined, ticket?.begin());
      return {
        ...common,
        ...rest,
        headers,
        ...(signal ? { abortSignal: signal } : {}),
      } as IHttpRequestOptions;
    },
  };
}

/** A relative address belongs to the Base URL; an absolute one must lead there. */
function targetOf({ url, uri }: RequestOptions, account: Account, ticket?: SessionTicket): URL {
  const address = String(url ?? uri ?? '');
  if (ticket) return new URL((ticket.server ?? account.baseUrl) + ticket.endpoint.path);
  const isAbsolute = /^\s*(?:[a-z][a-z\d+.-]{0,20}:|[\\/]{2})/i.test(address);
  const target = parsedUrl(isAbsolute ? address : joined(account.baseUrl, address));
  if (target.origin !== new URL(account.baseUrl).origin || target.username !== '') {
    throw new UnsignableRequest(
      'The address is not that of the XiaoA credential',
      `Nothing was sent: the API key is for ${new URL(account.baseUrl).origin} only. Use an address that begins with the Base URL of the credential.`,
    );
  }
  return target;
}

function joined(baseUrl: string, path: string): string {
  return `${baseUrl}${path.startsWith('/') ? '' : '/'}${path}`;
}

function parsedUrl(address: string): URL {
  try {
    return new URL(address);
  } catch {
    throw notAnAddress();
  }
}

function notAnAddress(): UnsignableRequest {
  return new UnsignableRequest(
    'The address of the request is not a web address',
    'Nothing was sent. Use the Base URL of the XiaoA credential and a path such as /api/index.',
  );
}

interface Content {
  readonly parameters: Parameters;
  /** Puts the signed parameters where the request has them. */
  write(
    signed: Parameters,
  ):
    | (Partial<RequestOptions> & { contentType?: string })
    | Promise<Partial<RequestOptions> & { contentType?: string }>;
}

function queryOf(target: URL, { qs }: RequestOptions): Content {
  const parameters = asText({ ...Object.fromEntries(target.searchParams), ...(qs ?? {}) });
  return { parameters, write: (signed) => ({ qs: signed as IDataObject }) };
}

const JSON_TYPE = 'application/json;charset=utf-8';

function bodyOf({ body, form, formData, headers }: RequestOptions): Content {
  if (body instanceof MultipartUpload) {
    return {
      parameters: asText(body.parameters),
      write: async (signed) => {
        const encoded = await encodeMultipart(signed, body);
        return { body: Buffer.from(encoded.body), contentType: encoded.contentType };
      },
    };
  }
  if (formData !== undefined) return multipartOf(formData);
  if (form !== undefined) {
    const parameters = asText(typeof form === 'string' ? pairs(form) : recordOf(form));
    return { parameters, write: (signed) => ({ form: signed, body: undefined }) };
  }
  const isForm = headerOf(headers, 'content-type')?.startsWith('application/x-www-form-urlencoded');
  if (isForm || body instanceof URLSearchParams) {
    const given = body instanceof URLSearchParams ? body.toString() : body;
    const parameters = asText(typeof given === 'string' ? pairs(given) : recordOf(given ?? {}));
    return {
      parameters,
      write: (signed) => ({
        body: signed as IDataObject,
        contentType: 'application/x-www-form-urlencoded',
      }),
    };
  }
  const parameters = typeof body === 'string' ? parsedJson(body) : recordOf(body ?? {});
  return {
    parameters,
    write: (signed) => ({ body: signed as IDataObject, contentType: JSON_TYPE }),
  };
}

/** Text is signed, files are not (API §7.5). */
function multipartOf(formData: unknown): Content {
  if (isQueuedForm(formData)) {
    return {
      parameters: asText(textsOf(formData)),
      write: (signed) => ({ formData: withTexts(formData, signed), body: undefined }),
    };
  }
  const fields = Object.entries(recordOf(formData));
  const isText = (value: unknown) => typeof value !== 'object' || value === null;
  const texts = fields.filter(([, value]) => isText(value));
  const files = fields.filter(([, value]) => !isText(value));
  return {
    parameters: asText(Object.fromEntries(texts)),
    write: (signed) => ({
      formData: { ...signed, ...Object.fromEntries(files) },
      body: undefined,
    }),
  };
}

function recordOf(value: unknown): Parameters {
  const { append, pipe } = (value ?? {}) as { append?: unknown; pipe?: unknown };
  const isOther = value instanceof Uint8Array || append !== undefined || pipe !== undefined;
  if (isRecord(value) && !isOther) return value;
  throw new UnsignableRequest(
    "The body of the request can't be signed",
    'Nothing was sent. Send the parameters as JSON, as form fields or as a multipart form, not as a file, a list or a stream.',
  );
}

function parsedJson(text: string): Parameters {
  if (text.trim() === '') return {};
  try {
    return recordOf(JSON.parse(text));
  } catch {
    return recordOf(text);
  }
}

function pairs(text: string): Parameters {
  return Object.fromEntries(new URLSearchParams(text));
}

function headersOf(
  given: IDataObject = {},
  endpoint: Endpoint | undefined,
  contentType: string | undefined,
): IDataObject {
  const accept = endpoint?.answersWithFile ? '*/*' : 'application/json';
  const others = Object.entries(given).filter(
    ([name]) => contentType === undefined || name.toLowerCase() !== 'content-type',
  );
  return {
    ...(headerOf(given, 'accept') === undefined ? { Accept: accept } : {}),
    ...Object.fromEntries(others),
    ...(contentType === undefined ? {} : { 'Content-Type': contentType }),
  };
}

function headerOf(headers: IDataObject = {}, wanted: string): string | undefined {
  const found = Object.entries(headers).find(([name]) => name.toLowerCase() === wanted);
  return found && String(found[1]).toLowerCase();
}

function anyOf(...signals: Array<AbortSignal | undefined>): AbortSignal | undefined {
  const present = signals.filter((signal) => signal !== undefined);
  return present.length > 1 ? AbortSignal.any(present) : present[0];
}
