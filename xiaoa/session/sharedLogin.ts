import { WRONG_PASSWORD } from '../codes';
import { accountFingerprint, type Account } from './account';
import { LoginFailure } from './loginFailure';
import { isUsable, sessionFingerprint, type Session } from './session';

interface Login {
  readonly startedAt: number;
  readonly outcome: Promise<Session>;
  session?: Session;
  refused?: boolean;
}

/** A refused password is not tried again within this time, however many items of a run ask for it. */
const REFUSAL_HOLDS_MS = 10_000;

/** One entry an account: all callers in this process share its login. */
const logins = new Map<string, Login>();

/**
 * Gives a session that is newer than the stale one, logging in at most once for all who ask at the
 * same time: every login takes the key away from whoever else uses the account.
 *
 * @param stale the session that cannot be used any more, if there is one
 * @throws {LoginFailure} one for each caller, since n8n writes into it
 */
export async function sharedLogin(
  account: Account,
  stale: Session | undefined,
  logIn: () => Promise<Session>,
): Promise<Session> {
  const id = accountFingerprint(account);
  const known = logins.get(id);
  const login = known && serves(known, account, stale) ? known : start(id, logIn);
  try {
    const session = await login.outcome;
    return login.session ?? session;
  } catch (error) {
    throw error instanceof LoginFailure ? error.copy() : error;
  }
}

function start(id: string, logIn: () => Promise<Session>): Login {
  forgetOld();
  const login: Login = { startedAt: Date.now(), outcome: logIn() };
  logins.set(id, login);
  login.outcome.then(
    (session) => (login.session = session),
    (error: unknown) => {
      login.refused = error instanceof LoginFailure && error.facts.platformCode === WRONG_PASSWORD;
      if (!login.refused && logins.get(id) === login) logins.delete(id);
    },
  );
  return login;
}

/** Whether `sharedLogin` would give a session without a login of its own, or waits for one that is under way. */
export function hasNewerLogin(account: Account, stale: Session | undefined): boolean {
  const known = logins.get(accountFingerprint(account));
  return known !== undefined && serves(known, account, stale);
}

function serves(login: Login, account: Account, stale: Session | undefined): boolean {
  const now = Date.now();
  if (login.refused) return now - login.startedAt < REFUSAL_HOLDS_MS;
  const { session } = login;
  if (!session) return true; // Still under way: its key will be newer than any known one.
  if (!isUsable(session, account, now)) return false;
  if (stale?.owner !== session.owner) return true;
  return (
    sessionFingerprint(stale) !== sessionFingerprint(session) &&
    stale.loggedInAt <= session.loggedInAt
  );
}

/** Puts what has been found out about a session in the place of what was known of it. */
export function keepSession(session: Session): void {
  for (const login of logins.values()) {
    const same = login.session && sessionFingerprint(login.session) === sessionFingerprint(session);
    if (same) login.session = session;
  }
}

const underWay = new Map<string, Promise<unknown>>();

/** Does something once for all who want it at the same time. */
export async function sharedWork<T>(name: string, work: () => Promise<T>): Promise<T> {
  const running = (underWay.get(name) as Promise<T> | undefined) ?? work();
  underWay.set(name, running);
  try {
    return await running;
  } finally {
    if (underWay.get(name) === running) underWay.delete(name);
  }
}

/** Makes the next caller log in, whatever is known: a credential test has to try the password. */
export function forgetLogin(account: Account): void {
  const known = logins.get(accountFingerprint(account));
  if (known && (known.session || known.refused)) logins.delete(accountFingerprint(account));
}

/** An entry is of no use once its key has expired; without this the map would grow with every edit. */
function forgetOld(): void {
  const now = Date.now();
  for (const [id, login] of logins) {
    const end = login.refused ? login.startedAt + REFUSAL_HOLDS_MS : login.session?.expiresAt;
    if (end !== undefined && end < now) logins.delete(id);
  }
}
