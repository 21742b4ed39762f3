import type { Fault } from '../../emulator';

/** What the user sees of a fault. */
export type Outcome =
  /** Nothing: the answer is understood all the same. */
  | { as: 'unnoticed' }
  /** Nothing if it passes, for it is sent again; if it lasts, this message after the third time. */
  | { as: 'repeated'; message: RegExp | string }
  /** This message at once; nothing has been done. */
  | { as: 'told'; message: RegExp | string }
  /** This message at once, with the words that it may have been done and where to look. */
  | { as: 'doubtful'; message: string };

export interface FaultCase {
  name: string;
  fault: Omit<Fault, 'endpoint' | 'times'>;
  /** Whether the platform has done what was asked for when the fault comes. */
  acts: boolean;
  /** How long the user waits, in milliseconds, for faults that only a limit ends. */
  timeout?: number;
  read: Outcome;
  /** Default: as `read`; null where it cannot come. */
  file?: Outcome | null;
  /** null where nothing of the answer is needed. */
  write: Outcome | null;
  login: Outcome;
}

const unnoticed: Outcome = { as: 'unnoticed' };
const repeated = (message: RegExp | string): Outcome => ({ as: 'repeated', message });
const told = (message: RegExp | string): Outcome => ({ as: 'told', message });
const doubtful = (message: string): Outcome => ({
  as: 'doubtful',
  message: `${message}; the request may have gone through`,
});

const CUT = "Couldn't reach XiaoA: the connection was cut";
const BROKEN = "Couldn't reach XiaoA: the response was cut off";
const SLOW = "Couldn't reach XiaoA: no answer in time";
const PACKED = "Couldn't reach XiaoA: the response couldn't be decompressed";
const UNREADABLE = "Couldn't read XiaoA's response";
const NO_FILE = "XiaoA didn't return a file";
const BROKE_OFF = 'The download was interrupted';
const LOGIN_CUT = noLogin('the connection was cut');
const NOT_XIAOA = 'No XiaoA API answers at <Base URL>. Check the Base URL.';
const FAULT = "XiaoA couldn't process the request (XiaoA code 500)";
const FORBIDDEN = "This account isn't allowed to use this part of the API (XiaoA code 20007)";
const ECHOED = /^XiaoA refused the request: .*\*\*\*.* \(code 99999\)/s;

function noLogin(reason: string): string {
  return `Couldn't reach XiaoA at <Base URL>: ${reason}. Check the address, port and http/https.`;
}

/** The same wherever it comes. */
function always(outcome: Outcome): Pick<FaultCase, 'login' | 'read' | 'write'> {
  return { read: outcome, write: outcome, login: outcome };
}

function httpStatus(
  status: number,
  name: string,
  how: (message: string) => Outcome,
  headers?: Record<string, string>,
): FaultCase {
  const message = `XiaoA answered with HTTP status ${status}`;
  return {
    name,
    fault: { kind: 'status', status, headers },
    acts: false,
    read: how(message),
    write: status >= 500 ? doubtful(message) : told(message),
    login: how(
      status === 403
        ? 'Something in front of XiaoA at <Base URL> refused the login (HTTP 403)'
        : `XiaoA is not available at <Base URL> (HTTP ${status})`,
    ),
  };
}

/** Passed on by something in front, or by a platform that has moved. */
function redirect(status: number): FaultCase {
  const message = told(`XiaoA redirects to https://elsewhere.invalid (HTTP ${status})`);
  return {
    name: `HTTP ${status} to another address`,
    fault: { kind: 'status', status, headers: { location: 'https://elsewhere.invalid/' } },
    acts: false,
    read: message,
    file: repeated(/^Couldn't reach elsewhere\.invalid, to which XiaoA redirects: /),
    write: message,
    login: told(`<Base URL> redirects to https://elsewhere.invalid (HTTP ${status})`),
  };
}

function answerType(contentType: string | undefined): FaultCase {
  return {
    name: contentType ? `an answer that calls itself ${contentType}` : 'an answer without a type',
    fault: { kind: 'contentType', contentType },
    acts: true,
    ...always(unnoticed),
  };
}

function packed(encoding: 'br' | 'deflate' | 'gzip', name: string): FaultCase {
  return { name, fault: { kind: 'packed', encoding }, acts: true, ...always(unnoticed) };
}

export const FAULTS: FaultCase[] = [
  {
    name: 'no answer in time',
    fault: { kind: 'delay', delayMs: 6_000 },
    acts: true,
    timeout: 2_500,
    read: repeated(SLOW),
    write: doubtful(SLOW),
    login: repeated(LOGIN_CUT),
  },
  {
    name: 'half an answer, then silence',
    fault: { kind: 'stall' },
    acts: true,
    timeout: 2_500,
    read: repeated(SLOW),
    file: told('The download stalled'),
    write: doubtful(SLOW),
    login: repeated(LOGIN_CUT),
  },
  {
    name: 'the connection is cut before XiaoA has done anything',
    fault: { kind: 'dropBefore' },
    acts: false,
    read: repeated(CUT),
    write: doubtful(CUT),
    login: repeated(LOGIN_CUT),
  },
  {
    name: 'the connection is cut after XiaoA has done it',
    fault: { kind: 'dropAfter' },
    acts: true,
    read: repeated(CUT),
    write: doubtful(CUT),
    login: repeated(LOGIN_CUT),
  },
  {
    name: 'the connection is cut in the middle of the answer',
    fault: { kind: 'brokenOff' },
    acts: true,
    read: repeated(BROKEN),
    file: told(BROKE_OFF),
    write: doubtful(BROKEN),
    login: repeated(noLogin('the response was cut off')),
  },
  {
    name: 'half of the JSON, as if that were all',
    fault: { kind: 'truncated' },
    acts: true,
    read: repeated(UNREADABLE),
    file: told(BROKE_OFF),
    write: doubtful(UNREADABLE),
    login: repeated(NOT_XIAOA),
  },
  {
    name: 'an empty answer',
    fault: { kind: 'emptyBody' },
    acts: true,
    read: repeated(UNREADABLE),
    file: repeated('XiaoA sent an empty file'),
    write: doubtful(UNREADABLE),
    login: repeated(NOT_XIAOA),
  },
  {
    name: 'an answer in small pieces, without a length',
    fault: { kind: 'trickle' },
    acts: true,
    ...always(unnoticed),
  },
  httpStatus(500, 'HTTP 500', repeated),
  httpStatus(503, 'HTTP 503 that says when to come again', repeated, { 'retry-after': '1' }),
  httpStatus(429, 'HTTP 429', repeated),
  httpStatus(429, 'HTTP 429 that says when to come again', repeated, { 'retry-after': '1' }),
  httpStatus(403, 'HTTP 403', told),
  redirect(301),
  redirect(302),
  redirect(307),
  redirect(308),
  {
    name: 'a page in place of the answer',
    fault: { kind: 'html' },
    acts: false,
    read: repeated(UNREADABLE),
    file: repeated(NO_FILE),
    write: doubtful(UNREADABLE),
    login: repeated(NOT_XIAOA),
  },
  {
    name: "a warning of the platform's own in front of the JSON",
    fault: { kind: 'text', text: '<br />\n<b>Warning</b>: Undefined index\n{json}' },
    acts: true,
    ...always(unnoticed),
    file: null,
  },
  {
    name: 'code 500',
    fault: { kind: 'code', code: 500 },
    acts: false,
    read: repeated(FAULT),
    write: doubtful(FAULT),
    login: repeated(FAULT),
  },
  {
    name: 'code 20007',
    fault: { kind: 'code', code: 20007 },
    acts: false,
    ...always(told(FORBIDDEN)),
  },
  {
    name: 'a message that repeats the request, secrets and all',
    fault: { kind: 'echo' },
    acts: false,
    ...always(told(ECHOED)),
  },
  {
    name: 'a page that repeats the request, secrets and all',
    fault: { kind: 'echo', status: 200 },
    acts: false,
    read: repeated(UNREADABLE),
    file: repeated(NO_FILE),
    write: doubtful(UNREADABLE),
    login: repeated(NOT_XIAOA),
  },
  packed('gzip', 'an answer packed with gzip'),
  packed('deflate', 'an answer packed with deflate'),
  packed('br', 'an answer packed with Brotli'),
  {
    name: 'an answer that says it is packed and is not',
    fault: { kind: 'packed', encoding: 'lie' },
    acts: true,
    read: repeated(PACKED),
    write: doubtful(PACKED),
    login: repeated(noLogin("the response couldn't be decompressed")),
  },
  answerType('text/html; charset=utf-8'),
  answerType('text/plain'),
  answerType('application/octet-stream'),
  answerType('text/html; charset=gbk'),
  answerType(undefined),
  {
    name: 'a byte order mark and blank lines around the JSON',
    fault: { kind: 'text', text: '\ufeff\r\n\r\n{json}\n' },
    acts: true,
    ...always(unnoticed),
    file: null,
  },
  {
    name: 'JSON with a code twice: the last one counts',
    fault: { kind: 'text', text: '{"code":500,"msg":"no",{members}}' },
    acts: true,
    ...always(unnoticed),
    file: null,
  },
  {
    name: 'code 0 with data of another kind',
    fault: { kind: 'text', text: '{"code":0,"msg":"ok","data":"ok"}' },
    acts: true,
    read: repeated(UNREADABLE),
    file: repeated(NO_FILE),
    write: null,
    login: told('XiaoA accepted the login but sent no API key'),
  },
];
