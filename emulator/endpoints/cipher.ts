import AES from 'crypto-js/aes';
import Base64 from 'crypto-js/enc-base64';
import Utf8 from 'crypto-js/enc-utf8';
import { lib } from 'crypto-js';

const IV = Utf8.parse('1234567890123456');

/**
 * Opens an encrypted client_info_json (API §7.6): AES-128-CBC, PKCS#7, Base64. The key is the first
 * 16 characters of user_sn after `SYSUSER|`.
 *
 * @returns the clear text, or undefined when this is no ciphertext made with that key
 */
export function decryptContacts(ciphertext: string, userSn: string): string | undefined {
  const key = Utf8.parse(userSn.replace(/^SYSUSER\|/, '').slice(0, 16));
  try {
    const encrypted = lib.CipherParams.create({ ciphertext: Base64.parse(ciphertext) });
    const text = AES.decrypt(encrypted, key, { iv: IV }).toString(Utf8);
    return text === '' ? undefined : text;
  } catch {
    // A wrong key shows as bytes that are not UTF-8.
    return undefined;
  }
}
