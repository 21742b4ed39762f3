import { createHash } from 'crypto';
import type { IPollFunctions } from 'n8n-workflow';

import { readAccount } from '../../xiaoa/session/account';
import type { Parameters } from '../../xiaoa/session/signRequest';
import { CREDENTIAL_TYPE } from '../shared/transport/context';

/**
 * Names what is watched: the platform, the user and the filters, but not the password, which may change
 * without the records being others.
 */
export async function watchedScope(
  context: IPollFunctions,
  parameters: Parameters,
  minScore: unknown,
): Promise<string> {
  const { baseUrl, username } = readAccount(await context.getCredentials(CREDENTIAL_TYPE));
  return createHash('sha256')
    .update(JSON.stringify([baseUrl, username, parameters, minScore ?? null]))
    .digest('hex')
    .slice(0, 32);
}
