import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

/**
 * What signing a request wants of the renewal that n8n may run after it: a login, a login that proves the form of
 * the signature, a look at that form alone, or nothing, because no other key would help.
 */
export type Wish = 'form' | 'login' | 'nothing' | 'proof';

/** n8n hands the same object to both. */
const wishes = new WeakMap<ICredentialDataDecryptedObject, Wish>();

export function wish(credentials: ICredentialDataDecryptedObject, wanted: Wish): void {
  wishes.set(credentials, wanted);
}

/** Without a wish nothing has been signed yet: there is no key at all. */
export function takeWish(credentials: ICredentialDataDecryptedObject): Wish {
  const wanted = wishes.get(credentials) ?? 'login';
  wishes.delete(credentials);
  return wanted;
}
