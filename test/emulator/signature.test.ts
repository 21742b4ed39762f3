import { decryptContacts } from '../../emulator/endpoints/cipher';
import { phpJsonEncode } from '../../emulator/wire/phpJson';
import type { Params } from '../../emulator';
import { expectedSignature, signedJson } from '../../emulator/wire/signature';
import { startEmulator, type Emulator } from '../../emulator';
import vectors from '../fixtures/php-vectors.json';
import { Client } from './client';

describe('signature, against what PHP itself made', () => {
  const cases = vectors.signatures.map((vector, index) => ({ index, ...vector }));

  it.each(cases)('vector $index, escaped', ({ params, signed_json, url }) => {
    expect(signedJson(params as Params)).toBe(signed_json);
    expect(expectedSignature(params as Params)).toBe(url);
  });

  it.each(cases)('vector $index, raw', ({ params, signed_json_raw_unicode, url_raw_unicode }) => {
    expect(signedJson(params as Params, [], 'raw')).toBe(signed_json_raw_unicode);
    expect(expectedSignature(params as Params, [], 'raw')).toBe(url_raw_unicode);
  });

  it('writes what is nested, empty or no text as PHP does', () => {
    const value = { a: [1, 'x/y', null], b: {}, c: { '0': 'p', '1': 'q' }, d: true, e: 1.5 };
    expect(phpJsonEncode(value)).toBe(
      '{"a":[1,"x\\/y",null],"b":[],"c":["p","q"],"d":true,"e":1.5}',
    );
  });

  it.each(vectors.aes)('opens what PHP encrypted ($user_sn)', (vector) => {
    expect(decryptContacts(vector.ciphertext_base64, vector.user_sn)).toBe(vector.plaintext);
  });

  it('does not open what was encrypted with another key', () => {
    const [{ ciphertext_base64 }, { user_sn }] = vectors.aes;
    expect(decryptContacts(ciphertext_base64, user_sn)).toBeUndefined();
  });
});

describe('signature, over the wire', () => {
  let emulator: Emulator;
  beforeAll(async () => {
    emulator = await startEmulator();
  });
  afterAll(() => emulator.close());

  const user = 'user_sn=SYSUSER|5d03d133d7fb004e2ccf34eb8fbdc45c';
  const call = '15999679436_c94d1e70-43a5-11e8-81b6-e71e66bc9eb1.mp3';
  // The three samples of the document, as it prints them.
  const samples = [
    `/api/cdrDownload?url=3e415b12&${user}&api_key=Kpd2vKYC&recordpath=/home/record&recordfile=/20180419/20180419154646_15999679436_${call}`,
    `/api/cdrFragmentDownload?url=229daa6c&${user}&api_key=Kpd2vKYC&recordfile=/home/record/20180419/fenduan_20180419154651_asr_ques_keya_${call}`,
    `/api/exportModel?url=fde3faaf&${user}&api_key=6TRJCuQg&project_sn=project|8ac1cebd6407f30fb4f618615de41990`,
  ];

  it.each(samples)('holds the document’s sample to be well signed: %s', async (path) => {
    const { code } = (await (await fetch(emulator.url + path)).json()) as { code: number };
    // It gets past the signature, and then nobody knows that user.
    expect(code).toBe(20005);
  });

  it.each(samples)('notices a changed parameter: %s', async (path) => {
    const changed = path.replace('c94d1e70', 'c94d1e71').replace('8ac1cebd', '8ac1cebe');
    const { code } = (await (await fetch(emulator.url + changed)).json()) as { code: number };
    expect(code).toBe(10001);
  });

  it('goes by the order in which the parameters come', async () => {
    const client = await Client.loggedIn(emulator);
    const { url } = client.signed('crmList', client.common({ pageIndex: 0, pageSize: 5 }));
    const { user_sn, api_key } = client.common({});
    const send = (params: Params) => client.sendText('crmList', JSON.stringify(params));
    expect(await send({ url, user_sn, api_key, pageIndex: 0, pageSize: 5 })).toMatchObject({
      code: 0,
    });
    expect(await send({ user_sn, api_key, pageSize: 5, pageIndex: 0, url })).toMatchObject({
      code: 10001,
    });
  });

  it('goes by types: a number is not its text', async () => {
    const client = await Client.loggedIn(emulator);
    const { url, ...params } = client.signed('crmList', client.common({ pageIndex: 0 }));
    const text = JSON.stringify({ ...params, pageIndex: '0', url });
    expect(await client.sendText('crmList', text)).toMatchObject({ code: 10001 });
  });

  it('takes a form, whose values are all text', async () => {
    const client = await Client.loggedIn(emulator);
    const params = client.signed('crmList', client.common({ pageSize: '5', labelling: '有 意向' }));
    const body = new URLSearchParams(params as Record<string, string>);
    const response = await fetch(`${emulator.url}/api/crmList`, { method: 'POST', body });
    expect(await response.json()).toMatchObject({ code: 0 });
  });

  it('changes its reading of characters outside ASCII', async () => {
    const client = await Client.loggedIn(emulator);
    emulator.configure({ signatureEncoding: 'raw' });
    expect(await client.post('crmList', { labelling: '有意向' })).toMatchObject({ code: 10001 });
    const params = client.common({ labelling: '有意向' });
    const url = expectedSignature(params, [], 'raw');
    const answer = await client.sendText('crmList', JSON.stringify({ ...params, url }));
    expect(answer).toMatchObject({ code: 0 });
  });
});
