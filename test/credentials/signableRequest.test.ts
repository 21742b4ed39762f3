import FormData from 'form-data';
import { Readable } from 'node:stream';

import { readRequest, UnsignableRequest } from '../../credentials/signableRequest';
import { ENDPOINTS } from '../../xiaoa/endpoints';
import { readAccount } from '../../xiaoa/session/account';
import { issueTicket, type SessionTicket } from '../../xiaoa/session/ticket';
import { MultipartUpload } from '../../xiaoa/signing/signParameters';
import { signatureOf, type Body } from '../xiaoa/session/fakePlatform';

const SIGNER = { userSn: 'SYSUSER|1', apiKey: 'Kpd2vKYC', form: 'escaped' } as const;
const COMMON = { user_sn: SIGNER.userSn, api_key: SIGNER.apiKey };
const BASE = 'https://xiaoa.example';

interface Sent {
  url?: string;
  uri?: string;
  body?: unknown;
  form?: unknown;
  formData?: unknown;
  qs?: Body;
  headers: Record<string, string>;
  abortSignal?: AbortSignal;
  [option: string]: unknown;
}

function read(options: object, fields: object = {}, ticket?: SessionTicket) {
  const account = readAccount({ baseUrl: BASE, username: 'user', password: 'secret', ...fields });
  return readRequest(options as never, account, ticket);
}

async function sign(options: object, fields: object = {}, ticket?: SessionTicket): Promise<Sent> {
  return (await read(options, fields, ticket).sign(SIGNER)) as unknown as Sent;
}

function ticketFor(more: Partial<SessionTicket> = {}): SessionTicket {
  const { signal } = new AbortController();
  return issueTicket({ endpoint: ENDPOINTS.crmRecords, begin: () => signal, ...more });
}

function thrownBy(work: () => unknown): UnsignableRequest {
  try {
    work();
  } catch (error) {
    return error as UnsignableRequest;
  }
  throw new Error('Nothing was thrown');
}

describe('the address of a request', () => {
  it.each([
    ['api/index', `${BASE}/api/index`],
    ['/api/index', `${BASE}/api/index`],
    ['', `${BASE}/`],
    [undefined, `${BASE}/`],
    [`${BASE}/api/index?a=1`, `${BASE}/api/index?a=1`],
    [` ${BASE.toUpperCase()}/api/index`, `${BASE}/api/index`],
    ['/api/index?from=https://other.example', `${BASE}/api/index?from=https://other.example`],
    ['api/index?at=10:30', `${BASE}/api/index?at=10:30`],
    ['api/index?b=c:d', `${BASE}/api/index?b=c:d`],
  ])('%j leads to %s', async (url, href) => {
    expect((await sign({ method: 'POST', url })).url).toBe(href);
  });

  it('may have a path in front', async () => {
    const signed = await sign({ method: 'POST', url: 'api/index' }, { baseUrl: `${BASE}/robot` });
    expect(signed.url).toBe(`${BASE}/robot/api/index`);
  });

  it.each([
    'https://other.example/api/index',
    'http://xiaoa.example/api/index',
    'https://xiaoa.example:8443/api/index',
    'https://xiaoa.example.other.example/api/index',
    'https://somebody@xiaoa.example/api/index',
    'ftp://xiaoa.example/api/index',
    'data:text/plain,x',
  ])('must not be %s', (url) => {
    const error = thrownBy(() => read({ method: 'POST', url }));
    expect(error).toBeInstanceOf(UnsignableRequest);
    expect(error.message).toBe('The address is not that of the XiaoA credential');
    expect(error.description).toContain(`the API key is for ${BASE} only`);
  });

  it.each(['//other.example/api/index', '\\\\other.example/api', '/\\other.example', 'https://'])(
    'must be a whole one: not %s',
    (url) => {
      const error = thrownBy(() => read({ method: 'POST', url }));
      expect(error.name).toBe('XiaoAUnsignableRequest');
      expect(error.message).toBe('The address of the request is not a web address');
      expect(error.description).toMatch(/^Nothing was sent\. Use the Base URL .*\/api\/index\.$/);
    },
  );

  it('stays where older nodes have it, and does not count twice', async () => {
    const { uri, url, baseURL } = await sign({ method: 'POST', uri: '/api/index', baseURL: BASE });
    expect({ uri, url, baseURL }).toEqual({ uri: `${BASE}/api/index` });
    const both = await sign({ method: 'POST', url: '/api/index', uri: '/api/crmList' });
    expect(both.url).toBe(`${BASE}/api/index`);
  });

  it("is the ticket's for this package's own requests", async () => {
    const options = { method: 'POST', url: 'https://other.example/x' };
    expect((await sign(options, {}, ticketFor())).url).toBe(`${BASE}/api/crmList`);
    const ticket = ticketFor({ server: 'https://files.example' });
    expect((await sign(options, {}, ticket)).url).toBe('https://files.example/api/crmList');
  });
});

describe('the parameters of a query', () => {
  it.each([['GET'], ['get'], ['HEAD'], [undefined]])('are signed for %s', async (method) => {
    const url = '/api/cdrDownload?recordpath=2026';
    const { qs, url: sentTo, headers } = await sign({ method, url, qs: { recordfile: '名.wav' } });
    const signed = { ...COMMON, recordpath: '2026', recordfile: '名.wav' };
    expect(qs).toEqual({ ...signed, url: signatureOf(signed, 'escaped') });
    // They are in one place: the platform signs what it receives.
    expect(sentTo).toBe(`${BASE}/api/cdrDownload`);
    expect(headers).not.toHaveProperty('Content-Type');
  });
});

function queued(): FormData {
  const form = new FormData();
  form.append('labelling', '有意向');
  form.append('upload', Buffer.from('the rows'), { filename: 'a.xlsx' });
  return form;
}

describe('the parameters of a body', () => {
  const own = { labelling: '有意向', pageSize: '5' };
  const query = new URLSearchParams(own).toString();
  const asForm = { 'content-TYPE': 'application/x-www-form-urlencoded; charset=utf-8' };
  const JSON_TYPE = 'application/json;charset=utf-8';
  const FORM_TYPE = 'application/x-www-form-urlencoded';

  it.each([
    ['an object', { body: own }, JSON_TYPE, own],
    ['JSON', { body: JSON.stringify(own) }, JSON_TYPE, own],
    ['blank text', { body: ' \n' }, JSON_TYPE, {}],
    ['nothing', {}, JSON_TYPE, {}],
    ['a query', { body: new URLSearchParams(own) }, FORM_TYPE, own],
    ["a form's text", { body: query, headers: asForm }, FORM_TYPE, own],
    ["a form's fields", { body: own, headers: asForm }, FORM_TYPE, own],
    ['an empty form', { headers: asForm }, FORM_TYPE, {}],
  ])('are read from %s', async (_, given, contentType, expected) => {
    const { body, headers } = await sign({ method: 'POST', url: '/api/crmList', ...given });
    const signed = { ...COMMON, ...expected };
    expect(body).toEqual({ ...signed, url: signatureOf(signed, 'escaped') });
    expect(headers).toEqual({ Accept: 'application/json', 'Content-Type': contentType });
  });

  it.each([
    ['fields', own],
    ['text', query],
  ])("are read from older nodes' form of %s", async (_, given) => {
    const { form, body } = await sign({ method: 'POST', url: '/api/crmList', form: given });
    const signed = { ...COMMON, ...own };
    expect(form).toEqual({ ...signed, url: signatureOf(signed, 'escaped') });
    expect(body).toBeUndefined();
  });

  it("are the texts of older nodes' multipart forms, and the files follow", async () => {
    const upload = { value: Buffer.from('sheet'), options: { filename: 'a.xlsx' } };
    const given = { upload, mark: null, project_sn: '模板|1', pages: 2 };
    const options = { method: 'POST', url: '/api/addExcel', formData: given };
    const { formData } = await sign({ ...options, body: {} });
    const signed = { ...COMMON, project_sn: '模板|1', pages: '2' };
    const url = signatureOf(signed, 'escaped');
    expect(formData).toEqual({ ...signed, url, upload });
    expect(Object.keys(formData as object).at(-1)).toBe('upload');
  });

  it('are the texts of a form that is ready to be sent', async () => {
    const formData = queued();
    const signed = await sign({ method: 'POST', url: '/api/addExcel', formData, body: 'other' });
    const parts = String((signed.formData as FormData).getBuffer());
    const url = signatureOf({ ...COMMON, labelling: '有意向' }, 'escaped');
    for (const text of [SIGNER.userSn, SIGNER.apiKey, '有意向', url, 'a.xlsx', 'the rows']) {
      expect(parts.split(text)).toHaveLength(2);
    }
    expect(signed.body).toBeUndefined();
  });

  it('are written around a file of this package', async () => {
    const file = { field: 'upload', name: '名单.xlsx', bytes: Buffer.from('sheet') };
    const body = new MultipartUpload({ project_sn: '模板|1', source: '春季' }, file);
    const signed = await sign({ method: 'POST', url: '/api/addExcel', body });
    const answer = new Response(new Uint8Array(signed.body as Buffer), {
      headers: { 'content-type': signed.headers['Content-Type'] },
    });
    const { upload, ...texts } = Object.fromEntries(await answer.formData());
    const url = signatureOf({ ...COMMON, project_sn: '模板|1' }, 'escaped');
    expect(texts).toEqual({ ...COMMON, project_sn: '模板|1', source: '春季', url });
    expect((upload as File).name).toBe('名单.xlsx');
    expect(Buffer.isBuffer(signed.body)).toBe(true);
  });

  it.each([
    ['bytes', { body: new Uint8Array(2) }],
    ['a list', { body: ['a'] }],
    ['a list as JSON', { body: '[1]' }],
    ['other text', { body: 'no JSON' }],
    ['a stream', { body: Readable.from(['a']) }],
    ['what can be piped', { body: { pipe() {} } }],
    ['a ready form in the wrong place', { body: queued() }],
    ['what can be appended to', { body: { append() {} } }],
    ['a list as a form', { form: ['a'] }],
    ['bytes as a form', { body: Buffer.from('a=1'), headers: asForm }],
    ['no form', { formData: null }],
  ])('cannot be read from %s', (_, given) => {
    const error = thrownBy(() => read({ method: 'POST', url: '/api/crmList', ...given }));
    expect(error).toBeInstanceOf(UnsignableRequest);
    expect(error.message).toBe("The body of the request can't be signed");
    expect(error.description).toMatch(/^Nothing was sent\. Send the parameters as JSON/);
  });

  it('are all signed where the API document does not have the address', async () => {
    const body = { upload: 'a', source: 'b' };
    const request = read({ method: 'POST', url: '/api/somethingNew', body });
    expect(request.endpoint).toBeUndefined();
    expect(request.signature(SIGNER)).toBe(signatureOf({ ...COMMON, ...body }, 'escaped'));
    const known = read({ method: 'POST', url: '/api/addExcel', body });
    expect(known.signature(SIGNER)).toBe(signatureOf(COMMON, 'escaped'));
  });

  it('can be signed in several ways: the request that was read stays as it is', async () => {
    const options = { method: 'POST', url: '/api/crmList', body: { labelling: '有' }, headers: {} };
    const before = structuredClone(options);
    const request = read(options);
    await request.sign(SIGNER);
    const { body } = await request.sign({ ...SIGNER, form: 'raw' });
    expect((body as Body).url).toBe(signatureOf({ ...COMMON, labelling: '有' }, 'raw'));
    expect(options).toEqual(before);
  });
});

describe('the headers of a request', () => {
  it.each([
    ['POST', '/api/crmList', 'application/json'],
    ['GET', '/api/cdrDownload', '*/*'],
    ['GET', '/api/somethingNew', 'application/json'],
  ])('ask %s %s for %s', async (method, url, accept) => {
    expect((await sign({ method, url })).headers.Accept).toBe(accept);
  });

  it("are the author's, but for the content type of a body that is written anew", async () => {
    const headers = { 'X-Own': 'Mine', ACCEPT: 'text/plain', 'CONTENT-type': 'Text/Plain' };
    const posted = await sign({ method: 'POST', url: '/api/crmList', body: {}, headers });
    expect(posted.headers).toEqual({
      'X-Own': 'Mine',
      ACCEPT: 'text/plain',
      'Content-Type': 'application/json;charset=utf-8',
    });
    expect((await sign({ method: 'GET', url: '/api/cdrDownload', headers })).headers).toEqual(
      headers,
    );
  });
});

it('never follows a redirect, which would take the key along', async () => {
  const follow = { followRedirect: true, followAllRedirects: true, disableFollowRedirect: false };
  expect(await sign({ method: 'POST', url: '/api/crmList', ...follow })).toMatchObject({
    followRedirect: false,
    followAllRedirects: false,
    disableFollowRedirect: true,
  });
});

it.each([
  [true, { skipSslCertificateValidation: true, rejectUnauthorized: false }],
  [false, { skipSslCertificateValidation: undefined, rejectUnauthorized: undefined }],
])('with Ignore SSL Issues %s', async (allowUnauthorizedCerts, expected) => {
  const signed = await sign({ method: 'POST', url: '/api/crmList' }, { allowUnauthorizedCerts });
  const { skipSslCertificateValidation, rejectUnauthorized } = signed;
  expect({ skipSslCertificateValidation, rejectUnauthorized }).toEqual(expected);
});

describe('giving a request up', () => {
  const options = { method: 'POST', url: '/api/crmList' };
  const own = () => new AbortController();

  it('is not possible where nobody has asked for it', async () => {
    expect(await sign(options)).not.toHaveProperty('abortSignal');
  });

  it.each([
    ['its author', 0],
    ["this package's time limit", 1],
  ])('is done by %s, also where both can', async (_, who) => {
    const author = own();
    const limit = own();
    const both = { ...options, abortSignal: author.signal };
    const ticket = ticketFor({ begin: () => limit.signal });
    const alone =
      who === 0 ? await sign(both) : await sign(options, {}, ticketFor({ begin: ticket.begin }));
    const { abortSignal } = await sign(both, {}, ticket);
    expect([alone.abortSignal?.aborted, abortSignal?.aborted]).toEqual([false, false]);
    (who === 0 ? author : limit).abort();
    expect([alone.abortSignal?.aborted, abortSignal?.aborted]).toEqual([true, true]);
  });
});
