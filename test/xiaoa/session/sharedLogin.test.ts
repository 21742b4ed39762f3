import { LoginFailure } from '../../../xiaoa/session/loginFailure';
import { accountFingerprint, readAccount, type Account } from '../../../xiaoa/session/account';
import { forgetLogin, hasNewerLogin, sharedLogin } from '../../../xiaoa/session/sharedLogin';
import type { Session } from '../../../xiaoa/session/session';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const START = Date.parse('2026-05-08T02:00:00Z');

let now = START;
let logins = 0;
let users = 0;

beforeEach(() => {
  now = START;
  logins = 0;
  jest.spyOn(Date, 'now').mockImplementation(() => now);
});

afterEach(() => jest.restoreAllMocks());

/** Another one each time: what this process remembers of one must not help another. */
function newAccount(): Account {
  users += 1;
  return readAccount({
    baseUrl: 'https://xiaoa.example',
    username: `user ${users}`,
    password: 'secret',
  });
}

function logIn(account: Account, hours = 2) {
  return async (): Promise<Session> => {
    logins += 1;
    return {
      apiKey: `key ${logins}`,
      userSn: 'SYSUSER|0',
      loggedInAt: now,
      expiresAt: now + hours * HOUR,
      owner: accountFingerprint(account),
    };
  };
}

function refusal(code: number) {
  return async (): Promise<Session> => {
    logins += 1;
    throw new LoginFailure('Refused', 'Look', { platformCode: code });
  };
}

it('is one for all who ask at the same time, and for those who ask later', async () => {
  const account = newAccount();
  const all = [1, 2, 3].map(() => sharedLogin(account, undefined, logIn(account)));
  expect((await Promise.all(all)).map(({ apiKey }) => apiKey)).toEqual(['key 1', 'key 1', 'key 1']);
  expect((await sharedLogin(account, undefined, logIn(account))).apiKey).toBe('key 1');
});

it('is another one for another account', async () => {
  const [first, second] = [newAccount(), newAccount()];
  await sharedLogin(first, undefined, logIn(first));
  await sharedLogin(second, undefined, logIn(second));
  expect(logins).toBe(2);
});

it('is made again for whoever met its own key refused, and then serves those who met the old one', async () => {
  const account = newAccount();
  const stale = await sharedLogin(account, undefined, logIn(account));
  now += SECOND;
  expect(hasNewerLogin(account, stale)).toBe(false);
  expect((await sharedLogin(account, stale, logIn(account))).apiKey).toBe('key 2');
  expect(hasNewerLogin(account, stale)).toBe(true);
  expect((await sharedLogin(account, stale, logIn(account))).apiKey).toBe('key 2');
});

it('does not serve those who met a newer key refused', async () => {
  const account = newAccount();
  const known = await sharedLogin(account, undefined, logIn(account));
  const newer = { ...known, apiKey: 'from another process', loggedInAt: known.loggedInAt + 1 };
  expect(hasNewerLogin(account, newer)).toBe(false);
  const old = { ...known, apiKey: 'from before', loggedInAt: known.loggedInAt - 1 };
  expect(hasNewerLogin(account, old)).toBe(true);
  const foreign = { ...newer, owner: 'another account' };
  expect(hasNewerLogin(account, foreign)).toBe(true);
});

it('is made again shortly before its key expires', async () => {
  const account = newAccount();
  await sharedLogin(account, undefined, logIn(account));
  now += 2 * HOUR - 5 * 60 * SECOND - 1;
  await sharedLogin(account, undefined, logIn(account));
  expect(logins).toBe(1);
  now += 1;
  await sharedLogin(account, undefined, logIn(account));
  expect(logins).toBe(2);
});

it('is not tried again for ten seconds with a refused password, so that the account is not locked', async () => {
  const account = newAccount();
  const attempt = () => sharedLogin(account, undefined, refusal(20004));
  await expect(attempt()).rejects.toThrow('Refused');
  now += 10 * SECOND - 1;
  await expect(attempt()).rejects.toThrow('Refused');
  expect(logins).toBe(1);
  now += 1;
  await expect(attempt()).rejects.toThrow('Refused');
  expect(logins).toBe(2);
});

it.each([20007, 500])('is tried again right away after code %i', async (code) => {
  const account = newAccount();
  await expect(sharedLogin(account, undefined, refusal(code))).rejects.toThrow('Refused');
  expect((await sharedLogin(account, undefined, logIn(account))).apiKey).toBe('key 2');
});

it('is tried again after a failure that is not a refusal', async () => {
  const account = newAccount();
  const failing = async () => await Promise.reject<Session>(new Error('No network'));
  await expect(sharedLogin(account, undefined, failing)).rejects.toThrow('No network');
  await sharedLogin(account, undefined, logIn(account));
  expect(logins).toBe(1);
});

it('can be forgotten: a test of the credential has to try the password', async () => {
  const account = newAccount();
  await sharedLogin(account, undefined, logIn(account));
  forgetLogin(account);
  await sharedLogin(account, undefined, logIn(account));
  expect(logins).toBe(2);
});

it('can be forgotten after a refusal, too', async () => {
  const account = newAccount();
  await expect(sharedLogin(account, undefined, refusal(20004))).rejects.toThrow('Refused');
  forgetLogin(account);
  await sharedLogin(account, undefined, logIn(account));
  expect(logins).toBe(2);
});

it('is not forgotten while it is under way', async () => {
  const account = newAccount();
  const first = sharedLogin(account, undefined, logIn(account));
  forgetLogin(account);
  const second = sharedLogin(account, undefined, logIn(account));
  expect((await first).apiKey).toBe((await second).apiKey);
});
