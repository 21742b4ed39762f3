import { Readable } from 'node:stream';

import type { Call, Connection } from '../../../nodes/shared/context';
import { Deadline } from '../../../nodes/shared/deadline';
import type { Answer } from '../../../nodes/shared/http';
import { followRedirects } from '../../../nodes/shared/redirects';
import type { RequestFailure } from '../../../nodes/shared/requestFailure';
import { ENDPOINTS } from '../../../xiaoa/endpoints';
import { failureOf, Host, httpAnswer, sessionOf } from './host';

/** A file may be elsewhere, but the key stays at home. */
let host: Host;
beforeEach(() => {
  host = new Host();
  host.store(sessionOf('api/key'));
});

const answer = (status: number, location?: unknown, body: unknown = ''): Answer => ({
  status,
  headers: location === undefined ? {} : { location: location as string },
  body,
  deadline: new Deadline(1_234),
});
const moved = (location: string) => () => httpAnswer('', 302, { location });
const arrived = () => httpAnswer('bytes');
async function follow(first: Answer, more: Partial<Call> = {}): Promise<Answer> {
  const request: Call = { endpoint: ENDPOINTS.recordingFile, parameters: {}, ...more };
  return await followRedirects(host.context, request, first);
}
const redirectFailure = failureOf<RequestFailure>;
const fetched = () => host.plain.map(({ url }) => url);

it.each<[number, unknown]>([
  [200, 'https://files.example/a'],
  [299, 'https://files.example/a'],
  [400, 'https://files.example/a'],
  [302, undefined],
  [302, ['https://files.example/a']],
])('%i with the place %p is no redirect', async (status, location) => {
  const first = answer(status, location);
  expect(await follow(first)).toBe(first);
  expect(host.plain).toEqual([]);
});

it.each([300, 302, 399])(
  '%i is followed, with what the node was told of its connection',
  async (status) => {
    host.elsewhere = [arrived];
    const connection: Connection = { timeout: 7 };
    const last = await follow(answer(status, 'https://files.example/a'), { connection });
    expect(last).toMatchObject({ status: 200, body: 'bytes', deadline: { ms: 1_234 } });
    expect(host.plain[0]).toMatchObject({ url: 'https://files.example/a', timeout: 7 });
    expect(host.plain[0]).not.toHaveProperty('skipSslCertificateValidation');
  },
);

it('trusts the certificates that the credential trusts', async () => {
  host.elsewhere = [arrived];
  host.credential.allowUnauthorizedCerts = true;
  await follow(answer(302, 'https://files.example/a'));
  expect(host.plain[0].skipSslCertificateValidation).toBe(true);
});

it('reads what was sent with a redirect, so that its connection is free again', async () => {
  host.elsewhere = [arrived];
  const body = Readable.from([Buffer.from('moved')]);
  await follow(answer(302, 'https://files.example/a', body));
  await new Promise((resolve) => setImmediate(resolve));
  expect(body.readableEnded).toBe(true);
});

it('takes what signs the request off for anybody else', async () => {
  const signed = '?user_sn=1&api_key=2&url=3&file=4';
  const cases: Array<[string, string, string]> = [
    ['https://platform.example', 'https://platform.example/b', signed],
    ['https://platform.example', 'https://files.example/b', '?file=4'],
    ['https://platform.example', 'https://platform.example:444/b', '?file=4'],
    ['https://platform.example', 'http://platform.example/b', '?file=4'],
    ['http://platform.example', 'https://platform.example/b', signed],
    ['http://platform.example:81', 'https://platform.example/b', signed],
    ['http://platform.example', 'https://files.example/b', '?file=4'],
    ['http://platform.example', 'http://platform.example:81/b', '?file=4'],
  ];
  for (const [baseUrl, target, expected] of cases) {
    host.credential.baseUrl = baseUrl;
    host.elsewhere = [arrived];
    host.plain = [];
    await follow(answer(302, target + signed));
    expect(fetched()).toEqual([target + expected]);
  }
  host.plain = [];
  host.elsewhere = [arrived];
  await follow(answer(302, `https://files.example/b${signed}`), {
    server: 'https://files.example',
  });
  expect(fetched()).toEqual([`https://files.example/b${signed}`]);
});

it.each([
  ['https://files.example/secret-password/a', true],
  ['https://files.example/a?x=api%2Fkey', true],
  ['https://files.example/a?x=secret%2Dpassword', true],
  ['https://files.example/%E0%A4/secret-password', true],
  ['https://files.example/%E0%A4/a', false],
  ['https://platform.example/secret-password', false],
])('does not go where the key would be given away: %s', async (location, isRefused) => {
  host.elsewhere = [arrived];
  const error = await redirectFailure(follow(answer(307, location)));
  expect(fetched()).toHaveLength(isRefused ? 0 : 1);
  if (!isRefused) return;
  expect(error).toMatchObject({
    message: 'XiaoA redirects the download to files.example and gives away the API key',
    description:
      'The redirect was not followed: the key is meant for XiaoA only. Ask XiaoA to fix its server.',
    facts: { httpCode: '307' },
  });
});

it('takes a short password for no secret', async () => {
  host.credential.password = 'abc';
  host.elsewhere = [arrived];
  await follow(answer(302, 'https://files.example/abc'));
  expect(fetched()).toHaveLength(1);
  host.credential.password = 'abcd';
  const error = await redirectFailure(follow(answer(302, 'https://files.example/abcd')));
  expect(error.message).toContain('gives away the API key');
});

it('goes on from where it is, five times', async () => {
  host.elsewhere = [moved('/b'), moved('c'), moved('//more.example/d'), moved('e'), arrived];
  await follow(answer(302, 'https://files.example/x/a'));
  expect(fetched()).toEqual([
    'https://files.example/x/a',
    'https://files.example/b',
    'https://files.example/c',
    'https://more.example/d',
    'https://more.example/e',
  ]);
  host.plain = [];
  host.elsewhere = ['b', 'c', 'd', 'e', 'f'].map(moved);
  const error = await redirectFailure(follow(answer(302, 'https://files.example/a')));
  expect(fetched()).toHaveLength(5);
  expect(error).toMatchObject({
    message: 'XiaoA redirects the download in a loop',
    description:
      'The last redirect (HTTP 302) points to https://files.example/f. Ask XiaoA where its recordings are.',
    facts: { httpCode: '302' },
  });
});

it.each([
  ['ftp://files.example/a', 'ftp://files.example/a'],
  ['https://user@files.example/a', 'https://files.example/a'],
  ['https://[', '(an unknown place)'],
])('goes nowhere else: %s', async (location, shown) => {
  const error = await redirectFailure(follow(answer(302, location)));
  expect(error.message).toBe("XiaoA's redirect leads nowhere");
  expect(error.description).toContain(`points to ${shown}. `);
  expect(host.plain).toEqual([]);
});
