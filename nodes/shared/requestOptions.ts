import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

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
    proxy: chosen.proxy ? readProxy(chosen.proxy) : undefined,
  });
}

function readProxy(address: string): IHttpRequestOptions['proxy'] {
  const { hostname, port, protocol, username, password } = new URL(address);
  return {
    host: hostname,
    port: Number(port),
    protocol: protocol.replace(/:$/, ''),
    ...(username
      ? { auth: { username: decodeURIComponent(username), password: decodeURIComponent(password) } }
      : {}),
  };
}
