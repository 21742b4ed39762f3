import { createHash } from 'node:crypto';

import { accountFingerprint, readAccount, type Account } from '../../../xiaoa/session/account';
import { logIn, targetOf, type PlatformAnswer } from '../../../xiaoa/session/login';
import { LoginFailure, unreachable } from '../../../xiaoa/session/loginFailure';
import { answered, platform, signatureOf, type Body } from './fakePlatform';

const NOW = Date.parse('2026-05-08T02:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

beforeEach(() => jest.spyOn(Date, 'now').mockImplementation(() => NOW));
afterEach(() => jest.restoreAllMocks());

const account = (more: object = {}) =>
  readAccount({
    baseUrl: 'https://xiaoa.example/voice',
    username: 'user',
    password: 'pass/word 1',
    ...more,
  });
const byAccessId = () =>
  account({ authentication: 'accessId', accessId: 'AK1', accessSecret: 'hidden secret' });

const KEY = { api_key: 'Kpd2vKYC', user_sn: 'SYSUSER|0123456789abcdef' };
const accepted = (more: object = {}, answer: Partial<PlatformAnswer> = {}) =>
  answered(0, { ...KEY, api_key_expire: (NOW + HOUR) / 1000, ...more }, answer);

async function failureOf(tried: Account, answer: PlatformAnswer): Promise<LoginFailure> {
  try {
    await logIn(tried, platform(() => answer).send);
  } catch (error) {
    expect(error).toBeInstanceOf(LoginFailure);
    return error as LoginFailure;
  }
  throw new Error('The login succeeded');
}

describe('a login by password', () => {
  it('asks once, signed, and gives the key with all that is needed to use it', async () => {
    const { send, requests } = platform(() => accepted({ team: 'A' }));
    expect(await logIn(account(), send)).toEqual({
      ...{ apiKey: 'Kpd2vKYC', userSn: 'SYSUSER|0123456789abcdef' },
      loggedInAt: NOW,
      expiresAt: NOW + HOUR,
      owner: accountFingerprint(account()),
      profile: { team: 'A' },
    });
    const body = { username: 'user', password: 'pass/word 1', from: '2' };
    expect(requests).toEqual([
      {
        url: 'https://xiaoa.example/voice/api/login',
        body: { ...body, url: signatureOf(body, 'escaped') },
      },
    ]);
  });

  it.each([[[KEY]], [[[KEY]]], [{ 1: KEY }]])('takes the key out of %j', async (data) => {
    const { send } = platform(() => answered(0, data as never));
    expect(await logIn(account(), send)).toMatchObject({ apiKey: KEY.api_key });
  });

  it.each(['escaped', 'raw'] as const)(
    'with a name in Chinese gets into a server that signs it %s',
    async (writing) => {
      const takes = (body: Body) => body.url === signatureOf(body, writing);
      const { send, requests } = platform((body) => (takes(body) ? accepted() : answered(10001)));
      expect((await logIn(account({ username: '张三' }), send)).apiKey).toBe('Kpd2vKYC');
      expect(requests).toHaveLength(writing === 'escaped' ? 1 : 2);
    },
  );

  it('is signed in no other way than the credential says', async () => {
    const { send, requests } = platform(() => answered(10001));
    const settled = account({ username: '张三', signatureEncoding: 'raw' });
    await expect(logIn(settled, send)).rejects.toThrow('signature');
    expect(requests.map(({ body }) => body.url)).toEqual([signatureOf(requests[0].body, 'raw')]);
  });

  it('where all signatures are alike is not repeated', async () => {
    const { send, requests } = platform(() => answered(100001));
    await expect(logIn(account(), send)).rejects.toThrow('signature');
    expect(requests).toHaveLength(1);
  });

  it('is not tried again with a refused password, which would lock the account', async () => {
    const { send, requests } = platform(() => answered(20004));
    await expect(logIn(account({ username: '张三' }), send)).rejects.toThrow('Wrong user name');
    expect(requests).toHaveLength(1);
  });

  it('is made with a clock that is off as well', async () => {
    const date = new Date(NOW + HOUR).toUTCString();
    const { send, requests } = platform(() => answered(20004, null, { date }));
    await expect(logIn(account(), send)).rejects.toThrow('Wrong user name');
    expect(requests).toHaveLength(1);
  });
});

describe('a login by access ID', () => {
  const signOf = (timestamp: string) =>
    createHash('md5').update(`AK1hidden secret${timestamp}`).digest('hex');
  const asked = (timestamp: string) => ({
    api_access_id: 'AK1',
    from: '1',
    timestamp,
    sign: signOf(timestamp),
  });

  it('is signed over the time in Beijing', async () => {
    const { send, requests } = platform(() => accepted());
    expect((await logIn(byAccessId(), send)).apiKey).toBe('Kpd2vKYC');
    expect(requests.map(({ body }) => body)).toEqual([asked('2026-05-08 10:00:00')]);
  });

  it.each([
    ['behind', -6 * MINUTE, '2026-05-08 09:54:00'],
    ['ahead', 6 * MINUTE, '2026-05-08 10:06:00'],
  ])("is tried again by the platform's clock where that is %s", async (_, off, timestamp) => {
    const date = new Date(NOW + off).toUTCString();
    const { send, requests } = platform((_body, request) =>
      request === 1 ? answered(20004, null, { date }) : accepted(),
    );
    expect((await logIn(byAccessId(), send)).apiKey).toBe('Kpd2vKYC');
    expect(requests.map(({ body }) => body)).toEqual([
      asked('2026-05-08 10:00:00'),
      asked(timestamp),
    ]);
  });

  it.each([
    ['a minute is no reason', new Date(NOW + MINUTE).toUTCString(), 1],
    ['more than a minute is one', new Date(NOW + MINUTE + 1_000).toUTCString(), 2],
    ['a minute less is no reason', new Date(NOW - MINUTE).toUTCString(), 1],
    ['what is no date is none', 'tomorrow', 1],
    ['no date is none', undefined, 1],
    ['a number is none', 2020, 1],
  ])('is tried again for the clock: %s', async (_, date, requests) => {
    const refusing = platform(() => answered(20004, null, { date }));
    await expect(logIn(byAccessId(), refusing.send)).rejects.toThrow('Wrong Access ID');
    expect(refusing.requests).toHaveLength(requests);
  });

  it('that succeeds is not made twice, however far the clock is off', async () => {
    const { send, requests } = platform(() =>
      accepted({}, { date: new Date(NOW + HOUR).toUTCString() }),
    );
    await logIn(byAccessId(), send);
    expect(requests).toHaveLength(1);
  });
});

describe('the life of a key', () => {
  it.each([
    ['a moment', (NOW + 1) / 1000, 1],
    ['an hour', (NOW + HOUR) / 1000, HOUR],
    ['an hour, as text', String((NOW + HOUR) / 1000), HOUR],
    ['two hours', (NOW + 2 * HOUR) / 1000, 2 * HOUR],
    ['more than any key lives', (NOW + 2 * HOUR) / 1000 + 1, 2 * HOUR],
    ['no time', NOW / 1000, 2 * HOUR],
    ['the past', (NOW - HOUR) / 1000, 2 * HOUR],
    ['nothing that can be read', 'soon', 2 * HOUR],
    ['nothing', undefined, 2 * HOUR],
  ])('of %s', async (_, api_key_expire, life) => {
    const { send } = platform(() => accepted({ api_key_expire }));
    const session = await logIn(account(), send);
    expect(session.expiresAt - session.loggedInAt).toBe(life);
    expect(session.clockAheadMs).toBeUndefined();
  });

  it("is counted by the platform's own clock", async () => {
    const date = new Date(NOW - HOUR).toUTCString();
    const { send } = platform(() => accepted({ api_key_expire: NOW / 1000 }, { date }));
    const session = await logIn(account(), send);
    expect(session).toMatchObject({ expiresAt: NOW + HOUR, clockAheadMs: -HOUR });
  });
});

describe('what else a login tells', () => {
  it('is kept as far as it is small', async () => {
    const { send } = platform(() =>
      accepted({
        ...{ text: 'a'.repeat(600), number: 5, flag: false, nothing: null },
        ...{ list: [1], object: {} },
        ['n'.repeat(50)]: 1,
        ['n'.repeat(51)]: 1,
      }),
    );
    const session = await logIn(account(), send);
    expect(session.profile).toEqual({
      ...{ text: 'a'.repeat(500), number: 5, flag: false, nothing: null },
      ['n'.repeat(50)]: 1,
    });
    expect(JSON.stringify(session.profile)).not.toContain('Kpd2vKYC');
  });

  it('is not kept beyond thirty fields', async () => {
    const fields = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`f${at}`, at]));
    const session = await logIn(account(), platform(() => accepted(fields)).send);
    expect(Object.keys(session.profile ?? {})).toHaveLength(30);
  });
});

describe('a login fails', () => {
  it.each([
    [{ api_key: '' }],
    [{ api_key: undefined }],
    [{ api_key: null }],
    [{ user_sn: '' }],
    [{ user_sn: undefined }],
  ])('when the platform gives no whole key: %j', async (missing) => {
    const error = await failureOf(account(), accepted(missing));
    expect(error.message).toBe('XiaoA accepted the login but sent no API key');
    expect(error.description).toBe('Ask XiaoA whether this account may use the API.');
    expect(error.facts).toEqual({});
  });

  it.each([[null], ['text'], [[1, 2]]])('when the data is %j', async (data) => {
    expect((await failureOf(account(), answered(0, data))).message).toBe(
      'XiaoA accepted the login but sent no API key',
    );
  });

  it('with the code of the refusal, what to do, and without the password', async () => {
    const body = { code: 20004, msg: 'pass/word 1 is wrong', data: null };
    const error = await failureOf(account(), { status: 200, body });
    expect(error.name).toBe('XiaoALoginFailure');
    expect(error.message).toBe(
      'Wrong user name or password (XiaoA code 20004). XiaoA said: *** is wrong',
    );
    expect(error.description).toMatch(/the user name and the password again/);
    expect(error.facts).toEqual({ transient: false, httpCode: '20004', platformCode: 20004 });
    const copy = error.copy();
    expect(copy).not.toBe(error);
    expect([copy.name, copy.message, copy.description, copy.facts]).toEqual([
      error.name,
      error.message,
      error.description,
      error.facts,
    ]);
  });

  it('with words for the access ID where there is one', async () => {
    const error = await failureOf(byAccessId(), answered(20004));
    expect(error.message).toBe('Wrong Access ID or Access Secret (XiaoA code 20004)');
    expect(error.description).toMatch(/the Access ID and the Access Secret again/);
  });

  it('for a moment where the platform is at a loss', async () => {
    const error = await failureOf(account(), answered(500));
    expect(error.facts).toEqual({ transient: true, httpCode: '500', platformCode: 500 });
  });

  it('in another way where the signature has Chinese text in it', async () => {
    const plain = await failureOf(account(), answered(10001));
    expect(plain.description).toMatch(/whether its signature has changed/);
    for (const chinese of [{ username: '张三' }, { password: '密码' }]) {
      const tried = await failureOf(account(chinese), answered(10001));
      expect(tried.description).toMatch(/All known ways to sign Chinese text/);
      const settled = await failureOf(
        account({ ...chinese, signatureEncoding: 'raw' }),
        answered(10001),
      );
      expect(settled.description).toMatch(/Set 'Signature Encoding' .* to Automatic/);
    }
  });

  it('is read at any HTTP status where the platform answers', async () => {
    const error = await failureOf(account(), answered(20004, null, { status: 500 }));
    expect(error.facts).toMatchObject({ platformCode: 20004, transient: false });
  });

  it.each([
    ['a page', '<html>Welcome, pass/word 1</html>', '<html>Welcome, ***</html>'],
    ['nothing', '', '(nothing)'],
  ])('where another server answers with %s', async (_, body, shown) => {
    const error = await failureOf(account(), { status: 299, body });
    expect(error.message).toBe(
      'No XiaoA API answers at https://xiaoa.example/voice. Check the Base URL.',
    );
    expect(error.description).toBe(`The response isn't JSON from XiaoA's API. It begins: ${shown}`);
    expect(error.facts).toEqual({ transient: true });
  });

  it.each([
    [300, false, 'No XiaoA API at https://xiaoa.example/voice (HTTP 300). Check the Base URL.'],
    [404, false, 'No XiaoA API at https://xiaoa.example/voice (HTTP 404). Check the Base URL.'],
    [400, false, 'No XiaoA API at https://xiaoa.example/voice (HTTP 400). Check the Base URL.'],
  ])('with HTTP status %i where there is no API', async (status, transient, message) => {
    const error = await failureOf(account(), { status, body: '' });
    expect(error.message).toBe(message);
    expect(error.description).toBe(
      'Enter the address that XiaoA gave you, without a page or /api at the end.',
    );
    expect(error.facts).toEqual({ transient, httpCode: String(status) });
  });

  it.each([408, 429, 500, 502, 503])('for a moment with HTTP status %i', async (status) => {
    const error = await failureOf(account(), { status, body: '' });
    expect(error.message).toBe(
      `XiaoA is not available at https://xiaoa.example/voice (HTTP ${status})`,
    );
    expect(error.description).toBe(
      'XiaoA, or something in front of it, is not working at the moment. Try again later.',
    );
    expect(error.facts).toEqual({ transient: true, httpCode: String(status) });
  });

  it.each([401, 403])('with HTTP status %i of something in front', async (status) => {
    const error = await failureOf(account(), { status, body: '' });
    expect(error.message).toBe(
      `Something in front of XiaoA at https://xiaoa.example/voice refused the login (HTTP ${status})`,
    );
    expect(error.description).toBe(
      'Ask whoever runs the server whether this n8n may connect to it.',
    );
    expect(error.facts).toEqual({ transient: false, httpCode: String(status) });
  });

  it('with the address of a redirect, which the user may enter', async () => {
    const location = 'https://new.example/voice/api/login?password=1';
    const error = await failureOf(account(), { status: 302, body: '', location });
    expect(error.message).toBe(
      'https://xiaoa.example/voice redirects to https://new.example/voice (HTTP 302)',
    );
    expect(error.description).toBe(
      'If XiaoA is there, enter that address as the Base URL in the XiaoA credential.',
    );
    expect(error.facts).toEqual({ transient: false, httpCode: '302' });
  });

  it('with no address of a redirect that has none, or that is no redirect', async () => {
    const bare = await failureOf(account(), { status: 302, body: '' });
    expect(bare.message).toMatch(/^No XiaoA API at/);
    const location = 'https://new.example';
    const other = await failureOf(account(), { status: 400, body: '', location });
    expect(other.message).toMatch(/^No XiaoA API at/);
  });
});

describe('the place that a redirect leads to', () => {
  it.each([
    ['https://new.example/api/login', 'https://new.example'],
    ['https://new.example/', 'https://new.example'],
    ['https://new.example/a/', 'https://new.example/a/'],
    ['https://user:hidden@new.example/a?token=1#2', 'https://new.example/a'],
    ['/sso', 'https://xiaoa.example/sso'],
    ['https://new.example/api/login/more', 'https://new.example/api/login/more'],
    ['mailto:somebody', '(an unknown place)'],
    ['https://[', '(an unknown place)'],
    [`https://new.example/?${'a'.repeat(5_000)}`, 'https://new.example'],
  ])('of %s is %s', (location, place) => {
    expect(targetOf(location, 'https://xiaoa.example/voice')).toBe(place);
  });

  it('is cut where it is long', () => {
    const place = targetOf(`https://new.example/${'a'.repeat(5_000)}`, 'https://xiaoa.example');
    expect(place).toHaveLength(2_000);
  });
});

describe('a platform that cannot be reached', () => {
  const failing = (error: unknown) =>
    platform(async () => await Promise.reject<never>(error as Error)).send;

  it('is reported with the reason, and may be there a moment later', async () => {
    const error = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    await expect(logIn(account(), failing(error))).rejects.toMatchObject({
      name: 'XiaoALoginFailure',
      message:
        "Couldn't reach XiaoA at https://xiaoa.example/voice: connection refused. Check the address, port and http/https.",
      description: expect.stringMatching(/^Check the address, .*\(ECONNREFUSED\)\.$/) as string,
      facts: { transient: true },
    });
  });

  it('is reported without the words of strangers, which may hold the password', () => {
    const failure = unreachable('https://x.example', new Error('Body was {password: hidden}'));
    expect(failure.message).toBe(
      "Couldn't reach XiaoA at https://x.example: the request failed. Check the address, port and http/https.",
    );
    expect(failure.description).toBe('Check the Base URL in the XiaoA credential.');
    expect(failure.facts).toEqual({ transient: false });
  });

  it("is reported in n8n's own words where n8n has refused to send", () => {
    class UserError extends Error {
      readonly description = 'Ask your administrator';
    }
    const failure = unreachable('https://x.example', new UserError('Domain not allowed'));
    expect(failure.message).toBe('Domain not allowed');
    expect(failure.description).toBe('Ask your administrator');
    expect(failure.facts).toEqual({ transient: false });
  });
});
