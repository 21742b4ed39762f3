import { sleep } from 'n8n-workflow';

import { readAccount } from '../../../xiaoa/session/account';
import { keyFingerprint, parseSession } from '../../../xiaoa/session/session';
import { hasNewerLogin } from '../../../xiaoa/session/sharedLogin';
import { CREDENTIAL_TYPE, type TransportContext } from './context';

/** A process waits up to this long before it logs in, or longer where answers take long. */
const SPREAD_MS = 500;
/** So that what one process stores is seen by the others before they log in, too. */
const SPREAD_IN_EXCHANGES = 4;

/** By refused key: all callers in this process wait for the same moment. */
const turns = new Map<string, Promise<void>>();

/**
 * Decides whether a login is needed after the platform has refused a key. Someone else, in this process or
 * another, may have stored a newer one meanwhile: then that is simply used. Processes that meet a refused key at
 * the same time wait differently long before they log in; each callers' wait of its own would not do, since the
 * shortest of many is next to nothing in every process.
 *
 * @param exchangeMs how long the exchange took that met the refusal: what a login will take, and its storing
 * @returns the fingerprint of the refused key if it is still the stored one, so that the credential renews it
 */
export async function refusedKey(
  context: TransportContext,
  used: string | undefined,
  exchangeMs: number,
): Promise<string | undefined> {
  const stored = await context.getCredentials(CREDENTIAL_TYPE);
  const session = parseSession(stored.sessionToken);
  if (fingerprintOf(stored.sessionToken) !== used) return undefined;
  // Two processes may have logged in, and stored their keys in the other order: who has the newer one puts it back.
  if (hasNewerLogin(readAccount(stored), session)) return used;
  await turn(used ?? '', Math.max(SPREAD_MS, SPREAD_IN_EXCHANGES * exchangeMs));
  const now = await context.getCredentials(CREDENTIAL_TYPE);
  return fingerprintOf(now.sessionToken) === used ? used : undefined;
}

async function turn(refused: string, spreadMs: number): Promise<void> {
  let waiting = turns.get(refused);
  if (!waiting) {
    waiting = sleep(Math.random() * spreadMs).finally(() => turns.delete(refused));
    turns.set(refused, waiting);
  }
  await waiting;
}

function fingerprintOf(sessionToken: unknown): string | undefined {
  const session = parseSession(sessionToken);
  return session && keyFingerprint(session.apiKey);
}
