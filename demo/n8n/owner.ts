import type { RestClient } from './rest';

export interface Owner {
  email: string;
  password: string;
  firstName: string;
  lastName: string;
}

/** Logs in as the owner, who is set up first if this n8n has none. */
export async function logInAsOwner(rest: RestClient, owner: Owner): Promise<void> {
  const { userManagement } = await rest.get<{ userManagement: { showSetupOnFirstLoad: boolean } }>(
    '/settings',
  );
  if (userManagement.showSetupOnFirstLoad) await rest.post('/owner/setup', owner);
  await rest.post('/login', { emailOrLdapLoginId: owner.email, password: owner.password });
}
