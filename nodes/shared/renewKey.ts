import { sleep } from 'n8n-workflow';

import { readAccount } from '../../xiaoa/session/account';
import { parseSession, sessionFingerprint, type Session } from '../../xiaoa/session/session';
import { hasNewerLogin } from '../../xiaoa/session/sharedLogin';
import { CREDENTIAL_TYPE, type TransportContext } from './context';

/**
 * A process waits for up to four times what an exchange takes before it logs in, so that it sees what another one
 * has stored meanwhile. A large import takes long for other reasons.
 */
const SPREAD_IN_EXCHANGES = 4;
const LEAST_SPREAD_MS = 500;
const MOST_SPREAD_MS = 4_000;

/** By refused key: all callers in this process wait for the same moment. */
const turns = new Map<string, Promise<void>>();

/**
 * Decides whether a login is needed after the platform has refused a key. Someone else, in this process or
 * another, may have stored a newer one meanwhile: then that is simply used. Processes that meet a refused key at
 * the same time wait differently long before they log in. All callers in a process wait together: of many waits the
 * shortest is next to nothing, in every process.
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
  if (fingerprintOf(session) !== used) return undefined;
  // Two processes may have logged in, and stored their keys in the other order: who has the newer one puts it back.
  if (hasNewerLogin(readAccount(stored), session)) return used;
  const spread = Math.max(LEAST_SPREAD_MS, SPREAD_IN_EXCHANGES * exchangeMs);
  await turn(used ?? '', Math.min(spread, MOST_SPREAD_MS));
  const { sessionToken } = await context.getCredentials(CREDENTIAL_TYPE);
  return fingerprintOf(parseSession(sessionToken)) === used ? used : undefined;
}

async function turn(refused: string, spreadMs: number): Promise<void> {
  let waiting = turns.get(refused);
  if (!waiting) {
    waiting = sleep(Math.random() * spreadMs).finally(() => turns.delete(refused));
    turns.set(refused, waiting);
  }
  await waiting;
}

function fingerprintOf(session: Session | undefined): string | undefined {
  return session && sessionFingerprint(session);
}
