import { NodeApiError } from 'n8n-workflow';

import { ENDPOINTS } from '../../xiaoa/endpoints';
import { readAccount, type Account } from '../../xiaoa/session/account';
import { parseSession, type Session } from '../../xiaoa/session/session';
import { CREDENTIAL_TYPE, type Connection, type TransportContext } from './context';
import { call } from './request';
import { sessionLost } from './requestErrors';
import { nodeApiError } from './requestFailure';

const NO_PERMISSION = '20007';

/** By credential: n8n starts all items of a run at once, and one question answers for all of them. */
const checks = new Map<string, Promise<unknown>>();

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
  try {
    await check;
  } finally {
    if (checks.get(credential) === check) checks.delete(credential);
  }
  const stored = await context.getCredentials(CREDENTIAL_TYPE);
  const session = parseSession(stored.sessionToken);
  if (!session)
    throw nodeApiError(context, { endpoint: ENDPOINTS.aiUsers, itemIndex }, sessionLost());
  return { account: readAccount(stored), session };
}

/** The transport renews the key if it has to. */
async function useKey(context: TransportContext, connection: Connection, itemIndex: number) {
  const question = { endpoint: ENDPOINTS.aiUsers, parameters: {}, connection, itemIndex };
  const failure: unknown = await call(context, question).then(
    () => undefined,
    (error: unknown) => error,
  );
  // The platform looks at the key before it looks at what the account may do.
  const keyIsGood = failure instanceof NodeApiError && failure.httpCode === NO_PERMISSION;
  if (failure !== undefined && !keyIsGood) throw failure;
}
