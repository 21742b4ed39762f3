import { createHash } from 'crypto';
import type { IPollFunctions } from 'n8n-workflow';

import { readAccount } from '../../xiaoa/session/account';
import { CREDENTIAL_TYPE } from '../shared/context';

/** What a state belongs to, as fingerprints: for another account or other filters it says something else. */
export interface Scope {
  /** The platform and the user, but not the password, which may change without the records being others. */
  readonly account: string;
  readonly filters: string;
}

/** @param filters everything that decides which records are watched */
export async function watchedScope(context: IPollFunctions, filters: unknown): Promise<Scope> {
  const { baseUrl, username } = readAccount(await context.getCredentials(CREDENTIAL_TYPE));
  return { account: fingerprint([baseUrl, username]), filters: fingerprint(filters) };
}

function fingerprint(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
}
