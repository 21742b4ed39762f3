import { createHash } from 'crypto';

import { accountFingerprint, type Account } from './account';

/** A valid key and all that must be known to use it (API §7.1). Stored encrypted, as one text. */
export interface Session {
  readonly apiKey: string;
  /** `SYSUSER|<32 hex digits>`. */
  readonly userSn: string;
  /** Milliseconds since 1970, by this machine's clock. */
  readonly loggedInAt: number;
  /** Milliseconds since 1970, by this machine's clock. */
  readonly expiresAt: number;
  /** Fingerprint of the account that the key was issued to. */
  readonly owner: string;
}

/** A key is renewed this long before it expires, or at a tenth of its life if that is less. */
const RENEW_BEFORE_MS = 5 * 60_000;

export function storeSession(session: Session): string {
  return JSON.stringify(session);
}

/** Reads a stored session; `undefined` when there is none or the text is not one. */
export function parseSession(stored: unknown): Session | undefined {
  if (typeof stored !== 'string' || stored === '') return undefined;
  try {
    const session = JSON.parse(stored) as Partial<Session> | null;
    const complete =
      typeof session?.apiKey === 'string' &&
      typeof session.userSn === 'string' &&
      typeof session.loggedInAt === 'number' &&
      typeof session.expiresAt === 'number' &&
      typeof session.owner === 'string';
    return complete ? (session as Session) : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the session belongs to the account and is not about to expire. */
export function isUsable(session: Session, account: Account, now: number): boolean {
  return session.owner === accountFingerprint(account) && now < renewAt(session);
}

function renewAt(session: Session): number {
  const life = session.expiresAt - session.loggedInAt;
  return session.expiresAt - Math.min(RENEW_BEFORE_MS, life / 10);
}

/** Names a key without revealing it, so that it may travel through options and errors. */
export function keyFingerprint(apiKey: string): string {
  return createHash('sha256').update(apiKey).digest('hex').slice(0, 16);
}
