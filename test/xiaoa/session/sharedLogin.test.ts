import { LoginFailure } from '../../../xiaoa/session/loginFailure';
import { accountFingerprint, readAccount, type Account } from '../../../xiaoa/session/account';
import {
  forgetLogin,
  hasNewerLogin,
  keepSession,
  sharedLogin,
  sharedWork,
} from '../../../xiaoa/session/sharedLogin';
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

it('that fails gives each caller an error of its own, since n8n writes into it', async () => {
  const account = newAccount();
  const attempts = [1, 2].map(() => sharedLogin(account, undefined, refusal(20004)));
  const [first, second] = (await Promise.allSettled(attempts)) as PromiseRejectedResult[];
  expect(logins).toBe(1);
  expect(first.reason).toBeInstanceOf(LoginFailure);
  expect(second.reason).toBeInstanceOf(LoginFailure);
  expect(first.reason).not.toBe(second.reason);
});

it('under way is one to wait for, whatever key the caller has', async () => {
  const account = newAccount();
  const stale = await sharedLogin(account, undefined, logIn(account));
  expect(hasNewerLogin(newAccount(), stale)).toBe(false);
  now += SECOND;
  const running = sharedLogin(account, stale, logIn(account));
  expect(hasNewerLogin(account, stale)).toBe(true);
  const also = sharedLogin(account, stale, logIn(account));
  expect((await running).apiKey).toBe('key 2');
  expect((await also).apiKey).toBe('key 2');
});

it('gives the key of the same moment to whoever met another one refused', async () => {
  const account = newAccount();
  const known = await sharedLogin(account, undefined, logIn(account));
  const other = { ...known, apiKey: 'from another process' };
  expect(hasNewerLogin(account, other)).toBe(true);
});

it('of a refused password is waited for by those who ask whether there is a newer one', async () => {
  const account = newAccount();
  await expect(sharedLogin(account, undefined, refusal(20004))).rejects.toThrow('Refused');
  expect(hasNewerLogin(account, undefined)).toBe(true);
  now += 10 * SECOND;
  expect(hasNewerLogin(account, undefined)).toBe(false);
});

it('under way is no matter of another account', async () => {
  const [account, other] = [newAccount(), newAccount()];
  const first = sharedLogin(account, undefined, logIn(account));
  const second = sharedLogin(other, undefined, logIn(other));
  expect([(await first).apiKey, (await second).apiKey]).toEqual(['key 1', 'key 2']);
});

it('of a refused password stays refused while others log in', async () => {
  const [account, other] = [newAccount(), newAccount()];
  await expect(sharedLogin(account, undefined, refusal(20004))).rejects.toThrow('Refused');
  now += 5 * SECOND;
  await sharedLogin(other, undefined, logIn(other));
  await expect(sharedLogin(account, undefined, logIn(account))).rejects.toThrow('Refused');
  expect(logins).toBe(2);
});

describe('what was found out about a session', () => {
  it('is given to all who ask for its login, and to no other account', async () => {
    const [account, other] = [newAccount(), newAccount()];
    const session = await sharedLogin(account, undefined, logIn(account));
    await sharedLogin(other, undefined, logIn(other));
    keepSession({ ...session, form: 'raw' });
    expect((await sharedLogin(account, undefined, logIn(account))).form).toBe('raw');
    expect((await sharedLogin(other, undefined, logIn(other))).form).toBeUndefined();
    expect(logins).toBe(2);
  });

  it('is no matter of a session that nobody knows here, or of a login under way', async () => {
    const account = newAccount();
    const session = await logIn(account)();
    keepSession({ ...session, form: 'raw' });
    const waiting = sharedLogin(account, undefined, async () => await Promise.resolve(session));
    keepSession({ ...session, form: 'raw' });
    expect((await waiting).form).toBeUndefined();
  });
});

describe('shared work', () => {
  it('is done once for all who want it at the same time, and again afterwards', async () => {
    let times = 0;
    const work = async () => await Promise.resolve(++times);
    expect(await Promise.all([sharedWork('a', work), sharedWork('a', work)])).toEqual([1, 1]);
    expect(await Promise.all([sharedWork('a', work), sharedWork('b', work)])).toEqual([2, 3]);
  });

  it('that failed fails for all who waited, and is done again', async () => {
    const failing = async () => await Promise.reject<number>(new Error('no'));
    const both = [sharedWork('c', failing), sharedWork('c', async () => await Promise.resolve(1))];
    for (const outcome of await Promise.allSettled(both)) expect(outcome.status).toBe('rejected');
    expect(await sharedWork('c', async () => await Promise.resolve(2))).toBe(2);
  });

  it('that was begun as soon as the last one ended is not forgotten with it', async () => {
    let end = () => {};
    const running = new Promise<void>((resolve) => (end = resolve));
    const first = sharedWork('d', () => running);
    let times = 0;
    const work = async () => {
      times += 1;
      await new Promise(setImmediate);
    };
    // Some are told of the end before others.
    const begun = running.then(async () => await sharedWork('d', work));
    const second = sharedWork('d', work);
    end();
    await Promise.all([first, second]);
    await sharedWork('d', work);
    await begun;
    expect(times).toBe(1);
  });
});
