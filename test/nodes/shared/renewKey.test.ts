import { refusedKey } from '../../../nodes/shared/renewKey';
import { accountFingerprint, readAccount } from '../../../xiaoa/session/account';
import { sessionFingerprint } from '../../../xiaoa/session/session';
import { sharedLogin } from '../../../xiaoa/session/sharedLogin';
import { Host, quickSleep, sessionOf } from './host';

/** Whether a login is needed after a key was refused, and how long it waits for that of another process. */
let host: Host;
let waits: number[];

beforeEach(() => {
  host = new Host();
  waits = quickSleep();
  jest.spyOn(Math, 'random').mockReturnValue(1);
});
afterEach(() => jest.restoreAllMocks());

const ownSession = (apiKey: string, loggedInAt = 1) =>
  sessionOf(apiKey, { loggedInAt, owner: accountFingerprint(readAccount(host.credential)) });
const KEY = sessionFingerprint(sessionOf('one'));

it('uses a key that somebody else has stored', async () => {
  host.store(ownSession('two'));
  expect(await refusedKey(host.context, KEY, 0)).toBeUndefined();
  expect(waits).toEqual([]);
});

it('renews the key where it is still the one that is stored after a while', async () => {
  host.store(ownSession('one'));
  expect(await refusedKey(host.context, KEY, 0)).toBe(KEY);
  expect(waits).toEqual([500]);
});

it('uses a key that somebody else has stored while it waited', async () => {
  host.store(ownSession('one'));
  const outcome = refusedKey(host.context, KEY, 0);
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  expect(waits).toEqual([500]);
  host.store(ownSession('one', 2));
  expect(await outcome).toBeUndefined();
});

it('waits where no key was known, too', async () => {
  expect(await refusedKey(host.context, undefined, 0)).toBeUndefined();
  expect(waits).toEqual([500]);
});

it('waits four times as long as an exchange takes, within bounds, and by chance less', async () => {
  host.store(ownSession('one'));
  for (const exchangeMs of [125, 126, 999, 1_000, 1_001, 60_000]) {
    await refusedKey(host.context, KEY, exchangeMs);
  }
  expect(waits).toEqual([500, 504, 3_996, 4_000, 4_000, 4_000]);
  jest.spyOn(Math, 'random').mockReturnValue(0.25);
  await refusedKey(host.context, KEY, 500);
  expect(waits.pop()).toBe(500);
});

it('waits once for all who have met the same refusal, and again for the next one', async () => {
  host.store(ownSession('one'));
  const ask = async () => await refusedKey(host.context, KEY, 0);
  expect(await Promise.all([ask(), ask(), ask()])).toEqual([KEY, KEY, KEY]);
  expect(waits).toHaveLength(1);
  await ask();
  expect(waits).toHaveLength(2);
});

it('does not wait for those who have met the refusal of another key', async () => {
  host.store(ownSession('one'));
  const first = refusedKey(host.context, KEY, 0);
  const other = new Host();
  other.store(ownSession('three'));
  const three = sessionFingerprint(ownSession('three'));
  await Promise.all([first, refusedKey(other.context, three, 0)]);
  expect(waits).toHaveLength(2);
});

it('puts the key back that this process has from a later login', async () => {
  host.credential.username = 'somebody who logs in';
  host.store(ownSession('one'));
  const newer = ownSession('two', 2);
  await sharedLogin(readAccount(host.credential), undefined, async () => {
    return await Promise.resolve(newer);
  });
  expect(await refusedKey(host.context, KEY, 0)).toBe(KEY);
  expect(waits).toEqual([]);
});
