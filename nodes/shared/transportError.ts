import { LOGIN_FAILURE } from '../../xiaoa/session/login';

/** Why no answer came, without anything of the request: that holds the key, sometimes the password. */
export class TransportError extends Error {
  override readonly name = 'XiaoATransportError';

  constructor(
    message: string,
    readonly description: string,
    /** Whether the platform may have received the request, so that a write may have been carried out. */
    readonly mayHaveArrived: boolean,
    /** Whether the same request may succeed a moment later. */
    readonly transient: boolean,
    readonly httpCode?: string,
    /** Whether the words are not this package's own, so that a secret may be among them. */
    readonly foreign = false,
  ) {
    super(message);
  }
}

interface Thrown {
  name?: string;
  message?: string;
  description?: string | null;
  code?: unknown;
  cause?: unknown;
  platformCode?: number;
  transient?: boolean;
}

/** The connection was never made, so the platform knows nothing of the request. */
const NEVER_SENT = new Map([
  ['ECONNREFUSED', 'it refuses connections'],
  ['ENOTFOUND', 'its name is not known'],
  ['EAI_AGAIN', 'its name could not be looked up'],
  ['EHOSTUNREACH', 'there is no route to it'],
  ['ENETUNREACH', 'there is no route to it'],
  ['EPROTO', 'it does not speak HTTPS there'],
]);

/** What Node calls a certificate that it does not accept; the request is sent only behind it. */
const CERTIFICATE = /CERT|SELF_SIGNED|^UNABLE_TO_(?:GET|VERIFY)/;

const CUT_OFF = new Map([
  ['ECONNRESET', 'the connection was cut'],
  ['EPIPE', 'the connection was cut'],
  ['ETIMEDOUT', 'no answer came in time'],
  ['ECONNABORTED', 'no answer came in time'],
  // Only this is left of them: statuses and JSON are the platform's own matter.
  ['ERR_BAD_RESPONSE', 'its answer broke off'],
  ['Z_BUF_ERROR', 'its answer could not be unpacked'],
  ['Z_DATA_ERROR', 'its answer could not be unpacked'],
]);

/** n8n wraps what was thrown, once or several times; the reason lies somewhere down the causes. */
export function readTransportError(error: unknown): TransportError {
  const chain = causes(error);

  const login = chain.find(({ name }) => name === LOGIN_FAILURE);
  if (login) {
    return new TransportError(
      login.message ?? '',
      login.description ?? '',
      false,
      login.transient === true,
      login.platformCode === undefined ? undefined : String(login.platformCode),
    );
  }
  const ours = chain.find(({ name }) => name?.startsWith('XiaoA'));
  if (ours) return new TransportError(ours.message ?? '', ours.description ?? '', false, false);

  for (const { code } of chain) {
    if (typeof code !== 'string') continue;
    const certificate = CERTIFICATE.test(code);
    const reason = certificate
      ? 'its certificate is not one to be trusted'
      : (NEVER_SENT.get(code) ?? CUT_OFF.get(code));
    if (reason !== undefined) {
      return new TransportError(
        `XiaoA could not be reached: ${reason}`,
        // The code stands in the description: n8n would replace a message that has one in it.
        `Check the Base URL in the XiaoA credential and that this n8n may connect to it (${code}).`,
        CUT_OFF.has(code),
        !certificate,
      );
    }
  }
  // Whatever else n8n refuses by itself (no credential chosen, a domain that is not allowed, …).
  const [outer] = chain;
  return new TransportError(
    outer?.message ?? 'The request to XiaoA could not be sent',
    outer?.description ?? '',
    !chain.some(({ name }) => name === 'NodeOperationError' || name === 'UserError'),
    false,
    undefined,
    true,
  );
}

function causes(error: unknown): Thrown[] {
  const chain: Thrown[] = [];
  let next: unknown = error;
  while (typeof next === 'object' && next !== null && !chain.includes(next as Thrown)) {
    chain.push(next as Thrown);
    next = (next as Thrown).cause;
  }
  return chain;
}
