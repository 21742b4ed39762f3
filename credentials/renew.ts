import type { ICredentialDataDecryptedObject, IDataObject, IHttpRequestHelper } from 'n8n-workflow';

import { readAccount } from '../xiaoa/session/account';
import { logIn, type SendLogin } from '../xiaoa/session/login';
import { parseSession, storeSession } from '../xiaoa/session/session';
import { sharedLogin } from '../xiaoa/session/sharedLogin';

const LOGIN_TIMEOUT_MS = 30_000;

/**
 * Gives a session newer than the stored one, as the text that n8n stores in the credential.
 *
 * @throws {LoginFailure}
 * @throws {IncompleteAccount}
 */
export async function renewSession(
  helpers: IHttpRequestHelper['helpers'],
  credentials: ICredentialDataDecryptedObject,
): Promise<string> {
  const account = readAccount(credentials);
  const stale = parseSession(credentials.sessionToken);
  const session = await sharedLogin(account, stale, () => logIn(account, sendWith(helpers)));
  return storeSession(session);
}

function sendWith(helpers: IHttpRequestHelper['helpers']): SendLogin {
  return async (url, body) => {
    const answer = await helpers.httpRequest({
      method: 'POST',
      url,
      body: body as unknown as IDataObject,
      headers: { Accept: 'application/json', 'Content-Type': 'application/json;charset=utf-8' },
      timeout: LOGIN_TIMEOUT_MS,
      disableFollowRedirect: true,
      ignoreHttpStatusErrors: true,
      returnFullResponse: true,
    });
    return { status: answer.statusCode, body: answer.body, date: answer.headers?.date };
  };
}
