import type { IHttpRequestOptions } from 'n8n-workflow';

import { renewSession } from '../../credentials/renew';
import { takeWish, wish, type Wish } from '../../credentials/wishes';
import { accountFingerprint, readAccount } from '../../xiaoa/session/account';
import { storeSession, type Session } from '../../xiaoa/session/session';
import { signatureOf, type Body, type Writing } from '../xiaoa/session/fakePlatform';

const HOUR = 3_600_000;
let users = 0;

/** Another account each time: what this process remembers of one must not help another. */
function newFields(more: object = {}): Record<string, string> {
  users += 1;
  return { baseUrl: 'https://xiaoa.example', username: `u${users}`, password: 'secret', ...more };
}

function session(fields: object, more: Partial<Session> = {}): Session {
  return {
    apiKey: 'stored key',
    userSn: 'SYSUSER|1',
    loggedInAt: Date.now() - 1_000,
    expiresAt: Date.now() + HOUR,
    owner: accountFingerprint(readAccount({ ...fields })),
    ...more,
  };
}

/** A platform that signs in one way; with `refusal` it refuses every question with that code. */
function server(writing: Writing, refusal?: { code: number; msg: string }) {
  const requests: IHttpRequestOptions[] = [];
  const answer = async (options: IHttpRequestOptions) => {
    requests.push(options);
    const isLogin = options.url.endsWith('/api/login');
    const body = options.body as Body;
    const isRight = signatureOf(body, writing) === body.url;
    const data = isLogin ? { api_key: `key ${requests.length}`, user_sn: 'SYSUSER|1' } : [];
    const asked = refusal ?? (isRight ? { code: 0, msg: 'ok' } : { code: 10001, msg: '' });
    return await Promise.resolve({
      statusCode: 200,
      headers: { date: new Date(Date.now() + 10 * 60_000).toUTCString() },
      body: isLogin ? { code: 0, msg: 'ok', data } : { ...asked, data },
    });
  };
  const helpers = { httpRequest: answer } as unknown as Parameters<typeof renewSession>[0];
  const paths = () => requests.map(({ url }) => new URL(url).pathname);
  return { helpers, requests, paths };
}

async function renew(
  { helpers }: ReturnType<typeof server>,
  fields: object,
  stored?: Session,
  wanted?: Wish,
): Promise<Session | undefined> {
  const credentials = { ...fields, sessionToken: stored ? storeSession(stored) : '' };
  if (wanted) wish(credentials, wanted);
  const { sessionToken } = await renewSession(helpers, credentials);
  return sessionToken === undefined ? undefined : (JSON.parse(String(sessionToken)) as Session);
}

it('logs in by one request that ends in time and leads nowhere else', async () => {
  const platform = server('escaped');
  const fields = newFields({ allowUnauthorizedCerts: true });
  const fresh = await renew(platform, fields);
  expect(fresh).toMatchObject({ apiKey: 'key 1', userSn: 'SYSUSER|1' });
  // By the answer's date the platform's clock is ten minutes ahead.
  expect(fresh?.clockAheadMs).toBeGreaterThan(9 * 60_000);
  expect(platform.requests).toEqual([
    {
      method: 'POST',
      url: 'https://xiaoa.example/api/login',
      body: expect.objectContaining({ password: 'secret' }) as unknown,
      headers: { Accept: 'application/json', 'Content-Type': 'application/json;charset=utf-8' },
      timeout: 30_000,
      abortSignal: expect.any(AbortSignal) as unknown,
      skipSslCertificateValidation: true,
      disableFollowRedirect: true,
      ignoreHttpStatusErrors: true,
      returnFullResponse: true,
    },
  ]);
});

it('is what n8n wants that has had nothing signed yet', () => {
  expect(takeWish({})).toBe('login');
});

it('does nothing, and stores nothing, where no other key would help', async () => {
  const platform = server('escaped');
  const fields = newFields();
  expect(await renew(platform, fields, session(fields), 'nothing')).toBeUndefined();
  expect(platform.requests).toEqual([]);
});

it.each<[Wish, Partial<Session>]>([
  ['login', {}],
  ['form', { expiresAt: Date.now() - 1 }],
  ['form', { owner: 'another' }],
])('logs in where %s is wanted and the stored session is %j', async (wanted, more) => {
  const platform = server('escaped');
  const fields = newFields();
  expect(await renew(platform, fields, session(fields, more), wanted)).toMatchObject({
    apiKey: 'key 1',
  });
  expect(platform.paths()).toEqual(['/api/login']);
});

it('keeps the form of the signature over a login of the same account, and of no other', async () => {
  const fields = newFields();
  const own = session(fields, { form: 'raw' });
  expect((await renew(server('raw'), fields, own, 'login'))?.form).toBe('raw');
  const others = session(newFields(), { form: 'raw' });
  expect((await renew(server('raw'), newFields(), others, 'login'))?.form).toBeUndefined();
});

describe('a look at the form of the signature', () => {
  it('keeps the key, and is made once for all who wonder at the same time', async () => {
    const platform = server('raw');
    const fields = newFields();
    const stored = session(fields);
    const all = [1, 2, 3].map(() => renew(platform, fields, stored, 'form'));
    const expected = { ...stored, form: 'raw' };
    expect(await Promise.all(all)).toEqual([expected, expected, expected]);
    expect(platform.paths()).toEqual(['/api/index', '/api/index']);
  });

  it('is made for each account and key', async () => {
    const fields = newFields();
    const other = newFields();
    const forms = await Promise.all([
      renew(server('raw'), fields, session(fields), 'form'),
      renew(server('escaped'), other, session(other), 'form'),
      renew(server('escaped'), fields, session(fields, { apiKey: 'another' }), 'form'),
    ]);
    expect(forms.map((one) => one?.form)).toEqual(['raw', 'escaped', 'escaped']);
  });

  it('forgets nothing where the server does not say', async () => {
    const fields = newFields();
    const stored = session(fields, { form: 'raw' });
    const silent = server('raw', { code: 20005, msg: '' });
    expect(await renew(silent, fields, stored, 'form')).toEqual(stored);
  });
});

describe('the test of a credential', () => {
  it('logs in and proves the form, which everybody in this process then knows', async () => {
    const platform = server('raw');
    const fields = newFields();
    const proven = await renew(platform, fields, session(fields), 'proof');
    expect(proven).toMatchObject({ apiKey: 'key 1', form: 'raw' });
    expect(platform.paths()).toEqual(['/api/login', '/api/index', '/api/index']);
    expect(await renew(platform, fields, session(fields), 'login')).toEqual(proven);
  });

  it.each([
    ['auto', /All known ways to sign Chinese text have been tried/],
    ['raw', /Set 'Signature Encoding' in the XiaoA credential to Automatic/],
  ])('fails where no signature is accepted (%s), in one text without secrets', async (...given) => {
    const [signatureEncoding, advice] = given;
    const fields = newFields({ signatureEncoding });
    const refusing = server('escaped', { code: 10001, msg: 'not secret: nor key 1, it seems' });
    const failure = await renew(refusing, fields, undefined, 'proof').catch((error) => error);
    expect(failure).toMatchObject({ name: 'XiaoALoginFailure', facts: { platformCode: 10001 } });
    const { message, description } = failure as { message: string; description: string };
    expect(message).toMatch(/\(XiaoA code 10001\)/);
    expect(message).toMatch(advice);
    expect(message.endsWith(description)).toBe(true);
    expect(message).not.toMatch(/secret|key 1/);
  });
});
