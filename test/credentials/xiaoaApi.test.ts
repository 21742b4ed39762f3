import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { NodeHelpers, type IAuthenticate, type INodeProperties } from 'n8n-workflow';

import { XiaoAApi } from '../../credentials/XiaoAApi.credentials';

type Signing = Extract<IAuthenticate, (...given: never[]) => unknown>;

const credential = new XiaoAApi();

function shown(values: object): string[] {
  const asked = (property: INodeProperties) =>
    NodeHelpers.displayParameter({ ...values }, property, null, null);
  return credential.properties.filter(asked).map(({ name }) => name);
}

it('asks for what the way to sign in needs, and warns of a connection in clear', () => {
  const both = ['authentication', 'baseUrl', 'signatureEncoding', 'allowUnauthorizedCerts'];
  expect(shown({ authentication: 'password', baseUrl: 'https://a' })).toEqual(
    expect.arrayContaining([...both, 'username', 'password', 'sharedAccountNotice']),
  );
  expect(shown({ authentication: 'password', baseUrl: 'https://a' })).not.toEqual(
    expect.arrayContaining(['accessId']),
  );
  const byAccessId = shown({ authentication: 'accessId', baseUrl: 'http://a' });
  expect(byAccessId).toEqual(
    expect.arrayContaining([...both, 'accessId', 'accessSecret', 'plainHttpNotice']),
  );
  for (const name of ['username', 'password', 'sharedAccountNotice']) {
    expect(byAccessId).not.toContain(name);
  }
});

it('has the name that saved workflows know, and a page that explains it', () => {
  expect(credential).toMatchObject({ name: 'xiaoAApi', displayName: 'XiaoA API' });
  const [, page] = credential.documentationUrl.split('/blob/main/');
  expect(existsSync(join(__dirname, '..', '..', page))).toBe(true);
});

it('gives n8n a key, and signs with it', async () => {
  const fields = { baseUrl: 'https://xiaoa.example', username: 'named', password: 'secret' };
  const body = { code: 0, msg: 'ok', data: { api_key: 'a key', user_sn: 'SYSUSER|1' } };
  const httpRequest = async () => await Promise.resolve({ statusCode: 200, headers: {}, body });
  const output = await credential.preAuthentication.call({ helpers: { httpRequest } } as never, {
    ...fields,
  });
  const stored = { ...fields, sessionToken: String(output.sessionToken) };
  const request = { method: 'POST' as const, url: '/api/index', body: {} };
  const signed = await (credential.authenticate as Signing)(stored, request);
  expect(signed.body).toMatchObject({ user_sn: 'SYSUSER|1', api_key: 'a key' });
});

it('shows no secret as it is typed, nor the key that n8n keeps', () => {
  const hidden = credential.properties.filter(({ typeOptions }) => typeOptions?.password);
  expect(hidden.map(({ name }) => name)).toEqual(['password', 'accessSecret', 'sessionToken']);
});

describe('its test', () => {
  const { request, rules } = credential.test;

  it('asks for a login, and then a harmless question of the platform', () => {
    expect(request).toMatchObject({
      baseURL: '={{$credentials.baseUrl}}',
      url: '/api/index',
      method: 'POST',
      headers: { 'x-xiaoa-session': 'renew' },
      body: { pageSize: 1, start_create_at: '2020-01-01', end_create_at: '2020-01-01' },
      ignoreHttpStatusErrors: true,
    });
  });

  it('fails by the codes that say something of the credential, not of the question', () => {
    const byCode = rules?.map(({ type, properties }) => {
      const { key, value, message } = properties as { key: string; value: number; message: string };
      expect({ type, key }).toEqual({ type: 'responseSuccessBody', key: 'code' });
      expect(message).not.toContain('XiaoA said');
      expect(message).toMatch(new RegExp(`^\\S.{10,} \\(XiaoA code ${value}\\)\\. \\S.{20,}`));
      return [value, message] as const;
    });
    const codes = byCode?.map(([code]) => code);
    expect(codes).toEqual(expect.arrayContaining([500, 10001, 20005, 20006, 40001]));
    for (const code of [0, 20002, 20007, 30011]) expect(codes).not.toContain(code);
    expect(new Map(byCode).get(10001)).toContain('All known ways to sign Chinese text');
  });
});
