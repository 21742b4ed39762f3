import {
  brokeOff,
  readTransportError,
  stopped,
  tooSlow,
  TransportError,
} from '../../../nodes/shared/transportError';
import { LoginFailure } from '../../../xiaoa/session/loginFailure';

const shown = ({ name, message, description, facts }: TransportError) => {
  expect(name).toBe('XiaoATransportError');
  return { message, description, ...facts };
};
/** As n8n does. */
const wrapped = (cause: unknown) =>
  Object.assign(new Error('Something failed'), { cause: Object.assign(new Error('x'), { cause }) });
const fault = (code: string, more: object = {}) =>
  Object.assign(new Error(`it failed: ${code}`), { code, ...more });

describe('what n8n throws in place of an answer', () => {
  it('may be that of a login', () => {
    const facts = { transient: true, httpCode: '20004', platformCode: 20004 };
    const login = new LoginFailure('Wrong password', 'Enter it again.', facts);
    for (const error of [login, wrapped(login)]) {
      expect(shown(readTransportError(error))).toEqual({
        message: 'Wrong password',
        description: 'Enter it again.',
        mayHaveArrived: false,
        transient: true,
        httpCode: '20004',
      });
    }
    const unknown = readTransportError(new LoginFailure('No answer', 'Wait.'));
    expect(unknown.facts).toEqual({ mayHaveArrived: false, transient: false });
  });

  it("may be another of this package's own, thrown before anything was sent", () => {
    const own = Object.assign(new Error('No user SN'), {
      name: 'XiaoAUnusable',
      description: 'Log in again.',
    });
    const expected = { message: 'No user SN', mayHaveArrived: false, transient: false };
    expect(shown(readTransportError(wrapped(own)))).toEqual({
      ...expected,
      description: 'Log in again.',
    });
    const bare = Object.assign(new Error('No user SN'), { name: 'XiaoAUnusable' });
    expect(shown(readTransportError(bare))).toEqual({ ...expected, description: '' });
  });

  it("may be n8n's refusal to send, in n8n's words", () => {
    class UserError extends Error {
      readonly description = 'Allow it.';
    }
    expect(shown(readTransportError(wrapped(new UserError('Domain not allowed'))))).toEqual({
      message: 'Domain not allowed',
      description: 'Allow it.',
      mayHaveArrived: false,
      transient: false,
      foreign: true,
    });
  });

  it('may be a connection that was not made, or one that was cut', () => {
    const refused = wrapped(fault('ECONNREFUSED', { syscall: 'connect' }));
    expect(shown(readTransportError(refused))).toEqual({
      message: "Couldn't reach XiaoA: connection refused",
      description: expect.stringContaining('Check the address, port and http/https'),
      mayHaveArrived: false,
      transient: true,
    });
    const cut = wrapped(fault('ECONNRESET'));
    expect(readTransportError(cut).facts).toMatchObject({ mayHaveArrived: true, transient: true });
    expect(readTransportError(cut, { wasSigned: true }).facts.mayHaveArrived).toBe(true);
    expect(readTransportError(cut, { wasSigned: false }).facts).toMatchObject({
      mayHaveArrived: false,
      transient: true,
    });
    expect(readTransportError(cut, { host: 'files.example' }).message).toBe(
      "Couldn't reach files.example: the connection was cut",
    );
  });

  it.each([
    ['an error', new Error('odd'), "Couldn't reach XiaoA: odd"],
    ['an object', { message: 'odd' }, "Couldn't reach XiaoA: odd"],
    [
      "an error of somebody else's with a similar name",
      Object.assign(new Error('odd'), { name: 'NotXiaoA' }),
      "Couldn't reach XiaoA: odd",
    ],
    ['nothing', undefined, "Couldn't reach XiaoA: the request failed"],
  ])('may be anything else, and then nobody knows: %s', (_, error, message) => {
    expect(shown(readTransportError(error))).toMatchObject({
      message,
      mayHaveArrived: true,
      transient: false,
      foreign: true,
    });
  });
});

it.each([
  [300_000, '300 seconds'],
  [1_000, '1 second'],
  [1_600, '2 seconds'],
  [999, '999 milliseconds'],
])('an answer that did not come within %i ms may have been given', (ms, words) => {
  expect(shown(tooSlow(ms))).toEqual({
    message: "Couldn't reach XiaoA: no answer in time",
    description: `XiaoA didn't answer within ${words}. If it is just slow, raise 'Timeout' in the node's Request Options.`,
    mayHaveArrived: true,
    transient: true,
  });
  expect(tooSlow(ms, 'files.example').message).toBe(
    "Couldn't reach files.example: no answer in time",
  );
});

it('so may one that broke off', () => {
  expect(shown(brokeOff())).toEqual({
    message: "Couldn't reach XiaoA: the response was cut off",
    description:
      'XiaoA, or something in front of it, closed the connection in the middle of its response.',
    mayHaveArrived: true,
    transient: true,
  });
});

it.each([
  [true, "XiaoA hadn't answered yet."],
  [false, 'Nothing more was sent.'],
])('an execution that was stopped is not tried again: %p', (mayHaveArrived, description) => {
  expect(shown(stopped(mayHaveArrived))).toEqual({
    message: 'This execution was stopped or ran out of time',
    description,
    mayHaveArrived,
    transient: false,
  });
});
