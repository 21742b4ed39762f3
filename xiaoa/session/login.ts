import { describeCode, isPassingStatus, SERVER_FAULT, SUCCESS } from '../codes';
import { ENDPOINTS } from '../endpoints';
import { MalformedAnswer, openEnvelope, type Envelope } from '../envelope';
import { redact } from '../redact';
import { sign } from '../signing/signature';
import { accountFingerprint, type Account } from './account';
import type { Session } from './session';

/** The JSON body of a login (API §7.1). `from` 2 means an API client. */
export interface LoginBody {
  username: string;
  password: string;
  from: '2';
  url: string;
}

/** One HTTP exchange. `date` is the answer's Date header, in any form that `Date.parse` takes. */
export type SendLogin = (
  url: string,
  body: LoginBody,
) => Promise<{ status: number; body: unknown; date?: unknown }>;

/** How to recognise a login failure that n8n has wrapped. */
export const LOGIN_FAILURE = 'XiaoALoginFailure';

/**
 * The platform did not let the account in, or could not be reached. The message says what happened,
 * the description how to get on; neither holds a secret, and there is no cause that could.
 */
export class LoginFailure extends Error {
  override readonly name = LOGIN_FAILURE;

  constructor(
    message: string,
    readonly description: string,
    /** Whether another login may succeed a moment later. */
    readonly transient: boolean,
    /** The platform's code (API §5), when it answered with one. */
    readonly platformCode?: number,
  ) {
    super(message);
  }
}

const TWO_HOURS_MS = 2 * 60 * 60_000;

/**
 * Logs in once (API §7.1). This makes every earlier key of the account invalid, for everybody.
 *
 * @throws {LoginFailure}
 */
export async function logIn(account: Account, send: SendLogin): Promise<Session> {
  const parameters = {
    username: account.username,
    password: account.password,
    from: '2' as const,
  };
  const signature = sign(parameters, { encoding: account.signatureEncoding });
  const answer = await exchange(account, send, { ...parameters, url: signature });
  if (answer.status >= 300) {
    throw new LoginFailure(
      `XiaoA answered the login with HTTP status ${answer.status}`,
      `Check that the Base URL ${account.baseUrl} is the one XiaoA gave you, and that nothing between n8n and XiaoA blocks the request.`,
      isPassingStatus(answer.status),
    );
  }
  return readSession(account, answer);
}

async function exchange(account: Account, send: SendLogin, body: LoginBody) {
  try {
    return await send(account.baseUrl + ENDPOINTS.login.path, body);
  } catch (error) {
    throw unreachable(account, error);
  }
}

/** What was thrown holds the request with the password in it, so only its code goes on. */
function unreachable({ baseUrl }: Account, error: unknown): LoginFailure {
  const code = (error as { code?: unknown } | null)?.code;
  return new LoginFailure(
    `XiaoA could not be reached at ${baseUrl}`,
    `Check the Base URL in the XiaoA credential, and that this n8n may connect to it${typeof code === 'string' ? ` (${code})` : ''}.`,
    true,
  );
}

function readEnvelope(account: Account, body: unknown): Envelope {
  try {
    return openEnvelope(body);
  } catch (error) {
    throw notThePlatform(account, error as Error);
  }
}

function notThePlatform({ baseUrl, password }: Account, error: Error): Error {
  if (!(error instanceof MalformedAnswer)) return error;
  return new LoginFailure(
    `What answers at ${baseUrl} is not XiaoA`,
    `Check the Base URL in the XiaoA credential. It answered: ${error.excerpt([password])}`,
    true,
  );
}

function readSession(account: Account, answer: { body: unknown; date?: unknown }): Session {
  const envelope = readEnvelope(account, answer.body);
  if (envelope.code !== SUCCESS) {
    const { meaning, advice } = describeCode(
      envelope.code,
      redact(envelope.msg, [account.password]),
    );
    throw new LoginFailure(
      `XiaoA refused the login: ${meaning} (code ${envelope.code})`,
      advice,
      envelope.code === SERVER_FAULT,
      envelope.code,
    );
  }
  const data = (envelope.data ?? {}) as Record<string, unknown>;
  const apiKey = String(data.api_key ?? '');
  const userSn = String(data.user_sn ?? '');
  if (apiKey === '' || userSn === '') {
    throw new LoginFailure(
      'XiaoA accepted the login but sent no key',
      'Ask XiaoA whether this account may use the API.',
      false,
    );
  }
  const loggedInAt = Date.now();
  return {
    apiKey,
    userSn,
    loggedInAt,
    expiresAt: loggedInAt + keyLife(data.api_key_expire, answer.date, loggedInAt),
    owner: accountFingerprint(account),
  };
}

/**
 * How long the key lives, in milliseconds. `api_key_expire` is in seconds by the platform's clock, so
 * it is compared with the time in the platform's own answer. An implausible result (a clock far off)
 * counts as the documented two hours: if that is too long, the platform's refusal renews the key.
 */
function keyLife(expire: unknown, date: unknown, loggedInAt: number): number {
  const platformNow = typeof date === 'string' ? Date.parse(date) : NaN;
  const life = Number(expire) * 1000 - (Number.isNaN(platformNow) ? loggedInAt : platformNow);
  return life > 0 && life <= TWO_HOURS_MS ? life : TWO_HOURS_MS;
}
