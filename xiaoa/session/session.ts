import { createHash } from 'crypto';

import { formsFor, isForm, type SignatureForm } from '../signing/signature';
import type { Signer } from '../signing/signParameters';
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
  /** How the server signs, as far as it has been found out. */
  readonly form?: SignatureForm;
  /** How far the platform's clock is ahead of this machine's, in milliseconds. */
  readonly clockAheadMs?: number;
  /** What else the login told of the account: licence end, team, number of robots, … */
  readonly profile?: Readonly<Record<string, unknown>>;
}

/** A key is renewed this long before it expires, or at a tenth of its life if that is less. */
const RENEW_BEFORE_MS = 5 * 60_000;

export function storeSession(session: Session): string {
  return JSON.stringify(session);
}

/** Reads a stored session; `undefined` when there is none or the text is not one. */
export function parseSession(stored: unknown): Session | undefined {
  if (typeof stored !== 'string') return undefined;
  try {
    const session = JSON.parse(stored) as Partial<Session> | null;
    const complete =
      typeof session?.apiKey === 'string' &&
      typeof session.userSn === 'string' &&
      typeof session.loggedInAt === 'number' &&
      typeof session.expiresAt === 'number' &&
      typeof session.owner === 'string';
    if (!complete) return undefined;
    const { form, ...rest } = session as Session;
    return isForm(form) ? { ...rest, form } : rest;
  } catch {
    return undefined;
  }
}

/** Whether the session belongs to the account and is not about to expire. */
export function isUsable(session: Session, account: Account, now: number): boolean {
  return session.owner === accountFingerprint(account) && now < renewAt(session);
}

/** The form to sign with: the one that was found out, where the account leaves it open. */
export function formOf({ form }: Session, { signature }: Account): SignatureForm {
  const open = formsFor(signature);
  return form !== undefined && open.includes(form) ? form : open[0];
}

export function signerOf(session: Session, account: Account): Signer {
  const { userSn, apiKey } = session;
  return { userSn, apiKey, form: formOf(session, account) };
}

function renewAt(session: Session): number {
  const life = session.expiresAt - session.loggedInAt;
  return session.expiresAt - Math.min(RENEW_BEFORE_MS, life / 10);
}

/**
 * Names a session without revealing its key, so that it may travel through options and errors. Some
 * platforms give the same key again at a login: then the time of the login tells the two sessions apart.
 */
export function sessionFingerprint({ apiKey, loggedInAt }: Session): string {
  return createHash('sha256').update(`${apiKey} ${loggedInAt}`).digest('hex').slice(0, 16);
}
