import { createHash } from 'crypto';

import { endpointOf } from '../endpoints';
import type { SignatureChoice } from '../signing/signature';
import { visibleText } from '../text';

/** What a user enters to reach the platform, cleaned. */
export interface Account {
  /** Scheme, host, port and path prefix, without a slash or `/api` at the end. */
  readonly baseUrl: string;
  /** The way to log in: API §7.1, or an access ID on servers from 6.6 on. */
  readonly authentication: 'accessId' | 'password';
  /** The user name or the access ID. */
  readonly user: string;
  /** The password or the access secret. */
  readonly secret: string;
  readonly signature: SignatureChoice;
  /** Whether certificates that cannot be verified are taken. */
  readonly allowUnauthorizedCerts: boolean;
}

/** The account is not complete enough to try it. `description` says how to get on. */
export class IncompleteAccount extends Error {
  override readonly name = 'XiaoAIncompleteAccount';

  constructor(
    message: string,
    readonly description: string,
  ) {
    super(message);
  }
}

/**
 * Reads an account from stored credential fields.
 *
 * @throws {IncompleteAccount} when the base URL, the user or the secret cannot be used
 */
export function readAccount(fields: Readonly<Record<string, unknown>>): Account {
  const byAccessId = fields.authentication === 'accessId';
  const user = visibleText(text(byAccessId ? fields.accessId : fields.username));
  const secret = text(byAccessId ? fields.accessSecret : fields.password);
  if (user === '' || visibleText(secret) === '') {
    throw byAccessId
      ? new IncompleteAccount(
          'The XiaoA credential has no Access ID or no Access Secret',
          'Open the credential and fill in both, as XiaoA gave them to you.',
        )
      : new IncompleteAccount(
          'The XiaoA credential has no user name or no password',
          'Open the credential and fill in both, as you use them to sign in to XiaoA.',
        );
  }
  const { signatureEncoding: signature } = fields;
  return {
    baseUrl: cleanBaseUrl(text(fields.baseUrl), 'Base URL in the XiaoA credential'),
    authentication: byAccessId ? 'accessId' : 'password',
    user,
    // A secret is pasted; a password may begin or end with a blank.
    secret: byAccessId ? visibleText(secret) : secret,
    signature: signature === 'escaped' || signature === 'raw' ? signature : 'auto',
    allowUnauthorizedCerts: fields.allowUnauthorizedCerts === true,
  };
}

/** Everything in the fields that no text may show. */
export function secretsIn(fields: Readonly<Record<string, unknown>>): string[] {
  return [text(fields.password), text(fields.accessSecret)];
}

/**
 * Identifies who a key belongs to. A key whose owner differs from the account at hand is never used:
 * n8n keeps the stored key when somebody edits the address, the user or the secret.
 */
export function accountFingerprint({ baseUrl, authentication, user, secret }: Account): string {
  return createHash('sha256')
    .update(JSON.stringify([baseUrl, authentication, user, secret]))
    .digest('hex')
    .slice(0, 32);
}

function text(value: unknown): string {
  return value === undefined || value === null ? '' : String(value);
}

const LONGEST_URL = 2_000;

/**
 * Cleans the address of a platform. People paste it from the browser: with a slash, `/api`, a page or what
 * follows `?` and `#` at its end; all of these mean the same platform. A path before that stays.
 *
 * @param what names the field
 * @throws {IncompleteAccount} when it is not an address; what it holds is not repeated
 */
function cleanBaseUrl(address: string, what: string): string {
  const url = parsed(visibleText(address.slice(0, LONGEST_URL)));
  if (!url) {
    throw new IncompleteAccount(
      `The ${what} is not a web address`,
      'Enter the address that XiaoA gave you, beginning with http:// or https://, e.g. https://xiaoa.example.com:8088.',
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw new IncompleteAccount(
      `The ${what} contains a user name or a password (host ${url.host})`,
      'Remove everything between // and @. The user name and the password belong in their own fields.',
    );
  }
  return url.origin + platformRoot(withoutSlashes(url.pathname));
}

function platformRoot(path: string): string {
  const page = /\/(?:[^/]{1,100}\.html?|login)$/i;
  const root = endpointOf(path) ? path.slice(0, path.lastIndexOf('/api/')) : path;
  return withoutSlashes(root.replace(page, '').replace(/\/api$/i, ''));
}

function parsed(address: string): URL | undefined {
  if (!/^https?:\/\/[^/\s]/i.test(address) || /\s/.test(address)) return undefined;
  try {
    return new URL(address);
  } catch {
    return undefined;
  }
}

function withoutSlashes(path: string): string {
  let end = path.length;
  while (path[end - 1] === '/') end -= 1;
  return path.slice(0, end);
}
