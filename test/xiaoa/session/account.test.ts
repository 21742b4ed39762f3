import {
  accountFingerprint,
  IncompleteAccount,
  readAccount,
  secretsIn,
} from '../../../xiaoa/session/account';

const PASSWORD_FIELDS = {
  baseUrl: 'https://xiaoa.example',
  username: 'user',
  password: 'secret',
};
const ACCESS_ID_FIELDS = {
  baseUrl: 'https://xiaoa.example',
  authentication: 'accessId',
  accessId: 'id',
  accessSecret: 'access secret',
};

function failureOf(fields: Record<string, unknown>): IncompleteAccount {
  try {
    readAccount(fields);
  } catch (error) {
    return error as IncompleteAccount;
  }
  throw new Error('The account was read');
}

describe('an account', () => {
  it('is read from the fields of its way to log in', () => {
    const both = { ...ACCESS_ID_FIELDS, ...PASSWORD_FIELDS };
    expect(readAccount({ ...both, authentication: 'password' })).toEqual({
      baseUrl: 'https://xiaoa.example',
      authentication: 'password',
      user: 'user',
      secret: 'secret',
      signature: 'auto',
      allowUnauthorizedCerts: false,
    });
    expect(readAccount({ ...both, authentication: 'accessId' })).toEqual({
      baseUrl: 'https://xiaoa.example',
      authentication: 'accessId',
      user: 'id',
      secret: 'access secret',
      signature: 'auto',
      allowUnauthorizedCerts: false,
    });
  });

  it('without a way to log in has a password: credentials of old have no such field', () => {
    expect(readAccount(PASSWORD_FIELDS).authentication).toBe('password');
  });

  it('keeps the blanks of a password, which may be part of it, and no others', () => {
    const spaced = { ...PASSWORD_FIELDS, username: ' user ', password: ' secret ' };
    expect(readAccount(spaced)).toMatchObject({ user: 'user', secret: ' secret ' });
    const pasted = { ...ACCESS_ID_FIELDS, accessId: ' id\n', accessSecret: ' sec\u200bret\n' };
    expect(readAccount(pasted)).toMatchObject({ user: 'id', secret: 'secret' });
    const invisible = { ...PASSWORD_FIELDS, username: '\u202aus\u200ber\u202c' };
    expect(readAccount(invisible).user).toBe('user');
  });

  it('takes a number where n8n or an expression gives one', () => {
    expect(
      readAccount({ ...PASSWORD_FIELDS, username: 13800138000, password: 1234 }),
    ).toMatchObject({ user: '13800138000', secret: '1234' });
  });

  it.each([
    ['escaped', 'escaped'],
    ['raw', 'raw'],
    ['auto', 'auto'],
    ['else', 'auto'],
    [undefined, 'auto'],
  ])('with the signature encoding %p is signed %s', (signatureEncoding, signature) => {
    expect(readAccount({ ...PASSWORD_FIELDS, signatureEncoding }).signature).toBe(signature);
  });

  it.each([
    [true, true],
    [false, false],
    ['false', false],
    ['true', false],
    [undefined, false],
  ])('with %p for certificates that cannot be verified: %p', (allowUnauthorizedCerts, taken) => {
    const account = readAccount({ ...PASSWORD_FIELDS, allowUnauthorizedCerts });
    expect(account.allowUnauthorizedCerts).toBe(taken);
  });

  it.each([
    [{ username: '' }],
    [{ username: ' ' }],
    [{ username: undefined }],
    [{ username: null }],
    [{ password: '' }],
    [{ password: '  ' }],
    [{ password: null }],
  ])('with %j is refused before anything is sent', (missing) => {
    const error = failureOf({ ...PASSWORD_FIELDS, ...missing });
    expect(error).toBeInstanceOf(IncompleteAccount);
    expect(error.name).toBe('XiaoAIncompleteAccount');
    expect(error.message).toBe('The XiaoA credential has no user name or no password');
    expect(error.description).toBe(
      'Open the credential and fill in both, as you use them to sign in to XiaoA.',
    );
  });

  it.each([[{ accessId: ' ' }], [{ accessSecret: '' }]])('with %j is refused too', (missing) => {
    const error = failureOf({ ...PASSWORD_FIELDS, ...ACCESS_ID_FIELDS, ...missing });
    expect(error.message).toBe('The XiaoA credential has no Access ID or no Access Secret');
    expect(error.description).toBe(
      'Open the credential and fill in both, as XiaoA gave them to you.',
    );
  });

  it('has two secrets, whichever is in use', () => {
    expect(secretsIn({ password: 'p', accessSecret: 'a', username: 'u' })).toEqual(['p', 'a']);
    expect(secretsIn({})).toEqual(['', '']);
  });
});

describe('the fingerprint of an account', () => {
  const fingerprint = (fields: Record<string, unknown>) => accountFingerprint(readAccount(fields));

  it('is the same for the same account, however the address was pasted', () => {
    const pasted = { ...PASSWORD_FIELDS, baseUrl: ' https://xiaoa.example/api/ ' };
    expect(fingerprint(pasted)).toBe(fingerprint(PASSWORD_FIELDS));
    expect(fingerprint(PASSWORD_FIELDS)).toMatch(/^[0-9a-f]{32}$/);
  });

  it('is not changed by what makes no other key', () => {
    const other = { ...PASSWORD_FIELDS, signatureEncoding: 'raw', allowUnauthorizedCerts: true };
    expect(fingerprint(other)).toBe(fingerprint(PASSWORD_FIELDS));
  });

  it.each([
    ['the address', { baseUrl: 'https://xiaoa.example:8088' }],
    ['the user', { username: 'other' }],
    ['the password', { password: 'other' }],
    ['the way to log in', { authentication: 'accessId', accessId: 'user', accessSecret: 'secret' }],
    ['the border between the two', { username: 'users', password: 'ecret' }],
  ])('is another one when %s is another one, so that no key serves a stranger', (_, change) => {
    expect(fingerprint({ ...PASSWORD_FIELDS, ...change })).not.toBe(fingerprint(PASSWORD_FIELDS));
  });
});

describe('the base URL', () => {
  const cleaned = (baseUrl: string) => readAccount({ ...PASSWORD_FIELDS, baseUrl }).baseUrl;

  it.each([
    'https://xiaoa.example',
    ' https://xiaoa.example/ ',
    '\u200bhttps://xiaoa.example\ufeff',
    '\u202ahttps://xiaoa\u00ad.example/\u202c\u3000',
    'https://xiaoa.example///',
    'HTTPS://XiaoA.example',
    'https://xiaoa.example:443',
    'https://xiaoa.example/api',
    'https://xiaoa.example/API/',
    'https://xiaoa.example/api/login',
    'https://xiaoa.example/api/crmList?x=1',
    'https://xiaoa.example/login',
    'https://xiaoa.example/index.html',
    'https://xiaoa.example/a.HTM',
    'https://xiaoa.example/?a=/b',
    'https://xiaoa.example/#/calls',
  ])('%p means the platform itself', (pasted) => {
    expect(cleaned(pasted)).toBe('https://xiaoa.example');
  });

  it.each([
    ['http://10.0.0.5:8088/voice/', 'http://10.0.0.5:8088/voice'],
    ['http://10.0.0.5/voice/api/index', 'http://10.0.0.5/voice'],
    ['http://10.0.0.5/voice//api/index', 'http://10.0.0.5/voice'],
    ['http://10.0.0.5/voice/login.html', 'http://10.0.0.5/voice'],
    ['http://10.0.0.5/voice/api/login.html', 'http://10.0.0.5/voice'],
    ['http://10.0.0.5/api/unknown', 'http://10.0.0.5/api/unknown'],
    ['http://10.0.0.5/apis', 'http://10.0.0.5/apis'],
    ['http://10.0.0.5/api/voice', 'http://10.0.0.5/api/voice'],
    ['http://10.0.0.5/login/voice', 'http://10.0.0.5/login/voice'],
    ['http://10.0.0.5/index.html/voice', 'http://10.0.0.5/index.html/voice'],
    ['http://10.0.0.5/logins', 'http://10.0.0.5/logins'],
    ['http://10.0.0.5/xlogin', 'http://10.0.0.5/xlogin'],
    ['http://10.0.0.5/.html', 'http://10.0.0.5/.html'],
    ['http://10.0.0.5/voice/a.html', 'http://10.0.0.5/voice'],
    [`http://10.0.0.5/${'a'.repeat(101)}.html`, `http://10.0.0.5/${'a'.repeat(101)}.html`],
  ])('%p stays below its path: %s', (pasted, root) => expect(cleaned(pasted)).toBe(root));

  it.each([
    '',
    'xiaoa.example',
    'ftp://xiaoa.example',
    'xhttps://xiaoa.example',
    'see https://xiaoa.example',
    'https:///xiaoa.example',
    'https:// xiaoa.example',
    'https://xiaoa.example/a b',
    'https://xiaoa.example:99999',
    'https://[',
  ])('%p is no web address', (baseUrl) => {
    const error = failureOf({ ...PASSWORD_FIELDS, baseUrl });
    expect(error.message).toBe('The Base URL in the XiaoA credential is not a web address');
    expect(error.description).toBe(
      'Enter the address that XiaoA gave you, beginning with http:// or https://, e.g. https://xiaoa.example.com:8088.',
    );
  });

  it('is not looked at beyond its first 2,000 characters', () => {
    const long = `https://xiaoa.example/?${'a'.repeat(3_000)} b`;
    expect(cleaned(long)).toBe('https://xiaoa.example');
  });

  it.each([
    'https://someone:hidden@xiaoa.example',
    'https://someone@xiaoa.example',
    'https://:hidden@xiaoa.example',
  ])('%p holds what belongs elsewhere, and is not repeated', (baseUrl) => {
    const error = failureOf({ ...PASSWORD_FIELDS, baseUrl });
    expect(error.message).toBe(
      'The Base URL in the XiaoA credential contains a user name or a password (host xiaoa.example)',
    );
    expect(error.description).toBe(
      'Remove everything between // and @. The user name and the password belong in their own fields.',
    );
  });
});
