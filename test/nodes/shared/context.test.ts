import { backgroundOf } from '../../../nodes/shared/context';
import { Host, sessionOf } from './host';

/** What is known of a failed request. */
let host: Host;
beforeEach(() => (host = new Host()));

it('names the address, and whatever must not be seen', async () => {
  host.store(sessionOf('api/key'));
  Object.assign(host.credential, { allowUnauthorizedCerts: true, signatureEncoding: 'raw' });
  const context = Object.assign(host.context, {
    getCredentials: async (type: string) =>
      type === 'xiaoAApi' ? await Promise.resolve(host.credential) : undefined,
  });
  const { secrets, ...more } = await backgroundOf(context as never);
  expect(more).toEqual({
    baseUrl: 'https://platform.example',
    signature: 'raw',
    allowUnauthorizedCerts: true,
  });
  expect(secrets).toEqual(expect.arrayContaining(['secret-password', 'api/key']));
});

it('knows of no key before the first login', async () => {
  const { secrets } = await backgroundOf(host.context);
  expect(secrets).toContain('secret-password');
  const before = new Set(secrets);
  host.store(sessionOf('api/key'));
  const after = (await backgroundOf(host.context)).secrets;
  expect(after.filter((secret) => !before.has(secret))).toEqual(['api/key']);
  expect([...before].filter((secret) => secret && !after.includes(secret))).toEqual([]);
});

it('knows nothing where there is no credential, so that nothing is a secret', async () => {
  const context = Object.assign(host.context, {
    getCredentials: async () => await Promise.reject(new Error('no credential')),
  });
  expect(await backgroundOf(context)).toEqual({
    baseUrl: '',
    secrets: [],
    signature: 'auto',
    allowUnauthorizedCerts: false,
  });
});
