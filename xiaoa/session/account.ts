import { createHash } from 'crypto';

import type { SignatureEncoding } from '../signing/signature';

/** What a user enters to reach the platform, cleaned. */
export interface Account {
  /** Scheme, host and port, without a slash or `/api` at the end. */
  readonly baseUrl: string;
  readonly username: string;
  readonly password: string;
  readonly signatureEncoding: SignatureEncoding;
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
 * @throws {IncompleteAccount} when the base URL, user name or password cannot be used
 */
export function readAccount(fields: Readonly<Record<string, unknown>>): Account {
  const username = String(fields.username ?? '').trim();
  const password = String(fields.password ?? '');
  if (username === '' || password === '') {
    throw new IncompleteAccount(
      'The XiaoA credential has no user name or no password',
      'Open the credential and fill in both, as you use them to sign in to XiaoA.',
    );
  }
  return {
    baseUrl: cleanBaseUrl(String(fields.baseUrl ?? '')),
    username,
    password,
    signatureEncoding: fields.signatureEncoding === 'raw' ? 'raw' : 'escaped',
  };
}

/** People paste the address with a slash or with `/api` at the end: both mean the same platform. */
function cleanBaseUrl(text: string): string {
  const baseUrl = text
    .trim()
    .replace(/\/+$/, '')
    .replace(/\/api$/i, '')
    .replace(/\/+$/, '');
  if (!/^https?:\/\/[^/\s]+/i.test(baseUrl)) {
    throw new IncompleteAccount(
      'The Base URL in the XiaoA credential is not a web address',
      'Enter the address that XiaoA gave you, beginning with http:// or https://, e.g. https://xiaoa.example.com:8088.',
    );
  }
  return baseUrl;
}

/**
 * Identifies who a key belongs to. A key whose owner differs from the account at hand is never used:
 * n8n keeps the stored key when somebody edits the address, the user name or the password.
 */
export function accountFingerprint(account: Account): string {
  return createHash('sha256')
    .update(JSON.stringify([account.baseUrl, account.username, account.password]))
    .digest('hex')
    .slice(0, 32);
}
