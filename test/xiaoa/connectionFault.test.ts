import { connect, createServer, type Server } from 'node:net';
import { connect as connectTls } from 'node:tls';

import { NodeApiError, NodeOperationError, UserError, type INode } from 'n8n-workflow';

import { causes, connectionFault } from '../../xiaoa/connectionFault';

const ADDRESS = 'Check the address, port and http/https of the Base URL in the XiaoA credential';

/** As Node throws it, and n8n hands it on: the reason lies in the cause of the cause. */
function wrapped(facts: object, message = 'read ECONNRESET'): Error {
  const thrown = Object.assign(new Error(message), facts);
  return new Error('The service was not able to process your request', {
    cause: new Error(message, { cause: thrown }),
  });
}

describe('a fault with a code', () => {
  it.each([
    ['ECONNREFUSED', 'connection refused'],
    ['ENOTFOUND', 'host not found'],
    ['EAI_AGAIN', "the host name couldn't be looked up"],
    ['EHOSTUNREACH', 'no route to the host'],
    ['ENETUNREACH', 'no route to the host'],
    ['EADDRNOTAVAIL', 'no route to the host'],
    ['ECONNRESET', 'the connection was cut'],
    ['EPIPE', 'the connection was cut'],
    ['ETIMEDOUT', 'no answer in time'],
    ['ESOCKETTIMEDOUT', 'no answer in time'],
    ['ECONNABORTED', 'no answer in time'],
    ['ERR_BAD_RESPONSE', 'the response was cut off'],
    ['ERR_STREAM_PREMATURE_CLOSE', 'the response was cut off'],
    ['Z_BUF_ERROR', "the response couldn't be decompressed"],
    ['Z_DATA_ERROR', "the response couldn't be decompressed"],
    ['ERR_CANCELED', 'the request was canceled'],
    ['HPE_INVALID_CONSTANT', "the response isn't HTTP"],
  ])('%s is put in words, and may have come after the request', (code, reason) => {
    const fault = {
      reason,
      advice: `${ADDRESS}, and that this n8n may connect to it (${code}).`,
      mayHaveArrived: true,
      transient: true,
    };
    expect(connectionFault({ code })).toEqual(fault);
    expect(connectionFault(wrapped({ code, syscall: 'read' }))).toEqual(fault);
    expect(connectionFault(wrapped({ code, syscall: 'write' }))).toEqual(fault);
  });

  it.each(['connect', 'getaddrinfo', 'queryA', 'bind'])(
    'never left where it comes of %s',
    (syscall) => {
      const fault = connectionFault(wrapped({ code: 'ETIMEDOUT', syscall }));
      expect(fault).toMatchObject({ mayHaveArrived: false, transient: true });
    },
  );

  it.each<[string, unknown[], boolean]>([
    ['all', [{ syscall: 'connect' }, { syscall: 'connect' }], false],
    ['some', [{ syscall: 'connect' }, { syscall: 'read' }], true],
    ['none', [], true],
    ['what is not known', [null], true],
  ])('of several addresses: %s failed before anything was sent', (_, errors, mayHaveArrived) => {
    const fault = connectionFault(wrapped({ code: 'ECONNREFUSED', errors }));
    expect(fault).toMatchObject({ reason: 'connection refused', mayHaveArrived });
  });

  it('never left where the other side hangs up in the TLS handshake', () => {
    const said = 'Client network socket disconnected before secure TLS connection was established';
    expect(connectionFault(wrapped({ code: 'ECONNRESET' }, said))).toMatchObject({
      reason: 'the connection was cut',
      mayHaveArrived: false,
    });
  });
});

describe('a certificate', () => {
  it.each([
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'CERT_HAS_EXPIRED',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  ])('%s is refused before anything is sent, and again', (code) => {
    const { advice, ...fault } = connectionFault(wrapped({ code }));
    expect(fault).toEqual({
      reason: "the server's certificate isn't trusted",
      mayHaveArrived: false,
      transient: false,
    });
    expect(advice).toContain("'Ignore SSL Issues (Insecure)'");
    expect(advice).toContain(`(${code})`);
  });
});

describe('a TLS fault', () => {
  it.each([
    ['EPROTO', 'write EPROTO 00:error:0A00010B:SSL routines::wrong version number', undefined],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'ssl3_get_record:wrong version number', 'connect'],
    ['ERR_SSL_PACKET_LENGTH_TOO_LONG', 'packet length too long', undefined],
    ['EPROTO', 'http request', undefined],
    ['EPROTO', 'unknown protocol', undefined],
  ])('%s: %s means that the server does not speak TLS', (code, message, syscall) => {
    expect(connectionFault(wrapped({ code, syscall }, message))).toEqual({
      reason: "the server doesn't use HTTPS",
      advice: `${ADDRESS} (${code}).`,
      mayHaveArrived: false,
      transient: true,
    });
  });

  it.each([
    ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'sslv3 alert handshake failure', false],
    ['ERR_SSL_TLSV1_UNRECOGNIZED_NAME', 'tlsv1 unrecognized name', false],
    ['EPROTO', 'unsupported protocol', false],
    ['EPROTO', 'tlsv1 alert protocol version', false],
    ['EPROTO', 'no protocols available', false],
    ['ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC', 'decryption failed or bad record mac', true],
    ['ERR_TLS_RENEGOTIATION_DISABLED', 'renegotiation', true],
    // OpenSSL names what a certificate of the client lacks so as well, when all has been sent.
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'tlsv13 alert certificate required', true],
  ])('%s: %s', (code, message, mayHaveArrived) => {
    expect(connectionFault(wrapped({ code }, message))).toEqual({
      reason: 'the secure connection failed',
      advice: `${ADDRESS} (${code}).`,
      mayHaveArrived,
      transient: true,
    });
  });

  it('that was read may come after the request, whatever it says', () => {
    const facts = { code: 'EPROTO', syscall: 'read' };
    expect(connectionFault(wrapped(facts, 'wrong version number'))).toMatchObject({
      reason: "the server doesn't use HTTPS",
      mayHaveArrived: true,
    });
  });
});

describe('what Node itself throws', () => {
  let server: Server;
  let port: number;

  beforeEach(async () => {
    server = createServer((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ({ port } = server.address() as { port: number });
  });

  afterEach(() => server.close());

  const errorOf = async (socket: ReturnType<typeof connect>) =>
    await new Promise<Error>((resolve) => socket.once('error', resolve));

  it('at a server without TLS', async () => {
    expect(connectionFault(await errorOf(connectTls({ port, host: '127.0.0.1' })))).toMatchObject({
      reason: "the server doesn't use HTTPS",
      mayHaveArrived: false,
    });
  });

  it('at a port where nobody listens, on one address and on several', async () => {
    await new Promise((resolve) => server.close(resolve));
    for (const host of ['127.0.0.1', 'localhost']) {
      expect(connectionFault(await errorOf(connect({ port, host })))).toMatchObject({
        reason: 'connection refused',
        mayHaveArrived: false,
      });
    }
  });
});

describe("n8n's own refusals", () => {
  const node = { name: 'XiaoA', type: 'x', parameters: {} } as unknown as INode;

  it('are kept in its words, and nothing was sent', () => {
    const error = new NodeOperationError(node, 'Domain not allowed: example.com', {
      description: 'Ask the owner of the credential.',
    });
    const own = {
      message: 'Domain not allowed: example.com',
      description: 'Ask the owner of the credential.',
    };
    expect(connectionFault(new Error('x', { cause: error }))).toEqual({
      reason: own.message,
      advice: own.description,
      mayHaveArrived: false,
      transient: false,
      own,
    });
    expect(connectionFault(new UserError('No.')).own).toEqual({ message: 'No.', description: '' });
    class UnimplementedError extends Error {}
    expect(connectionFault(new UnimplementedError('Not yet.')).own?.message).toBe('Not yet.');
  });

  it('are not what n8n wraps', () => {
    const error = new NodeApiError(node, { message: 'x', code: 'ECONNRESET' });
    expect(connectionFault(error).own).toBeUndefined();
  });
});

it('what is not known may have arrived, and its words are foreign', () => {
  expect(connectionFault({ message: 'odd', description: 'Odd.', code: 'EODD' })).toEqual({
    reason: 'odd',
    advice: 'Odd.',
    mayHaveArrived: true,
    transient: false,
    isForeign: true,
  });
  for (const nothing of [undefined, null, 'text', {}, { message: 1, code: 2 }]) {
    expect(connectionFault(nothing)).toEqual({
      reason: 'the request failed',
      advice: `${ADDRESS}.`,
      mayHaveArrived: true,
      transient: false,
      isForeign: true,
    });
  }
});

it('ends with causes in a circle or in a long row', () => {
  const circle: { cause?: unknown } = {};
  circle.cause = { cause: circle };
  expect(causes(circle)).toHaveLength(2);
  let chain: object = { code: 'ECONNRESET' };
  for (let depth = 0; depth < 100; depth++) chain = { cause: chain };
  expect(causes(chain).length).toBeLessThan(50);
});
