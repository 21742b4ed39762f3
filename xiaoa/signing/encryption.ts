import { createCipheriv } from 'crypto';

const PREFIX = 'SYSUSER|';
const KEY_LENGTH = 16;
/** Fixed by the vendor. */
const IV = '1234567890123456';

/** The account's user_sn gives no key to encrypt with. */
export class UnusableUserSn extends Error {
  override readonly name = 'XiaoAUnusableUserSn';

  readonly description = `Nothing was sent. The key comes from the account's user_sn, which must be '${PREFIX}' followed by at least ${KEY_LENGTH} letters or digits. Turn off 'Encrypt Contacts', or ask XiaoA about this account.`;

  constructor() {
    super("The contacts can't be encrypted for this account");
  }
}

/**
 * Encrypts `client_info_json`: AES-128-CBC, PKCS#7, UTF-8 in, Base64 out. The key is the first
 * 16 characters of the user's sn after `SYSUSER|`.
 *
 * @throws {UnusableUserSn} if the sn is too short to give a key
 * @source API §7.6
 */
export function encryptContacts(plain: string, userSn: string): string {
  const key = userSn.startsWith(PREFIX) ? userSn.slice(PREFIX.length).slice(0, KEY_LENGTH) : '';
  if (Buffer.byteLength(key, 'utf8') !== KEY_LENGTH || key.length !== KEY_LENGTH) {
    throw new UnusableUserSn();
  }
  const cipher = createCipheriv('aes-128-cbc', key, IV);
  return cipher.update(plain, 'utf8', 'base64') + cipher.final('base64');
}
