import { accountFingerprint, readAccount } from '../../../xiaoa/session/account';
import {
  formOf,
  isUsable,
  parseSession,
  sessionFingerprint,
  signerOf,
  storeSession,
  type Session,
} from '../../../xiaoa/session/session';
import {
  isTicket,
  issueTicket,
  RENEW_SESSION,
  SESSION_HEADER,
  SessionMustBeRenewed,
  SignatureRefused,
} from '../../../xiaoa/session/ticket';
import { ENDPOINTS } from '../../../xiaoa/endpoints';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const FIELDS = { baseUrl: 'https://xiaoa.example', username: 'user', password: 'secret' };
const ACCOUNT = readAccount(FIELDS);
const SESSION: Session = {
  apiKey: 'Kpd2vKYC',
  userSn: 'SYSUSER|0',
  loggedInAt: 1_000,
  expiresAt: 1_000 + 2 * HOUR,
  owner: accountFingerprint(ACCOUNT),
};

describe('a stored session', () => {
  it('comes back as it was', () => {
    const full = { ...SESSION, form: 'rawTyped' as const, clockAheadMs: 5, profile: { a: 1 } };
    expect(parseSession(storeSession(full))).toEqual(full);
    expect(parseSession(storeSession(SESSION))).toEqual(SESSION);
  });

  it('with a form that nobody knows comes back without it', () => {
    const stored = JSON.stringify({ ...SESSION, form: 'later' });
    expect(parseSession(stored)).toEqual(SESSION);
    expect(parseSession(stored)).not.toHaveProperty('form');
  });

  it.each([
    ['nothing', undefined],
    ['an empty text', ''],
    ['an object', SESSION],
    ['a list with one in it', [JSON.stringify(SESSION)]],
    ['no JSON', '{'],
    ['null', 'null'],
    ['a number', '5'],
    ['an empty object', '{}'],
  ])('is none where there is %s', (_, stored) => expect(parseSession(stored)).toBeUndefined());

  it.each([
    ['apiKey', 1],
    ['userSn', 1],
    ['loggedInAt', '1'],
    ['expiresAt', '1'],
    ['owner', 1],
  ])('is none where %s is missing or of another type', (field, wrong) => {
    expect(parseSession(JSON.stringify({ ...SESSION, [field]: undefined }))).toBeUndefined();
    expect(parseSession(JSON.stringify({ ...SESSION, [field]: wrong }))).toBeUndefined();
  });
});

describe('a session', () => {
  it('serves its own account, until five minutes before it expires', () => {
    const end = SESSION.expiresAt - 5 * MINUTE;
    expect(isUsable(SESSION, ACCOUNT, end - 1)).toBe(true);
    expect(isUsable(SESSION, ACCOUNT, end)).toBe(false);
    const other = readAccount({ ...FIELDS, password: 'changed' });
    expect(isUsable(SESSION, other, end - 1)).toBe(false);
  });

  it('of a short life is renewed at a tenth of it', () => {
    const short = { ...SESSION, expiresAt: SESSION.loggedInAt + 10 * MINUTE };
    expect(isUsable(short, ACCOUNT, short.loggedInAt + 9 * MINUTE - 1)).toBe(true);
    expect(isUsable(short, ACCOUNT, short.loggedInAt + 9 * MINUTE)).toBe(false);
  });

  it('signs in the form that was found out, unless the account has settled on another', () => {
    const raw = { ...SESSION, form: 'rawTyped' as const };
    expect(formOf(raw, ACCOUNT)).toBe('rawTyped');
    expect(formOf(SESSION, ACCOUNT)).toBe('escaped');
    expect(formOf(raw, readAccount({ ...FIELDS, signatureEncoding: 'escaped' }))).toBe('escaped');
    expect(formOf(raw, readAccount({ ...FIELDS, signatureEncoding: 'raw' }))).toBe('rawTyped');
    expect(formOf(SESSION, readAccount({ ...FIELDS, signatureEncoding: 'raw' }))).toBe('raw');
    expect(signerOf(raw, ACCOUNT)).toEqual({
      userSn: 'SYSUSER|0',
      apiKey: 'Kpd2vKYC',
      form: 'rawTyped',
    });
  });

  it('is named by its key and the time of its login, without showing the key', () => {
    const name = sessionFingerprint(SESSION);
    expect(name).toMatch(/^[0-9a-f]{16}$/);
    expect(sessionFingerprint({ ...SESSION, form: 'raw' })).toBe(name);
    expect(sessionFingerprint({ ...SESSION, apiKey: 'other' })).not.toBe(name);
    expect(sessionFingerprint({ ...SESSION, loggedInAt: 1_001 })).not.toBe(name);
  });
});

describe('a ticket', () => {
  const begin = () => new AbortController().signal;

  it('is told from whatever a user may put into the header', () => {
    const ticket = issueTicket({ endpoint: ENDPOINTS.tasks, begin });
    expect(isTicket(ticket)).toBe(true);
    const copied: unknown = JSON.parse(JSON.stringify(ticket));
    const foreign = { [Symbol.for('')]: true };
    const others = [copied, foreign, {}, RENEW_SESSION, null, undefined, 5];
    expect(others.map(isTicket)).toEqual(Array(7).fill(false));
  });

  it('travels in a header of its own', () => {
    expect(SESSION_HEADER).toMatch(/^x-[a-z]+-[a-z]+$/);
    expect(RENEW_SESSION).toMatch(/^[a-z]+$/);
  });

  it('is known again in another copy of this package, which may have issued it', () => {
    const ticket = issueTicket({ endpoint: ENDPOINTS.tasks, begin });
    let other: typeof import('../../../xiaoa/session/ticket') | undefined;
    jest.isolateModules(() => {
      other = jest.requireActual<typeof import('../../../xiaoa/session/ticket')>(
        '../../../xiaoa/session/ticket',
      );
    });
    expect(other?.isTicket(ticket)).toBe(true);
  });

  it('remembers the refused forms of its own request alone', () => {
    const [first, second] = [1, 2].map(() => issueTicket({ endpoint: ENDPOINTS.tasks, begin }));
    first.refusedForms.push('raw');
    expect([first.refusedForms, second.refusedForms]).toEqual([['raw'], []]);
  });

  it('ends in errors that can be told apart, one of them with the status that makes n8n log in', () => {
    expect(new SessionMustBeRenewed()).toMatchObject({
      name: 'XiaoASessionMustBeRenewed',
      response: { status: 401 },
    });
    expect(new SignatureRefused().name).toBe('XiaoASignatureRefused');
  });
});
