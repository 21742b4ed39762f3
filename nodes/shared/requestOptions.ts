import {
  NodeOperationError,
  type IExecuteFunctions,
  type IHttpRequestOptions,
  type INode,
  type INodeProperties,
} from 'n8n-workflow';

import { isBlank } from '../../xiaoa/values';
import type { Connection } from './context';
import { readParameter, type ParameterSite } from './parameters';

/** As n8n describes it; none, and 0, stand for n8n's own limit. */
const TIMEOUT: INodeProperties = {
  displayName: 'Timeout',
  name: 'timeout',
  type: 'number',
  typeOptions: { minValue: 0 },
  default: 0,
};

/**
 * What n8n has put into a declarative request before the node's own code runs.
 *
 * @throws {NodeOperationError} when the timeout is no number
 */
export function connectionOf(options: object, site: ParameterSite): Connection {
  const { allowedDomains, proxy, skipSslCertificateValidation, ...more } =
    options as Partial<IHttpRequestOptions>;
  const given = isBlank(more.timeout) ? 0 : readParameter(site, TIMEOUT, more.timeout);
  const timeout = given || undefined;
  return Object.fromEntries(
    Object.entries({ allowedDomains, proxy, skipSslCertificateValidation, timeout }).filter(
      ([, value]) => value !== undefined,
    ),
  );
}

interface RequestOptions {
  allowUnauthorizedCerts?: boolean;
  proxy?: string;
  timeout?: number;
}

/** n8n adds "Request Options" to every declarative node, but applies it only to its own routing. */
export function connectionFromRequestOptions(
  context: IExecuteFunctions,
  itemIndex = 0,
): Connection {
  const chosen = context.getNodeParameter('requestOptions', itemIndex, {}) as RequestOptions;
  const node = context.getNode();
  const options = {
    timeout: chosen.timeout,
    skipSslCertificateValidation: chosen.allowUnauthorizedCerts || undefined,
    proxy: chosen.proxy ? readProxy(node, chosen.proxy, itemIndex) : undefined,
  };
  return connectionOf(options, { node, itemIndex });
}

/** In n8n's own words, which its routing uses (its node's Request Options are read by it alone). */
function readProxy(node: INode, address: unknown, itemIndex: number): IHttpRequestOptions['proxy'] {
  const url = parsedProxy(String(address).trim());
  const missing = url ? 'port' : 'host';
  const port = url?.port || usualPort(String(address));
  if (!url || port === undefined) {
    throw new NodeOperationError(node, 'The proxy is not valid', {
      itemIndex,
      description: `The proxy URL does not contain a valid value for "${missing}"`,
    });
  }
  const { hostname, protocol, username, password } = url;
  return {
    host: hostname,
    port: Number(port),
    protocol: protocol.replace(/:$/, ''),
    ...(username
      ? { auth: { username: decodeURIComponent(username), password: decodeURIComponent(password) } }
      : {}),
  };
}

/** A URL forgets a port that is the usual one, and n8n wants it all the same. */
function usualPort(address: string): string | undefined {
  return /:(80|443)\/?\s*$/.exec(address)?.[1];
}

function parsedProxy(address: string): URL | undefined {
  if (!/^https?:\/\/[^/]/i.test(address)) return undefined;
  try {
    return new URL(address);
  } catch {
    return undefined;
  }
}
