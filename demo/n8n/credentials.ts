import type { RestClient } from './rest';

export interface Credential {
  id: string;
  name: string;
  type: string;
}

export interface CredentialData extends Credential {
  data: Record<string, unknown>;
}

export async function findCredential(
  rest: RestClient,
  type: string,
  name: string,
): Promise<Credential | undefined> {
  const all = await rest.get<Credential[]>('/credentials');
  return all.find((one) => one.type === type && one.name === name);
}

/** A credential with its data, passwords blanked as the editor gets them. */
export async function readCredential(rest: RestClient, id: string): Promise<CredentialData> {
  return await rest.get<CredentialData>(`/credentials/${id}?includeData=true`);
}

export async function createCredential(
  rest: RestClient,
  credential: Omit<CredentialData, 'id'>,
): Promise<Credential> {
  return await rest.post<Credential>('/credentials', credential);
}

export async function updateCredential(
  rest: RestClient,
  credential: CredentialData,
): Promise<void> {
  await rest.patch(`/credentials/${credential.id}`, credential);
}

/** What the editor shows after *Save* or *Retry*. */
export async function testCredential(
  rest: RestClient,
  credentials: CredentialData,
): Promise<{ status: 'OK' | 'Error'; message: string }> {
  return await rest.post('/credentials/test', { credentials });
}
