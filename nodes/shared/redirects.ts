import { targetOf } from '../../xiaoa/session/login';
import { backgroundOf, type Call, type TransportContext } from './context';
import { discard } from './byteStream';
import { Deadline } from './deadline';
import { fetchPlain, type Answer } from './http';
import { RequestFailure } from './requestFailure';

/** A file may be on another server, which may have moved; more than that is a circle. */
const MOST_REDIRECTS = 5;

/** What a server repeats of the signed request when it redirects it. */
const SIGNED_WITH = ['user_sn', 'api_key', 'url'];

/**
 * Follows the redirects of a file to where it is. Nothing is added to the addresses that the server gives, and what
 * they repeat of the signed request goes to the platform's own host alone.
 *
 * @returns the first answer that is no redirect, or the one given if it names no place
 * @throws {RequestFailure} when they lead in a circle, or an address holds the key in a way that can't be removed
 * @throws {TransportError}
 */
export async function followRedirects(
  context: TransportContext,
  { connection = {}, server }: Call,
  first: Answer,
): Promise<Answer> {
  let answer = first;
  let from: URL | undefined;
  for (let hops = 0; ; hops++) {
    const { status, headers, body } = answer;
    const { location } = headers;
    if (status < 300 || status >= 400 || typeof location !== 'string') return answer;
    discard(body);
    const { baseUrl, secrets, allowUnauthorizedCerts } = await backgroundOf(context);
    const home = new URL(server ?? baseUrl);
    from ??= home;
    const target = nextAddress(location, from);
    if (!target || hops >= MOST_REDIRECTS) {
      throw new RequestFailure(
        target ? 'XiaoA redirects the download in a loop' : "XiaoA's redirect leads nowhere",
        `The last redirect (HTTP ${status}) points to ${targetOf(location, from.href)}. Ask XiaoA where its recordings are.`,
        { httpCode: String(status) },
      );
    }
    if (!isSameHost(target, home)) {
      for (const name of SIGNED_WITH) target.searchParams.delete(name);
      if (holdsAny(target.href, secrets)) {
        throw new RequestFailure(
          `XiaoA redirects the download to ${target.host} and gives away the API key`,
          'The redirect was not followed: the key is meant for XiaoA only. Ask XiaoA to fix its server.',
          { httpCode: String(status) },
        );
      }
    }
    from = target;
    const insecure = allowUnauthorizedCerts ? { skipSslCertificateValidation: true } : {};
    answer = await fetchPlain(
      context,
      target.href,
      { ...connection, ...insecure },
      new Deadline(answer.deadline.ms),
    );
  }
}

function nextAddress(location: string, from: URL): URL | undefined {
  try {
    const target = new URL(location, from);
    return ['http:', 'https:'].includes(target.protocol) && target.username === ''
      ? target
      : undefined;
  } catch {
    return undefined;
  }
}

/** The same server, or the secure door of it. */
function isSameHost(target: URL, base: URL): boolean {
  if (target.origin === base.origin) return true;
  const isSecured = base.protocol === 'http:' && target.protocol === 'https:';
  return isSecured && target.hostname === base.hostname;
}

function holdsAny(address: string, secrets: readonly string[]): boolean {
  let decoded = address;
  try {
    decoded = decodeURIComponent(address);
  } catch {
    // As it is, then.
  }
  return secrets.some(
    (secret) => secret.length >= 4 && (address.includes(secret) || decoded.includes(secret)),
  );
}
