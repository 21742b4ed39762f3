import type { ICredentialDataDecryptedObject, IDataObject, IHttpRequestHelper } from 'n8n-workflow';

import { describeRefusal } from '../xiaoa/refusals';
import { readAccount, type Account } from '../xiaoa/session/account';
import { logIn, type SendToPlatform } from '../xiaoa/session/login';
import { LoginFailure } from '../xiaoa/session/loginFailure';
import { probeForm } from '../xiaoa/session/probeForm';
import { isUsable, parseSession, storeSession, type Session } from '../xiaoa/session/session';
import { keepSession, sharedLogin, sharedWork } from '../xiaoa/session/sharedLogin';
import type { SignatureForm } from '../xiaoa/signing/signature';
import { takeWish } from './wishes';

const LOGIN_TIMEOUT_MS = 30_000;

type Helpers = IHttpRequestHelper['helpers'];

/**
 * What n8n is to store in the credential: a session newer than the stored one, or the stored one with the form
 * of the signature that the server wants. Nothing where neither would help.
 *
 * @throws {LoginFailure}
 * @throws {IncompleteAccount}
 */
export async function renewSession(
  helpers: Helpers,
  credentials: ICredentialDataDecryptedObject,
): Promise<IDataObject> {
  const wanted = takeWish(credentials);
  if (wanted === 'nothing') return {};
  const account = readAccount(credentials);
  const stored = parseSession(credentials.sessionToken);
  const send = sendWith(helpers, account);
  if (wanted === 'form' && stored && isUsable(stored, account, Date.now())) {
    return asOutput(await withForm(account, stored, send));
  }
  const session = await sharedLogin(account, stored, async () => {
    const fresh = await logIn(account, send);
    // A server signs as it did before; should it not, the first refusal shows it.
    return { ...fresh, form: stored?.owner === fresh.owner ? stored.form : undefined };
  });
  return asOutput(wanted === 'proof' ? await proven(account, session, send) : session);
}

function asOutput(session: Session): IDataObject {
  return { sessionToken: storeSession(session) };
}

/**
 * The session with the form of the signature that the server has just accepted: a credential that cannot sign
 * Chinese text must not pass its test.
 *
 * @throws {LoginFailure} in one message, because n8n shows nothing else of a failed test
 */
async function proven(account: Account, session: Session, send: SendToPlatform): Promise<Session> {
  const { form, refusal } = await probeForm(account, session, send, session.form);
  if (!refusal) return remember(session, form);
  const { message, advice } = describeRefusal(refusal, [account.secret, session.apiKey], {
    carries: 'other',
    nonAscii: true,
    signature: account.signature,
  });
  throw new LoginFailure(`${message}. ${advice}`, advice, { platformCode: refusal.code });
}

/** All who wonder at the same time ask the server once. */
async function withForm(
  account: Account,
  session: Session,
  send: SendToPlatform,
): Promise<Session> {
  return await sharedWork(`form ${session.owner} ${session.apiKey}`, async () => {
    const { form } = await probeForm(account, session, send, session.form);
    return remember(session, form);
  });
}

function remember(session: Session, form: SignatureForm | undefined): Session {
  if (form === undefined) return session;
  const known = { ...session, form };
  keepSession(known);
  return known;
}

function sendWith(helpers: Helpers, { allowUnauthorizedCerts }: Account): SendToPlatform {
  return async (url, body) => {
    const answer = await helpers.httpRequest({
      method: 'POST',
      url,
      body: body as IDataObject,
      headers: { Accept: 'application/json', 'Content-Type': 'application/json;charset=utf-8' },
      timeout: LOGIN_TIMEOUT_MS,
      // The other limit is one of silence: an answer that drips would never end.
      abortSignal: AbortSignal.timeout(LOGIN_TIMEOUT_MS),
      skipSslCertificateValidation: allowUnauthorizedCerts,
      disableFollowRedirect: true,
      ignoreHttpStatusErrors: true,
      returnFullResponse: true,
    });
    const { date, location } = answer.headers ?? {};
    return { status: answer.statusCode, body: answer.body, date, location };
  };
}
