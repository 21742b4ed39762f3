import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import FormData from 'form-data';
import type { IExecuteFunctions } from 'n8n-workflow';

import { executeContext } from '../support/engine';
import { setUp, type Bench } from '../support/platform';

/*
 * n8n's HTTP Request node with this package's credential: it hands its options to `requestWithAuthentication`, in the
 * shape that it builds them in (n8n-nodes-base, HttpRequestV3).
 */

let bench: Bench;
let node: IExecuteFunctions;
let elsewhere: Server;
let received: string[];

beforeEach(async () => {
  bench = await setUp();
  node = executeContext(
    [{}],
    { type: 'n8n-nodes-base.httpRequest', credentials: bench.credentials },
    bench.engine.credentials,
  );
  received = [];
  elsewhere = createServer((request, response) => {
    let body = '';
    request.on('data', (piece: Buffer) => (body += piece.toString()));
    request.on('end', () => {
      received.push(`${request.url} ${JSON.stringify(request.headers)} ${body}`);
      response.end('{"code":0,"msg":"ok","data":[]}');
    });
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  elsewhere.close();
  await bench.close();
});

const foreign = () => `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;

interface Answered {
  body: { code: number; data: unknown } | Buffer;
  statusCode: number;
}

async function request(options: Record<string, unknown>): Promise<Answered> {
  return (await node.helpers.requestWithAuthentication.call(
    node,
    'xiaoAApi',
    {
      headers: {},
      gzip: true,
      rejectUnauthorized: true,
      followRedirect: true,
      followAllRedirects: true,
      resolveWithFullResponse: true,
      sendCredentialsOnCrossOriginRedirect: false,
      timeout: 300_000,
      json: true,
      ...options,
    } as never,
    undefined,
    0,
  )) as Answered;
}

const codeOf = ({ body }: Answered) => (body as { code: number }).code;

const LISTS = ['index', 'getAiUsers', 'getProjects', 'cdrlist', 'crmList'];

it.each(LISTS)('signs POST /api/%s with a JSON body', async (endpoint) => {
  const uri = `${bench.emulator.url}/api/${endpoint}`;
  const body = { pageIndex: 0, pageSize: 5 };
  expect(codeOf(await request({ method: 'POST', uri, body }))).toBe(0);
});

function contacts() {
  return {
    project_sn: bench.emulator.templates[0].sn,
    source: '春季/回访',
    ai_user_sn: bench.emulator.aiUsers[0].user_sn,
    mark: '备注',
  };
}

const CLIENT_INFO = { data: [{ 姓名: '王芳', 电话: '13800138000' }] };

it.each([
  ['text', JSON.stringify(CLIENT_INFO), undefined],
  ['an object', CLIENT_INFO, undefined],
  ['text to encrypt', JSON.stringify(CLIENT_INFO), true],
])('signs addJson with the contacts as %s', async (_, client_info_json, aes) => {
  const uri = `${bench.emulator.url}/api/addJson`;
  const body = { ...contacts(), client_info_json, ...(aes ? { aes } : {}) };
  expect(codeOf(await request({ method: 'POST', uri, body }))).toBe(0);
  expect(bench.emulator.tasks[0].contacts).toHaveLength(1);
});

it('signs a raw JSON body, and a form', async () => {
  const uri = `${bench.emulator.url}/api/crmList`;
  const body = '{"labelling":"有意向"}';
  const headers = { 'content-type': 'application/json' };
  const raw = await request({ method: 'POST', uri, body, headers, json: false });
  expect((JSON.parse(String(raw.body)) as { code: number }).code).toBe(0);
  const form = { labelling: '有意向', pageSize: 5 };
  expect(codeOf(await request({ method: 'POST', uri, form }))).toBe(0);
});

it('signs a multipart form with a file', async () => {
  const uri = `${bench.emulator.url}/api/addExcel`;
  const upload = {
    value: Buffer.from('no workbook'),
    options: { filename: '名单.xlsx', contentType: 'application/octet-stream' },
  };
  const formData = { ...contacts(), upload };
  const answer = await request({ method: 'POST', uri, formData, body: undefined });
  // The signature and the key have passed: the file itself is none.
  expect(codeOf(answer)).toBe(30002);
});

it('signs files, with the parameters in the address or beside it', async () => {
  const [record] = bench.emulator.addCrmRecords([{ talktimes: 2 }]);
  const { recordpath, recordfile } = record;
  const uri = `${bench.emulator.url}/api/cdrDownload`;
  const file = { method: 'GET', encoding: null, json: false };
  const beside = await request({ ...file, uri, qs: { recordpath, recordfile } });
  const query = new URLSearchParams({ recordpath, recordfile }).toString();
  const within = await request({ ...file, uri: `${uri}?${query}` });
  for (const { body } of [beside, within]) expect((body as Buffer).length).toBeGreaterThan(10_000);
});

describe('the key goes nowhere else', () => {
  beforeEach(async () => {
    await request({ method: 'POST', uri: `${bench.emulator.url}/api/getAiUsers`, body: {} });
    bench.emulator.clearRequests();
  });

  it.each([
    ['another server', () => `${foreign()}/api/getAiUsers`],
    ['another server with the platform in its name', () => `http://xiaoa@${foreign().slice(7)}/`],
    ['an address without a scheme', () => `//${foreign().slice(7)}/api/getAiUsers`],
    ['backslashes', () => `http:\\\\${foreign().slice(7)}\\api\\getAiUsers`],
    ['another port', () => `${bench.emulator.url.replace(/:\d+$/, '')}:1/api/getAiUsers`],
  ])('not to %s', async (_, uri) => {
    await expect(request({ method: 'POST', uri: uri(), body: {} })).rejects.toThrow(
      /not that of the XiaoA credential|not a web address/,
    );
    expect(received).toEqual([]);
    // Nor does a refusal cost a login, which would take the key from others.
    expect(bench.emulator.logins).toBe(0);
  });

  it.each([['POST'], ['GET']])('not after a redirect of a %s', async (method) => {
    const endpoint = method === 'GET' ? '/api/cdrDownload' : '/api/getAiUsers';
    bench.emulator.faults.add({
      kind: 'status',
      status: 307,
      endpoint,
      headers: { location: `${foreign()}/x` },
      times: Infinity,
    });
    await request({ method, uri: bench.emulator.url + endpoint, body: {} }).catch(() => {});
    expect(received).toEqual([]);
  });

  it('not by a ticket that somebody has forged', async () => {
    const forged = { endpoint: { path: '/api/x', method: 'POST' }, server: foreign() };
    const headers = { 'x-xiaoa-session': forged };
    const uri = `${bench.emulator.url}/api/getAiUsers`;
    expect(codeOf(await request({ method: 'POST', uri, body: {}, headers }))).toBe(0);
    expect(received).toEqual([]);
  });
});

it('does not send a write again when it has failed', async () => {
  bench.emulator.faults.add({ kind: 'dropAfter', endpoint: '/api/addJson', times: Infinity });
  const uri = `${bench.emulator.url}/api/addJson`;
  const body = { ...contacts(), client_info_json: JSON.stringify(CLIENT_INFO) };
  await expect(request({ method: 'POST', uri, body })).rejects.toThrow();
  expect(bench.emulator.requestsTo('/api/addJson')).toHaveLength(1);
  expect(bench.emulator.tasks).toHaveLength(1);
});

it('says what it cannot sign', async () => {
  const form = new FormData();
  form.append('a', '1');
  const uri = `${bench.emulator.url}/api/crmList`;
  for (const body of [Buffer.from('x'), ['a'], form, 'no JSON']) {
    await expect(request({ method: 'POST', uri, body })).rejects.toThrow(/can't be signed/);
  }
  expect(bench.emulator.requestsTo('/api/crmList')).toHaveLength(0);
});
