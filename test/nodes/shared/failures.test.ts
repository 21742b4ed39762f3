import { NodeApiError, type IExecuteFunctions } from 'n8n-workflow';

import { backoff, retryAfter } from '../../../nodes/shared/backoff';
import { emptyField, failedItem, named } from '../../../nodes/shared/itemErrors';
import {
  failureOf,
  isTooLarge,
  nodeApiError,
  RequestFailure,
  type FailureFacts,
} from '../../../nodes/shared/requestFailure';
import { connectionFromRequestOptions, connectionOf } from '../../../nodes/shared/requestOptions';
import { ENDPOINTS } from '../../../xiaoa/endpoints';
import { Host } from './host';

let host: Host;
beforeEach(() => (host = new Host()));
afterEach(() => jest.restoreAllMocks());

describe('the wait before a read is tried again', () => {
  it.each([
    [0, [375, 750, 1_500]],
    [0.5, [500, 1_000, 2_000]],
    [1, [625, 1_250, 2_500]],
  ])('doubles, with a part of chance: %d', (chance, waits) => {
    jest.spyOn(Math, 'random').mockReturnValue(chance);
    expect([1, 2, 3].map((attempt) => backoff(attempt))).toEqual(waits);
    expect(backoff(9)).toBe(10_000);
  });

  it('is what the server asks for, within bounds', () => {
    expect([backoff(1, 7_000), backoff(3, 1), backoff(1, 60_000)]).toEqual([7_000, 1, 10_000]);
  });

  const now = Date.parse('2026-11-26T12:00:00Z');
  it.each<[unknown, number | undefined]>([
    ['3', 3_000],
    [' 120 ', 120_000],
    ['0', undefined],
    ['Thu, 26 Nov 2026 12:00:05 GMT', 5_000],
    ['Thu, 26 Nov 2026 12:00:05 +0000', 5_000],
    ['26 Nov 2026 12:00:05 GMT', 5_000],
    ['Thu, 26 Nov 2026 11:00:00 GMT', undefined],
    ['soon', undefined],
    ['3x', undefined],
    ['x3', undefined],
    [3, undefined],
    [undefined, undefined],
  ])('is read from %p', (header, wait) => expect(retryAfter(header, now)).toBe(wait));
});

describe("a failed request as one of n8n's errors", () => {
  const of = (facts?: FailureFacts, endpoint = ENDPOINTS.addJson, whereToLook?: string) =>
    nodeApiError(
      host.context,
      { endpoint, itemIndex: 4, whereToLook },
      new RequestFailure('It failed', 'Do this.', facts),
    );

  it('says what happened and what to do, and where', () => {
    const error = of({ httpCode: '30011' });
    expect(error).toBeInstanceOf(NodeApiError);
    expect([error.message, error.description, error.httpCode]).toEqual([
      'It failed',
      'Do this.',
      '30011',
    ]);
    expect(error.messages).toEqual(['/api/addJson (API 7.6)']);
    expect(error.context.itemIndex).toBe(4);
  });

  it('keeps a message that n8n would replace', () => {
    const failure = new RequestFailure('ECONNREFUSED, EPERM', 'ENOTFOUND');
    const error = nodeApiError(host.context, { endpoint: ENDPOINTS.tasks }, failure);
    expect([error.message, error.description]).toEqual(['ECONNREFUSED, EPERM', 'ENOTFOUND']);
  });

  it('says of a write that nobody knows what has become of it', () => {
    const error = of({ mayBeDone: true });
    expect(error.message).toBe('It failed; the request may have gone through');
    expect(error.description).toBe(
      "Do this. XiaoA may have carried out the request, so it wasn't sent again: a second time could call people twice. Look in XiaoA whether it was done before you run this again.",
    );
    expect(of({ mayBeDone: true }, undefined, 'Look at the task 5').description).toMatch(
      /twice\. Look at the task 5 before you run this again\.$/,
    );
    const bare = nodeApiError(
      host.context,
      { endpoint: ENDPOINTS.addJson },
      new RequestFailure('It failed', '', { mayBeDone: true }),
    );
    expect(bare.description).toMatch(/^XiaoA may have carried out/);
    for (const known of [
      of({ mayBeDone: false }),
      of(),
      of({ mayBeDone: true }, ENDPOINTS.tasks),
    ]) {
      expect([known.message, known.description]).toEqual(['It failed', 'Do this.']);
    }
  });

  it('is remembered with what is known of it', () => {
    const error = of({ tooLarge: true });
    expect(failureOf(error)).toMatchObject({ message: 'It failed', facts: { tooLarge: true } });
    expect([error, of({ tooLarge: false }), of(), new Error('x'), 'x'].map(isTooLarge)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
    expect([failureOf(new Error('x')), failureOf('x'), failureOf(undefined)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(JSON.stringify(error)).not.toContain('tooLarge');
  });
});

describe('an item that failed', () => {
  const failed = (error: unknown) => failedItem(host.context, error, { item: 2 });
  const described = (message: string, description?: unknown) =>
    Object.assign(new Error(message), { description });

  it('ends the run unless the user chose to continue', () => {
    const error = described('It failed', 'Nothing was sent.');
    expect(() => failed(error)).toThrow(error);
    expect(error.message).toBe('It failed');
    host.continues = true;
    expect(failed(error)).toEqual({ json: { error: 'It failed' }, pairedItem: { item: 2 } });
  });

  it('tells a model all that is known', () => {
    host.type = 'xiaoATaskTool';
    host.continues = true;
    const error = (of: unknown) => failed(of).json.error;
    expect(error(described('It failed', 'Do this.'))).toBe('It failed. Do this.');
    expect(error(described('It failed. Do this.', 'Do this.'))).toBe('It failed. Do this.');
    expect(error(described('It failed', null))).toBe('It failed');
    expect(error(described('It failed', ''))).toBe('It failed');
    expect(error({ message: 'odd', description: 'Do this.' })).toBe('odd');
  });

  it('names the field that is empty, or cannot be read', () => {
    expect(emptyField(host.context.getNode(), 'Task', 'Choose one.', 3)).toMatchObject({
      message: "'Task' is empty (item 3, counted from 0)",
      description: 'Choose one.',
      context: { itemIndex: 3 },
    });
    expect(named(host.context.getNode(), 'Created', () => 5)).toBe(5);
    const read = () =>
      named(host.context.getNode(), 'Created', () => {
        throw new Error('no date');
      });
    expect(read).toThrow(
      expect.objectContaining({
        message: "'Created': no date",
        description: 'Correct the value or remove the field.',
      }),
    );
  });
});

describe("n8n's Request Options", () => {
  const site = () => ({ node: host.context.getNode(), itemIndex: 3 });

  it('are taken from a request that n8n has begun', () => {
    const proxy = { host: 'p', port: 1 };
    expect(
      connectionOf(
        {
          timeout: 5,
          proxy,
          skipSslCertificateValidation: false,
          allowedDomains: 'a',
          url: 'x',
        },
        site(),
      ),
    ).toEqual({ timeout: 5, proxy, skipSslCertificateValidation: false, allowedDomains: 'a' });
    expect(Object.keys(connectionOf({ url: 'x' }, site()))).toEqual([]);
  });

  const connection = (requestOptions?: object, item?: number) => {
    host.parameters = requestOptions ? ({ requestOptions } as never) : {};
    return connectionFromRequestOptions(host.context as IExecuteFunctions, item);
  };

  it('are read for the node', () => {
    expect(connection()).toEqual({});
    expect(connection({ timeout: 0, allowUnauthorizedCerts: false, proxy: '' })).toEqual({});
    expect(connection({ timeout: 7, allowUnauthorizedCerts: true })).toEqual({
      timeout: 7,
      skipSslCertificateValidation: true,
    });
  });

  it.each<[unknown, number | undefined]>([
    ['5000', 5_000],
    [' 7 ', 7],
    [1.5, 1.5],
    [0, undefined],
    ['0', undefined],
    ['', undefined],
    [null, undefined],
  ])('hold a timeout, which an expression may give as %p', (timeout, expected) => {
    expect(connection({ timeout })).toEqual(expected === undefined ? {} : { timeout: expected });
    expect(connectionOf({ timeout }, site()).timeout).toBe(expected);
  });

  it.each([
    ['soon', "'soon'"],
    [-1, '-1'],
    [Infinity, 'Infinity'],
    [{ ms: 5 }, '{"ms":5}'],
  ])('hold a timeout that is none: %p', (timeout, shown) => {
    const refusal = expect.objectContaining({
      message: `'Timeout' is ${shown} (item 3, counted from 0), but must be a number of 0 or more`,
      description: "Nothing was sent. Correct 'Timeout', or the expression in it.",
    });
    expect(() => connection({ timeout }, 3)).toThrow(refusal);
    expect(() => connectionOf({ timeout }, site())).toThrow(refusal);
  });

  it.each<[string, object]>([
    ['http://proxy:8080', { host: 'proxy', port: 8080, protocol: 'http' }],
    [' https://proxy:8443/ ', { host: 'proxy', port: 8443, protocol: 'https' }],
    ['http://proxy:80', { host: 'proxy', port: 80, protocol: 'http' }],
    ['https://proxy:443/ ', { host: 'proxy', port: 443, protocol: 'https' }],
    [
      'HTTP://us%40er:pa%3Ass@proxy:1',
      { host: 'proxy', port: 1, protocol: 'http', auth: { username: 'us@er', password: 'pa:ss' } },
    ],
  ])('hold a proxy: %s', (proxy, expected) =>
    expect(connection({ proxy })).toEqual({ proxy: expected }),
  );

  it.each([
    ['proxy:8080', 'host'],
    ['ftp://proxy:8080', 'host'],
    ['xhttp://proxy:8080', 'host'],
    ['x http://proxy:8080', 'host'],
    ['http:///', 'host'],
    ['http://a b:1', 'host'],
    ['http://proxy', 'port'],
    ['http://proxy/x:80/y', 'port'],
    ['http://proxy:80/x', 'port'],
  ])('hold a proxy that cannot be used: %s', (proxy, missing) => {
    expect(() => connection({ proxy }, 3)).toThrow(
      expect.objectContaining({
        message: 'The proxy is not valid',
        description: `The proxy URL does not contain a valid value for "${missing}"`,
        context: expect.objectContaining({ itemIndex: 3 }),
      }),
    );
  });
});
