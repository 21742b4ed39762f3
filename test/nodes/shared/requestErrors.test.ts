import type { Background, Call } from '../../../nodes/shared/context';
import {
  answerNotUnderstood,
  fileBrokeOff,
  fileStalled,
  httpRefusal,
  noAnswer,
  platformRefusal,
  sessionLost,
  unforeseen,
} from '../../../nodes/shared/requestErrors';
import type { RequestFailure } from '../../../nodes/shared/requestFailure';
import { TransportError } from '../../../nodes/shared/transportError';
import { ENDPOINTS, type Endpoint } from '../../../xiaoa/endpoints';
import { MalformedAnswer } from '../../../xiaoa/envelope';
import { MultipartUpload, type Parameters } from '../../../xiaoa/signing/signParameters';

/** What is said of a request that failed, and what follows from it. */
const BACKGROUND: Background = {
  baseUrl: 'https://platform.example/xiaoa',
  secrets: ['secret-key'],
  signature: 'auto',
  allowUnauthorizedCerts: false,
};

const shown = ({ name, message, description, facts }: RequestFailure) => {
  expect(name).toBe('XiaoARequestFailure');
  return { message, description, ...facts };
};
const callTo = (endpoint: Endpoint, parameters: Parameters = {}): Call => ({
  endpoint,
  parameters,
});
const upload = (bytes = 3, fields: Parameters = {}): Call => ({
  endpoint: ENDPOINTS.addExcel,
  parameters: new MultipartUpload(fields, {
    field: 'upload',
    name: 'a.xlsx',
    bytes: Buffer.alloc(bytes),
  }),
});

describe('where no answer came', () => {
  it("this package's own words stay as they are", () => {
    const facts = { mayHaveArrived: true, transient: true, httpCode: '7' };
    const error = new TransportError('secret-key is a word', 'Use secret-key.', facts);
    expect(shown(noAnswer(error, BACKGROUND))).toEqual({
      message: 'secret-key is a word',
      description: 'Use secret-key.',
      httpCode: '7',
      mayBeDone: true,
      neverSent: false,
      transient: true,
    });
  });

  it("other people's words are cut, and hold no secret", () => {
    const facts = { mayHaveArrived: false, transient: false, foreign: true };
    const text = `secret-key ${'x'.repeat(400)}`;
    const failure = noAnswer(new TransportError(text, text, facts), BACKGROUND);
    expect(failure.message).toBe(`*** ${'x'.repeat(295)}…`);
    expect(failure.description).toBe(failure.message);
    expect(failure.facts).toEqual({ mayBeDone: false, neverSent: true, transient: false });
    expect(noAnswer(new TransportError(' ', '', facts), BACKGROUND).message).toBe(
      "The request to XiaoA couldn't be sent",
    );
  });
});

it.each([
  [new Error('with secret-key'), 'The request to XiaoA failed: with ***'],
  ['thrown', 'The request to XiaoA failed: thrown'],
])('a fault that nobody has foreseen may have come after the request: %s', (error, message) => {
  expect(shown(unforeseen(error, BACKGROUND))).toEqual({
    message,
    description: 'This is not a known fault. Please report it with this message.',
    mayBeDone: true,
  });
});

it('what came may be neither what was asked for nor a refusal', () => {
  const of = (endpoint: Endpoint, body: string) =>
    shown(answerNotUnderstood(callTo(endpoint), new MalformedAnswer(body), BACKGROUND));
  const page = '<html>secret-key</html>';
  expect(of(ENDPOINTS.tasks, page)).toEqual({
    message: "Couldn't read XiaoA's response",
    description: "It isn't JSON from XiaoA's API. It begins: <html>***</html>",
    mayBeDone: true,
    transient: true,
  });
  expect(of(ENDPOINTS.tasks, '').description).toMatch(/It begins: \(nothing\)$/);
  expect(of(ENDPOINTS.recordingFile, page)).toEqual({
    message: "XiaoA didn't return a file",
    description:
      "The response is neither a file nor an error from XiaoA's API. It begins: <html>***</html>",
    transient: true,
  });
  expect(of(ENDPOINTS.recordingFile, '')).toEqual({
    message: 'XiaoA sent an empty file',
    description: 'Check in XiaoA whether the file is there, and run this again.',
    transient: true,
  });
});

describe('an HTTP status of failure', () => {
  const refusal = (status: number, call = callTo(ENDPOINTS.addJson), headers = {}) =>
    shown(httpRefusal(call, { status, headers }, BACKGROUND));
  const BASE_URL = /^Check the Base URL in the XiaoA credential, and whether something in front/;

  it.each<[number, Call, RegExp]>([
    [
      413,
      callTo(ENDPOINTS.addJson),
      /^Even a single contact is too large for the server\. Shorten/,
    ],
    [413, callTo(ENDPOINTS.tasks), BASE_URL],
    [403, callTo(ENDPOINTS.addJson), BASE_URL],
    [403, upload(), BASE_URL],
    [413, upload(), /^The file is too large for the server\. Split it/],
    [404, callTo(ENDPOINTS.recordingFile), /^The recordings may be on another server/],
    [404, callTo(ENDPOINTS.segmentFile), /^The recordings may be on another server/],
    [404, callTo(ENDPOINTS.tasks), /^There is no such API at this address\. Check the Base URL/],
    [405, callTo(ENDPOINTS.recordingFile), BASE_URL],
    [429, callTo(ENDPOINTS.tasks), /^XiaoA is getting too many requests\. Wait a while/],
    [499, callTo(ENDPOINTS.tasks), BASE_URL],
    [500, callTo(ENDPOINTS.tasks), /^XiaoA, or something in front of it, is not working/],
    [503, callTo(ENDPOINTS.tasks), /^XiaoA, or something in front of it, is not working/],
    [302, callTo(ENDPOINTS.tasks), BASE_URL],
  ])('%i has its advice', (status, call, advice) => {
    const { message, description } = refusal(status, call);
    expect(message).toBe(`XiaoA answered with HTTP status ${status}`);
    expect(description).toMatch(advice);
  });

  it.each([
    [404, false, false],
    [429, false, true],
    [499, false, false],
    [500, true, true],
  ])('%i may come after the request was carried out: %p; may pass: %p', (status, done, passes) => {
    expect(refusal(status)).toMatchObject({
      httpCode: String(status),
      mayBeDone: done,
      transient: passes,
      tooLarge: false,
    });
  });

  it('says that an import is too large, but not a question', () => {
    expect(refusal(413).tooLarge).toBe(true);
    expect(refusal(413, callTo(ENDPOINTS.tasks)).tooLarge).toBe(false);
  });

  it('may say how long to wait', () => {
    expect(refusal(429, undefined, { 'retry-after': '3' }).retryAfterMs).toBe(3_000);
    expect(refusal(429).retryAfterMs).toBeUndefined();
  });

  it('may be a redirect, whose address holds no secret', () => {
    const location = 'https://secret-key.example/other/api/addJson?key=1';
    expect(refusal(302, undefined, { location })).toMatchObject({
      message: 'XiaoA redirects to https://***.example/other (HTTP 302)',
      description: 'If XiaoA is there, enter that address as the Base URL in the XiaoA credential.',
      httpCode: '302',
    });
    expect(refusal(301, undefined, { location: '/new' }).message).toBe(
      'XiaoA redirects to https://platform.example/new (HTTP 301)',
    );
    for (const status of [400, 404]) {
      expect(refusal(status, undefined, { location }).message).toBe(
        `XiaoA answered with HTTP status ${status}`,
      );
    }
  });
});

describe("the platform's own refusal", () => {
  const refusal = (
    code: number,
    { call = callTo(ENDPOINTS.addJson), status = 200, msg = '', signature = 'auto' as never } = {},
  ) =>
    shown(platformRefusal(call, { code, msg, data: null }, status, { ...BACKGROUND, signature }));

  it.each<[number, number, object]>([
    [500, 200, { httpCode: '500', mayBeDone: true, transient: true, tooLarge: false }],
    [20002, 200, { httpCode: '20002', mayBeDone: false, transient: false, tooLarge: false }],
    [20002, 413, { mayBeDone: false, tooLarge: true }],
    [30005, 200, { mayBeDone: false, transient: false, tooLarge: true }],
    [7, 503, { mayBeDone: true, transient: false, tooLarge: false }],
  ])('with the code %i and status %i', (code, status, facts) => {
    expect(refusal(code, { status })).toMatchObject(facts);
    expect(refusal(code, { status, call: callTo(ENDPOINTS.tasks) }).tooLarge).toBe(false);
  });

  it('is shown with what XiaoA said, without secrets', () => {
    expect(refusal(30011, { msg: 'gone: secret-key' }).message).toBe(
      'Task not found (XiaoA code 30011). XiaoA said: gone: ***',
    );
  });

  it.each<[string, number, Call, RegExp]>([
    ['a file', 30001, upload(), /^Check that 'Input Data Field Name'/],
    ['contacts', 30001, callTo(ENDPOINTS.addJson), /^Check that there is at least one contact\.$/],
    ['encrypted contacts', 30006, callTo(ENDPOINTS.addJson, { aes: true }), /couldn't decrypt/],
    [
      'what is called so',
      30006,
      callTo(ENDPOINTS.addJson, { aes: 'true' }),
      /at least one contact/,
    ],
    ['a recording', 50001, callTo(ENDPOINTS.recordingFile), /doesn't have this file any more/],
    ['a task', 50001, callTo(ENDPOINTS.operateTask), /^The field that names the task or record/],
    ['a question', 50001, callTo(ENDPOINTS.tasks), /^The field that names the task or record/],
    ['a large file', 30001, upload(1024 * 1024), /^The file is 1\.0 MB\. .* Split the file/],
    [
      'a file and long texts',
      30001,
      upload(1024 * 1024 - 600, { mark: '备'.repeat(200), number: 5 }),
      /^The file is 1\.0 MB\. /,
    ],
    ['a file and texts', 30001, upload(1024 * 1024 - 601, { mark: '备'.repeat(200) }), /^Check/],
    [
      'a large request',
      20002,
      callTo(ENDPOINTS.addJson, { source: 'x', client_info_json: 'y'.repeat(3 * 1024 * 1024 - 1) }),
      /^The request is 3\.0 MB\. .* Lower 'Contacts per Request'/,
    ],
    [
      'a small request',
      20002,
      callTo(ENDPOINTS.addJson, { mark: 'x' }),
      /^Check the node's fields/,
    ],
  ])('has the advice that fits %s', (_, code, call, advice) => {
    expect(refusal(code, { call }).description).toMatch(advice);
  });

  it.each([
    ['\u3000', 'U+3000 (a full-width space)'],
    ['\u00a0', 'U+00A0 (a non-breaking space)'],
    ['\u200b', 'an invisible one'],
    ['\u202e', 'an invisible one'],
    ['\u2060', 'an invisible one'],
    ['\ufeff', 'an invisible one'],
    ['\n', 'a line break, tab or another control character'],
    ['\u007f', 'a line break, tab or another control character'],
    ['🎉', 'an emoji'],
    ['😀', 'an emoji'],
    ['🧀', 'an emoji'],
    ['&', '&'],
    ['<', '<'],
    ['>', '>'],
    ['"', '"'],
    ["'", "'"],
    ['\\', '\\'],
  ])('of a signature names the character %j', (character, name) => {
    const call = callTo(ENDPOINTS.addJson, { number: 5, mark: `a${character}b`, project_sn: 'p' });
    expect(refusal(10001, { call }).description).toBe(
      `The likely cause is the character ${name} in one of the values: some servers change it before they check the signature. Remove it and run this again.`,
    );
    // What is not signed does not matter.
    const unsigned = callTo(ENDPOINTS.addJson, { source: `a${character}b`, mark: 'plain' });
    expect(refusal(10001, { call: unsigned }).description).toMatch(/^Check that the 'Base URL'/);
    expect(refusal(10001, { call: upload(3, { mark: character }) }).description).toContain(name);
  });

  it('of a signature tells Chinese text from other', () => {
    const chinese = callTo(ENDPOINTS.addJson, { mark: '备注' });
    expect(refusal(10001, { call: chinese }).description).toContain('All known ways to sign');
    expect(refusal(10001, { call: chinese, signature: 'raw' as never }).description).toMatch(
      /^Set 'Signature Encoding' in the XiaoA credential to Automatic/,
    );
    const ascii = callTo(ENDPOINTS.addJson, { mark: 'remark~', count: 5 });
    expect(refusal(10001, { call: ascii }).description).toContain('has just been updated');
  });
});

it('a key that is refused again and again is lost to somebody else, or for a reason that XiaoA gives', () => {
  const lost = (msg: string) =>
    shown(sessionLost(callTo(ENDPOINTS.tasks), { code: 20006, msg, data: null }, BACKGROUND));
  expect(lost('')).toEqual({
    message: 'XiaoA keeps rejecting new API keys',
    description:
      'Another program keeps signing in to the API with this account, and each login replaces the key. Give n8n an XiaoA account of its own.',
    httpCode: '20006',
  });
  expect(lost('locked: secret-key')).toEqual({
    message: 'XiaoA keeps rejecting new API keys. XiaoA said: locked: ***',
    description: expect.stringMatching(/^If that doesn't explain it, another program/),
    httpCode: '20006',
  });
});

it('a download that ends early keeps nothing', () => {
  expect(shown(fileBrokeOff(new Error('aborted: secret-key'), BACKGROUND))).toEqual({
    message: 'The download was interrupted',
    description: 'Nothing was kept (aborted: ***). Run this again.',
  });
  expect(shown(fileStalled())).toEqual({
    message: 'The download stalled',
    description:
      "Nothing was kept. Run this again. If XiaoA is just slow, raise 'Timeout' in the node's Request Options.",
  });
});
