/** What went wrong between this n8n and the platform, from whatever n8n's HTTP client has thrown. */
export interface ConnectionFault {
  /** In a few words, to stand behind "Couldn't reach XiaoA: ". */
  readonly reason: string;
  readonly advice: string;
  /** Whether the platform may have received the request, so that a write may have been carried out. */
  readonly mayHaveArrived: boolean;
  /** Whether the same request may succeed a moment later. */
  readonly transient: boolean;
  /** Whether the words are not this package's own, so that a secret may be among them. */
  readonly isForeign?: boolean;
  /** n8n's own words, where n8n itself has refused to send: a domain that is not allowed, … */
  readonly own?: { readonly message: string; readonly description: string };
}

interface Thrown {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly description?: unknown;
  readonly code?: unknown;
  readonly syscall?: unknown;
  readonly cause?: unknown;
  readonly errors?: unknown;
}

const REASONS: ReadonlyMap<string, string> = new Map([
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
  // Only this is left of them: statuses and JSON are the platform's own matter.
  ['ERR_BAD_RESPONSE', 'the response was cut off'],
  ['ERR_STREAM_PREMATURE_CLOSE', 'the response was cut off'],
  ['Z_BUF_ERROR', "the response couldn't be decompressed"],
  ['Z_DATA_ERROR', "the response couldn't be decompressed"],
  ['ERR_CANCELED', 'the request was canceled'],
]);

/** The connection was being made when it failed: the request is only sent afterwards. */
const BEFORE_SENDING: ReadonlySet<unknown> = new Set(['connect', 'getaddrinfo', 'queryA', 'bind']);

/** Node says this where the other side hangs up in the middle of the TLS handshake. */
const HUNG_UP_BEFORE_TLS =
  'Client network socket disconnected before secure TLS connection was established';

/** What a server answers to a TLS handshake that does not speak TLS. */
const NO_TLS = /wrong version number|packet length too long|unknown protocol|http request/i;

/** What else only the first answer of a TLS handshake brings about. */
const NO_HANDSHAKE =
  /unsupported protocol|handshake failure|alert protocol version|unrecognized name|no protocols available/i;

/** What Node calls a certificate that it does not accept; the request is sent only behind it. */
const CERTIFICATE = /^(?!ERR_SSL_)(?:.*CERT|SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY))/;

const CHECK_ADDRESS =
  'Check the address, port and http/https of the Base URL in the XiaoA credential';

/** n8n wraps what was thrown, once or several times; the reason lies somewhere down the causes. */
export function connectionFault(error: unknown): ConnectionFault {
  const chain = causes(error);
  const own = chain.find(isN8nsOwn);
  if (own) {
    return {
      reason: textOf(own.message),
      advice: textOf(own.description),
      mayHaveArrived: false,
      transient: false,
      own: { message: textOf(own.message), description: textOf(own.description) },
    };
  }
  for (const thrown of chain) {
    const fault = known(thrown, chain);
    if (fault) return fault;
  }
  const [outer] = chain;
  return {
    reason: textOf(outer?.message) || 'the request failed',
    advice: textOf(outer?.description) || `${CHECK_ADDRESS}.`,
    mayHaveArrived: true,
    transient: false,
    isForeign: true,
  };
}

function known({ code }: Thrown, chain: readonly Thrown[]): ConnectionFault | undefined {
  if (typeof code !== 'string') return undefined;
  if (CERTIFICATE.test(code)) {
    return {
      reason: "the server's certificate isn't trusted",
      advice: `Ask XiaoA for a valid certificate. If you trust this server as it is, turn on 'Ignore SSL Issues (Insecure)' in the XiaoA credential (${code}).`,
      mayHaveArrived: false,
      transient: false,
    };
  }
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_')) {
    return tlsFault(code, chain);
  }
  const reason = code.startsWith('HPE_') ? "the response isn't HTTP" : REASONS.get(code);
  if (reason === undefined) return undefined;
  return {
    reason,
    advice: `${CHECK_ADDRESS}, and that this n8n may connect to it (${code}).`,
    mayHaveArrived: !chain.some(wasNeverSent),
    transient: true,
  };
}

function tlsFault(code: string, chain: readonly Thrown[]): ConnectionFault {
  const readOnly = chain.some(({ syscall }) => syscall === 'read');
  const says = (pattern: RegExp) =>
    chain.some(({ message }) => pattern.test(textOf(message).slice(0, 1_000)));
  const noTls = says(NO_TLS);
  const atHandshake = !readOnly && (noTls || says(NO_HANDSHAKE));
  return {
    reason: noTls ? "the server doesn't use HTTPS" : 'the secure connection failed',
    advice: `${CHECK_ADDRESS} (${code}).`,
    mayHaveArrived: !atHandshake,
    transient: true,
  };
}

/** An address with several IPs fails with one error for each of them. */
function wasNeverSent({ syscall, message, errors }: Thrown): boolean {
  if (BEFORE_SENDING.has(syscall) || message === HUNG_UP_BEFORE_TLS) return true;
  return (
    Array.isArray(errors) &&
    errors.length > 0 &&
    errors.every((one: Thrown | null) => BEFORE_SENDING.has(one?.syscall))
  );
}

/**
 * n8n throws these before it sends anything, in words for the user. The last is how engine 2.0 refuses credentials that
 * it cannot use yet.
 */
const N8NS_OWN: ReadonlySet<string | undefined> = new Set([
  'UserError',
  'NodeOperationError',
  'UnimplementedError',
]);

function isN8nsOwn(thrown: Thrown): boolean {
  let prototype: unknown = Object.getPrototypeOf(thrown);
  while (typeof prototype === 'object' && prototype !== null) {
    const { name } = (prototype as { constructor?: { name?: string } }).constructor ?? {};
    if (N8NS_OWN.has(name)) return true;
    prototype = Object.getPrototypeOf(prototype);
  }
  return false;
}

/** The error itself and what has caused it, the outermost first. */
export function causes(error: unknown): Thrown[] {
  const chain: Thrown[] = [];
  let next: unknown = error;
  while (typeof next === 'object' && next !== null && !chain.includes(next) && chain.length < 20) {
    chain.push(next as Thrown);
    next = (next as Thrown).cause;
  }
  return chain;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
