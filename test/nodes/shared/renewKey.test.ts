import { refusedKey } from '../../../nodes/shared/renewKey';
import { accountFingerprint, readAccount } from '../../../xiaoa/session/account';
import { sessionFingerprint, storeSession, type Session } from '../../../xiaoa/session/session';
import { sharedLogin } from '../../../xiaoa/session/sharedLogin';
import { Host, quickSleep } from './host';

/** Whether a login is needed after a key was refused, and how long it waits for that of another process. */
let host: Host;
let waits: number[];

beforeEach(() => {
  host = new Host();
  waits = quickSleep();
  jest.spyOn(Math, 'random').mockReturnValue(1);
});
afterEach(() => jest.restoreAllMocks());

const owner = () => accountFingerprint(readAccount(host.credential));
const sessionOf = (apiKey: string, loggedInAt = 1): Session => ({
  apiKey,
  userSn: 'SYSUSER|1',
  loggedInAt,
  expiresAt: Date.now() + 3_600_000,
  owner: owner(),
});
const store = (session: Session) => (host.credential.sessionToken = storeSession(session));
const KEY = sessionFingerprint({ apiKey: 'one', loggedInAt: 1 } as Session);

it('uses a key that somebody else has stored', async () => {
  store(sessionOf('two'));
  expect(await refusedKey(host.context, KEY, 0)).toBeUndefined();
  expect(waits).toEqual([]);
});

it('renews the key where it is still the one that is stored after a while', async () => {
  store(sessionOf('one'));
  expect(await refusedKey(host.context, KEY, 0)).toBe(KEY);
  expect(waits).toEqual([500]);
});

it('uses a key that somebody else has stored while it waited', async () => {
  store(sessionOf('one'));
  const outcome = refusedKey(host.context, KEY, 0);
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  expect(waits).toEqual([500]);
  store(sessionOf('one', 2));
  expect(await outcome).toBeUndefined();
});

it('waits where no key was known, too', async () => {
  expect(await refusedKey(host.context, undefined, 0)).toBeUndefined();
  expect(waits).toEqual([500]);
});

it('waits four times as long as an exchange takes, within bounds, and by chance less', async () => {
  store(sessionOf('one'));
  for (const exchangeMs of [125, 126, 999, 1_000, 1_001, 60_000]) {
    await refusedKey(host.context, KEY, exchangeMs);
  }
  expect(waits).toEqual([500, 504, 3_996, 4_000, 4_000, 4_000]);
  jest.spyOn(Math, 'random').mockReturnValue(0.25);
  await refusedKey(host.context, KEY, 500);
  expect(waits.pop()).toBe(500);
});

it('waits once for all who have met the same refusal, and again for the next one', async () => {
  store(sessionOf('one'));
  const ask = async () => await refusedKey(host.context, KEY, 0);
  expect(await Promise.all([ask(), ask(), ask()])).toEqual([KEY, KEY, KEY]);
  expect(waits).toHaveLength(1);
  await ask();
  expect(waits).toHaveLength(2);
});

it('does not wait for those who have met the refusal of another key', async () => {
  store(sessionOf('one'));
  const first = refusedKey(host.context, KEY, 0);
  const other = new Host();
  other.credential.sessionToken = storeSession(sessionOf('three'));
  const three = sessionFingerprint(sessionOf('three'));
  await Promise.all([first, refusedKey(other.context, three, 0)]);
  expect(waits).toHaveLength(2);
});

it('puts the key back that this process has from a later login', async () => {
  host.credential.username = 'somebody who logs in';
  store(sessionOf('one'));
  const newer = sessionOf('two', 2);
  await sharedLogin(readAccount(host.credential), undefined, async () => {
    return await Promise.resolve(newer);
  });
  expect(await refusedKey(host.context, KEY, 0)).toBe(KEY);
  expect(waits).toEqual([]);
});
