import { encryptContacts, UnusableUserSn } from '../../../xiaoa/signing/encryption';
import vectors from '../../fixtures/php-vectors.json';

test('there are three vectors', () => {
  expect(vectors.aes).toHaveLength(3);
});

test.each(vectors.aes.map((vector) => [vector.user_sn, vector] as const))(
  'encrypts for %s as PHP does',
  (userSn, { plaintext, ciphertext_base64 }) => {
    expect(encryptContacts(plaintext, userSn)).toBe(ciphertext_base64);
  },
);

test('takes a key of exactly sixteen characters and ignores what follows', () => {
  expect(encryptContacts('{}', 'SYSUSER|0123456789abcdef')).toBe(
    encryptContacts('{}', 'SYSUSER|0123456789abcdefXYZ'),
  );
});

test.each([
  ['SYSUSER|0123456789abcde'],
  ['SYSUSER|'],
  [''],
  ['0123456789abcdef0123456789abcdef'],
  ['SYSUSER|中文中文中文中文中文中文中文中文'],
  // 16 bytes, but not 16 characters.
  ['SYSUSER|éééééééé'],
])('refuses the sn %p in words', (userSn) => {
  expect(() => encryptContacts('{}', userSn)).toThrow(UnusableUserSn);
  expect(new UnusableUserSn().message).toBe("The contacts can't be encrypted for this account");
  expect(new UnusableUserSn().description).toMatch(
    /^Nothing was sent\..*'SYSUSER\|' followed by at least 16 letters or digits/,
  );
});
