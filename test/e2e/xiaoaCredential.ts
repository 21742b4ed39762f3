import { createCredential, type Credential } from '../../demo/n8n/credentials';
import type { RestClient } from '../../demo/n8n/rest';
import type { Emulator } from '../../emulator';

/** A credential for an account of the emulator, by default its first. */
export async function createXiaoACredential(
  rest: RestClient,
  emulator: Emulator,
  { username, password } = emulator.account,
): Promise<Credential> {
  return await createCredential(rest, {
    name: `XiaoA ${username}`,
    type: 'xiaoAApi',
    data: { baseUrl: emulator.url, username, password, signatureEncoding: 'escaped' },
  });
}
