import {
  createCredential,
  findCredential,
  readCredential,
  updateCredential,
  type Credential,
} from '../n8n/credentials';
import type { RestClient } from '../n8n/rest';
import { SLACK_CREDENTIAL, SLACK_TOKEN, XIAOA_CREDENTIAL } from '../base/settings';

interface Account {
  username: string;
  password: string;
}

/** Sees to it that the credentials of the sample workflows are there. */
export async function setUpCredentials(
  rest: RestClient,
  emulatorUrl: string,
  account: Account,
): Promise<{ xiaoa: Credential; slack: Credential }> {
  return { xiaoa: await setUpXiaoA(rest, emulatorUrl, account), slack: await setUpSlack(rest) };
}

async function setUpXiaoA(
  rest: RestClient,
  emulatorUrl: string,
  account: Account,
): Promise<Credential> {
  const data = { baseUrl: emulatorUrl, ...account, signatureEncoding: 'escaped' };
  const { type, name } = XIAOA_CREDENTIAL;
  const found = await findCredential(rest, type, name);
  if (!found) return await createCredential(rest, { type, name, data });
  const stored = await readCredential(rest, found.id);
  // Only an emulator that moved to another port is followed: someone may have put a real account here.
  const { baseUrl } = stored.data;
  if (isLoopback(baseUrl) && baseUrl !== emulatorUrl) {
    await updateCredential(rest, { ...found, data });
  }
  return found;
}

async function setUpSlack(rest: RestClient): Promise<Credential> {
  const { type, name } = SLACK_CREDENTIAL;
  const data = { accessToken: SLACK_TOKEN, signatureSecret: '' };
  return (
    (await findCredential(rest, type, name)) ?? (await createCredential(rest, { type, name, data }))
  );
}

function isLoopback(url: unknown): boolean {
  return /^http:\/\/(127\.0\.0\.1|localhost):\d+$/.test(String(url));
}
