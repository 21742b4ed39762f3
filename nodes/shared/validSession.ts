import { NO_PERMISSION } from '../../xiaoa/codes';
import { ENDPOINTS } from '../../xiaoa/endpoints';
import { readAccount, type Account } from '../../xiaoa/session/account';
import { HARMLESS_QUESTION } from '../../xiaoa/session/probeForm';
import { parseSession, type Session } from '../../xiaoa/session/session';
import { CREDENTIAL_TYPE, type Connection, type TransportContext } from './context';
import { call } from './request';
import { failureOf, nodeApiError, RequestFailure } from './requestFailure';

/** By credential: n8n starts all items of a run at once, and one question answers for all of them. */
const checks = new Map<string, Promise<RequestFailure | undefined>>();

/**
 * The key that the platform accepts at this moment, for what has to be signed without being sent. Whether
 * someone else has signed in meanwhile only the platform knows, so it is asked for something small.
 *
 * @throws {NodeApiError}
 */
export async function validSession(
  context: TransportContext,
  connection: Connection,
  itemIndex: number,
): Promise<{ account: Account; session: Session }> {
  const credential = context.getNode().credentials?.[CREDENTIAL_TYPE]?.id ?? '';
  const check = checks.get(credential) ?? useKey(context, connection, itemIndex);
  checks.set(credential, check);
  const site = { endpoint: ENDPOINTS.tasks, itemIndex };
  const failure = await check.finally(() => {
    if (checks.get(credential) === check) checks.delete(credential);
  });
  // The platform looks at the key before it looks at what the account may do.
  const isTaken = failure?.facts.httpCode === String(NO_PERMISSION);
  // An error for each caller, since n8n writes into those that it gets.
  if (failure && !isTaken) throw nodeApiError(context, site, failure);
  const stored = await context.getCredentials(CREDENTIAL_TYPE);
  const session = parseSession(stored.sessionToken);
  // A login can be refused for want of permission, too.
  if (!session) throw nodeApiError(context, site, failure ?? noKey());
  return { account: readAccount(stored), session };
}

function noKey(): RequestFailure {
  return new RequestFailure(
    'n8n has no API key for this account',
    'It was removed in the meantime. Run this again.',
  );
}

/** The transport renews the key if it has to. */
async function useKey(
  context: TransportContext,
  connection: Connection,
  itemIndex: number,
): Promise<RequestFailure | undefined> {
  const question = {
    endpoint: ENDPOINTS.tasks,
    parameters: HARMLESS_QUESTION,
    connection,
    itemIndex,
  };
  const error: unknown = await call(context, question).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return failureOf(error);
}
