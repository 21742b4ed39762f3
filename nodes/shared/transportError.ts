import { causes, connectionFault } from '../../xiaoa/connectionFault';
import { LOGIN_FAILURE, type LoginFailure } from '../../xiaoa/session/loginFailure';
import { counted } from '../../xiaoa/text';

interface Facts {
  /** Whether the platform may have received the request, so that a write may have been carried out. */
  readonly mayHaveArrived: boolean;
  /** Whether the same request may succeed a moment later. */
  readonly transient: boolean;
  readonly httpCode?: string;
  /** Whether the words are not this package's own, so that a secret may be among them. */
  readonly foreign?: boolean;
}

/** Why no answer came, without anything of the request: that holds the key, sometimes the password. */
export class TransportError extends Error {
  override readonly name = 'XiaoATransportError';

  constructor(
    message: string,
    readonly description: string,
    readonly facts: Facts,
  ) {
    super(message);
  }
}

/** What this package's credential throws before anything is sent. */
interface OwnError extends Error {
  readonly description?: string;
}

/**
 * What n8n has thrown in place of an answer. It wraps what was thrown once or several times; the reason lies
 * somewhere down the causes.
 *
 * @param wasSigned whether the credential had handed the request over for sending
 * @param host what was to be reached
 */
export function readTransportError(
  error: unknown,
  { wasSigned = true, host = 'XiaoA' } = {},
): TransportError {
  const chain = causes(error) as OwnError[];
  const login = chain.find(({ name }) => name === LOGIN_FAILURE) as LoginFailure | undefined;
  if (login) {
    const { transient = false, httpCode } = login.facts;
    const facts = { mayHaveArrived: false, transient, httpCode };
    return new TransportError(login.message, login.description, facts);
  }
  const own = chain.find(({ name }) => name?.startsWith('XiaoA'));
  if (own) {
    const facts = { mayHaveArrived: false, transient: false };
    return new TransportError(own.message, own.description ?? '', facts);
  }
  const fault = connectionFault(error);
  const { mayHaveArrived, transient } = fault;
  if (fault.own) {
    const { message, description } = fault.own;
    return new TransportError(message, description, {
      mayHaveArrived: false,
      transient: false,
      foreign: true,
    });
  }
  return new TransportError(`Couldn't reach ${host}: ${fault.reason}`, fault.advice, {
    mayHaveArrived: wasSigned && mayHaveArrived,
    transient,
    foreign: fault.isForeign,
  });
}

/** The time that the user gives a request was over. */
export function tooSlow(timeoutMs: number, host = 'XiaoA'): TransportError {
  return new TransportError(
    `Couldn't reach ${host}: no answer in time`,
    `XiaoA didn't answer within ${seconds(timeoutMs)}. If it is just slow, raise 'Timeout' in the node's Request Options.`,
    { mayHaveArrived: true, transient: true },
  );
}

/** The answer ended before all of it had come. */
export function brokeOff(): TransportError {
  return new TransportError(
    "Couldn't reach XiaoA: the response was cut off",
    'XiaoA, or something in front of it, closed the connection in the middle of its response.',
    { mayHaveArrived: true, transient: true },
  );
}

/** n8n has ended the execution that made the request. */
export function stopped(mayHaveArrived: boolean): TransportError {
  return new TransportError(
    'This execution was stopped or ran out of time',
    mayHaveArrived ? "XiaoA hadn't answered yet." : 'Nothing more was sent.',
    { mayHaveArrived, transient: false },
  );
}

function seconds(ms: number): string {
  return ms < 1_000 ? `${ms} milliseconds` : counted(Math.round(ms / 1_000), 'second');
}
