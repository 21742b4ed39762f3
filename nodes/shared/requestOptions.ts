import {
  NodeOperationError,
  type IExecuteFunctions,
  type IHttpRequestOptions,
  type INode,
} from 'n8n-workflow';

import type { Connection } from './context';

/** What n8n has put into a declarative request before the node's own code runs. */
export function connectionOf(options: object): Connection {
  const { allowedDomains, proxy, skipSslCertificateValidation, timeout } =
    options as Partial<IHttpRequestOptions>;
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
  return connectionOf({
    timeout: chosen.timeout || undefined,
    skipSslCertificateValidation: chosen.allowUnauthorizedCerts || undefined,
    proxy: chosen.proxy ? readProxy(context.getNode(), chosen.proxy, itemIndex) : undefined,
  });
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
