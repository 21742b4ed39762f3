import { ENDPOINTS } from '../../../xiaoa/endpoints';
import { sign } from '../../../xiaoa/signing/signature';
import {
  asText,
  encodeMultipart,
  MultipartUpload,
  signedUrl,
  signParameters,
} from '../../../xiaoa/signing/signParameters';

const SIGNER = {
  userSn: 'SYSUSER|0123456789abcdef',
  apiKey: 'Kpd2vKYC',
  form: 'escaped',
} as const;

test('own parameters follow the common ones, and what is undefined is left out', () => {
  const own = { pageSize: 5, status: undefined, batch: null, phone: '138' };
  const signed = signParameters({ unsigned: [] }, own, SIGNER);
  expect(Object.keys(signed)).toEqual(['user_sn', 'api_key', 'pageSize', 'phone', 'url']);
  expect(signed.url).toBe(
    sign({ user_sn: SIGNER.userSn, api_key: 'Kpd2vKYC', pageSize: '5', phone: '138' }),
  );
});

test.each([
  ['escaped', '5', 'true', '2', true],
  ['raw', '5', 'true', '2', true],
  ['escapedTyped', 5, true, '2', true],
  ['rawTyped', 5, true, '2', true],
] as const)('%s decides whether what is signed is sent as text', (form, ...expected) => {
  const own = { pageSize: 5, flag: true, id: '2', aes: true, client_info_json: 'Zm9v' };
  const unsigned = ['client_info_json', 'aes'];
  const { pageSize, flag, id, aes } = signParameters({ unsigned }, own, { ...SIGNER, form });
  expect([pageSize, flag, id, aes]).toEqual(expected);
});

test('nobody but the signer sets the key', () => {
  const own = { user_sn: 'other', api_key: 'other', url: 'other', a: '1' };
  const signed = signParameters({ unsigned: [] }, own, SIGNER);
  expect(Object.keys(signed)).toEqual(['user_sn', 'api_key', 'a', 'url']);
  expect(signed).toMatchObject({ user_sn: SIGNER.userSn, api_key: SIGNER.apiKey, a: '1' });
  expect(signed.url).toBe(sign({ user_sn: SIGNER.userSn, api_key: SIGNER.apiKey, a: '1' }));
});

test('what somebody has encrypted already is not encrypted again', () => {
  const clear = { client_info_json: ' {"data":[]}', aes: true };
  const unsigned = ['client_info_json', 'aes'];
  const { client_info_json: once } = signParameters({ unsigned }, clear, SIGNER);
  expect(once).not.toContain('data');
  const again = signParameters({ unsigned }, { client_info_json: once, aes: 'true' }, SIGNER);
  expect(again.client_info_json).toBe(once);
});

test('half a character is signed and sent as the same replacement', () => {
  const signed = signParameters({ unsigned: [] }, { mark: '\ud83d' }, SIGNER);
  expect(signed.mark).toBe('\ufffd');
});

test.each([true, 'true', '1', 1])('contacts are encrypted where aes is %p', (aes) => {
  const unsigned = ['client_info_json', 'aes'];
  const contacts = { client_info_json: '{"data":[]}', aes };
  const { client_info_json: sent } = signParameters({ unsigned }, contacts, SIGNER);
  expect(sent).toMatch(/^[A-Za-z0-9+/]{20,}={0,2}$/);
});

test.each([false, 'false', '0', 0, '', 'yes', undefined])(
  'contacts are sent as they are where aes is %p',
  (aes) => {
    const unsigned = ['client_info_json', 'aes'];
    const contacts = { client_info_json: '{"data":[]}', aes };
    const { client_info_json: sent } = signParameters({ unsigned }, contacts, SIGNER);
    expect(sent).toBe('{"data":[]}');
  },
);

test('only what looks like JSON is taken for contacts that nobody has encrypted', () => {
  const unsigned = ['client_info_json', 'aes'];
  const sent = (client_info_json: unknown) =>
    signParameters({ unsigned }, { client_info_json, aes: true }, SIGNER).client_info_json;
  for (const clear of ['[]', '  {}', '\n[{}]']) expect(sent(clear)).not.toBe(clear);
  for (const other of ['Zm9v {}', 'Zm9v[', '']) expect(sent(other)).toBe(other);
  expect(sent(undefined)).toBeUndefined();
});

test('lists and objects are sent as JSON, in every form', () => {
  const own = { list: [1, '中'], object: { a: { b: 1 } } };
  for (const form of ['escaped', 'rawTyped'] as const) {
    const signed = signParameters({ unsigned: [] }, own, { ...SIGNER, form });
    expect(signed).toMatchObject({ list: '[1,"中"]', object: '{"a":{"b":1}}' });
  }
});

test('numbers that JSON does not know are sent as text', () => {
  const own = { none: NaN, endless: -Infinity, big: 10n, half: '\ud83d' };
  const signed = signParameters({ unsigned: [] }, own, { ...SIGNER, form: 'rawTyped' });
  expect(signed).toMatchObject({ none: 'NaN', endless: '-Infinity', big: '10', half: '\ufffd' });
});

test('a query string holds text alone, and nothing that is empty', () => {
  expect(asText({ a: 5, b: null, c: undefined, d: [1], e: '', f: false })).toEqual({
    a: '5',
    d: '[1]',
    e: '',
    f: 'false',
  });
});

test('an address is signed over the text in it, whatever the form', () => {
  const own = { recordpath: '/home/a b&c', page: 5, gone: undefined };
  const address = signedUrl('https://xiaoa.example/voice', ENDPOINTS.recordingFile, own, {
    ...SIGNER,
    form: 'rawTyped',
  });
  const { origin, pathname, searchParams } = new URL(address);
  expect(origin + pathname).toBe('https://xiaoa.example/voice/api/cdrDownload');
  const sent = {
    user_sn: SIGNER.userSn,
    api_key: SIGNER.apiKey,
    recordpath: '/home/a b&c',
    page: '5',
  };
  expect(Object.fromEntries(searchParams)).toEqual({ ...sent, url: sign(sent) });
  expect(address).toContain(
    'SYSUSER%7C0123456789abcdef&api_key=Kpd2vKYC&recordpath=%2Fhome%2Fa%20b%26c',
  );
});

test('a file is sent with its parameters as one form', async () => {
  const file = { field: 'upload', name: '名单.xlsx', bytes: Buffer.from('PK the sheet') };
  const { body, contentType } = await encodeMultipart(
    { name: '张三', count: 5 },
    new MultipartUpload({}, file),
  );
  expect(contentType).toMatch(/^multipart\/form-data; boundary=/);
  const form = await new Response(new Uint8Array(body), {
    headers: { 'content-type': contentType },
  }).formData();
  expect([...form.keys()]).toEqual(['name', 'count', 'upload']);
  expect([form.get('name'), form.get('count')]).toEqual(['张三', '5']);
  const upload = form.get('upload') as File;
  expect([upload.name, await upload.text()]).toEqual(['名单.xlsx', 'PK the sheet']);
});
