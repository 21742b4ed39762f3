import { createHash } from 'crypto';

import { isPassingStatus, isSignatureCode, SERVER_FAULT, SUCCESS } from '../codes';
import { ENDPOINTS } from '../endpoints';
import { findEnvelope, MalformedAnswer, type Envelope } from '../envelope';
import { describeRefusal } from '../refusals';
import { recordOf } from '../lists/rows';
import { encodingOf, formsFor, sign } from '../signing/signature';
import { accountFingerprint, type Account } from './account';
import { LoginFailure, unreachable } from './loginFailure';
import type { Session } from './session';

/** One HTTP exchange. `date` is the answer's Date header, in any form that `Date.parse` takes. */
export type SendToPlatform = (
  url: string,
  body: Readonly<Record<string, unknown>>,
) => Promise<PlatformAnswer>;

export interface PlatformAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly date?: unknown;
  /** Where a redirect leads to. */
  readonly location?: unknown;
}

const TWO_HOURS_MS = 2 * 60 * 60_000;
const BEIJING_AHEAD_MS = 8 * 60 * 60_000;

/** The platform takes times that are off by five minutes (access ID). Less than that is no reason to try again. */
const CLOCK_TOLERANCE_MS = 60_000;

/**
 * Logs in once. With a user name this makes every earlier key of the account invalid, for everybody (API §7.1);
 * with an access ID it gives the key that is valid already.
 *
 * @throws {LoginFailure}
 */
export async function logIn(account: Account, send: SendToPlatform): Promise<Session> {
  const { answer, envelope } =
    account.authentication === 'accessId'
      ? await byAccessId(account, send)
      : await byPassword(account, send);
  if (envelope.code !== SUCCESS) throw refused(account, envelope);
  return readSession(account, envelope, answer.date);
}

interface Outcome {
  answer: PlatformAnswer;
  envelope: Envelope;
}

/** A user name in Chinese is signed as the server signs, and that only the server knows (API §7). */
async function byPassword(account: Account, send: SendToPlatform): Promise<Outcome> {
  const parameters = { username: account.user, password: account.secret, from: '2' };
  const signatures = new Set(
    formsFor(account.signature).map((form) => sign(parameters, { encoding: encodingOf(form) })),
  );
  let outcome: Outcome | undefined;
  for (const url of signatures) {
    outcome = await exchange(account, send, { ...parameters, url });
    // Comes before anything is looked at, so the password has not been tried.
    if (!isSignatureCode(outcome.envelope.code)) break;
  }
  return outcome as Outcome;
}

/** Servers from 6.6 on. The time is the platform's own where this machine's clock is off. */
async function byAccessId(account: Account, send: SendToPlatform): Promise<Outcome> {
  const attempt = async (now: number) =>
    await exchange(account, send, accessIdParameters(account, now));
  const first = await attempt(Date.now());
  const ahead = clockAhead(first.answer.date);
  const clockIsOff = ahead !== undefined && Math.abs(ahead) > CLOCK_TOLERANCE_MS;
  if (first.envelope.code === SUCCESS || !clockIsOff) return first;
  return await attempt(Date.now() + ahead);
}

function accessIdParameters({ user, secret }: Account, now: number) {
  const timestamp = new Date(now + BEIJING_AHEAD_MS).toISOString().slice(0, 19).replace('T', ' ');
  const sum = createHash('md5').update(`${user}${secret}${timestamp}`, 'utf8').digest('hex');
  return { api_access_id: user, from: '1', timestamp, sign: sum };
}

async function exchange(
  account: Account,
  send: SendToPlatform,
  body: Readonly<Record<string, unknown>>,
): Promise<Outcome> {
  let answer: PlatformAnswer;
  try {
    answer = await send(account.baseUrl + ENDPOINTS.login.path, body);
  } catch (error) {
    throw unreachable(account.baseUrl, error);
  }
  return { answer, envelope: readEnvelope(account, answer) };
}

/** Refusals are read at any HTTP status; only where there is none does the status speak. */
function readEnvelope(account: Account, answer: PlatformAnswer): Envelope {
  const envelope = findEnvelope(answer.body);
  if (!envelope && answer.status >= 300) throw httpRefusal(account, answer);
  return envelope ?? notThePlatform(account, answer.body);
}

function notThePlatform({ baseUrl, secret }: Account, body: unknown): never {
  const shown = new MalformedAnswer(body).excerpt([secret]);
  throw new LoginFailure(
    `No XiaoA API answers at ${baseUrl}. Check the Base URL.`,
    `The response isn't JSON from XiaoA's API. It begins: ${shown || '(nothing)'}`,
    { transient: true },
  );
}

function httpRefusal({ baseUrl }: Account, { status, location }: PlatformAnswer): LoginFailure {
  const facts = { transient: isPassingStatus(status), httpCode: String(status) };
  if (status < 400 && typeof location === 'string') {
    const target = targetOf(location, baseUrl);
    return new LoginFailure(
      `${baseUrl} redirects to ${target} (HTTP ${status})`,
      'If XiaoA is there, enter that address as the Base URL in the XiaoA credential.',
      facts,
    );
  }
  if (facts.transient) {
    return new LoginFailure(
      `XiaoA is not available at ${baseUrl} (HTTP ${status})`,
      'XiaoA, or something in front of it, is not working at the moment. Try again later.',
      facts,
    );
  }
  return status === 401 || status === 403
    ? new LoginFailure(
        `Something in front of XiaoA at ${baseUrl} refused the login (HTTP ${status})`,
        'Ask whoever runs the server whether this n8n may connect to it.',
        facts,
      )
    : new LoginFailure(
        `No XiaoA API at ${baseUrl} (HTTP ${status}). Check the Base URL.`,
        'Enter the address that XiaoA gave you, without a page or /api at the end.',
        facts,
      );
}

/** Where a redirect leads to, without what may be secret in it: the path of the login, query and user. */
export function targetOf(location: string, from: string): string {
  try {
    const { origin, pathname } = new URL(location.slice(0, 2_000), from);
    const path = pathname.replace(/\/api\/\w{1,50}$/, '');
    return origin === 'null' ? '(an unknown place)' : origin + (path === '/' ? '' : path);
  } catch {
    return '(an unknown place)';
  }
}

function refused(account: Account, envelope: Envelope): LoginFailure {
  const { code } = envelope;
  const { message, advice } = describeRefusal(envelope, [account.secret], {
    carries: 'login',
    accessId: account.authentication === 'accessId',
    nonAscii: /[^\0-\x7f]/.test(account.user + account.secret),
    signature: account.signature,
  });
  return new LoginFailure(message, advice, {
    transient: code === SERVER_FAULT,
    httpCode: String(code),
    platformCode: code,
  });
}

function readSession(account: Account, { data }: Envelope, date: unknown): Session {
  const { api_key, user_sn, api_key_expire, ...profile } = recordOf(data);
  const apiKey = String(api_key ?? '');
  const userSn = String(user_sn ?? '');
  if (apiKey === '' || userSn === '') {
    throw new LoginFailure(
      'XiaoA accepted the login but sent no API key',
      'Ask XiaoA whether this account may use the API.',
    );
  }
  const loggedInAt = Date.now();
  return {
    apiKey,
    userSn,
    loggedInAt,
    expiresAt: loggedInAt + keyLife(api_key_expire, date, loggedInAt),
    owner: accountFingerprint(account),
    clockAheadMs: clockAhead(date),
    profile: smallFields(profile),
  };
}

/** What the operation Get Account shows; a login must not fill the credential with anything large. */
function smallFields(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields)
      .slice(0, 30)
      .filter(([name]) => name.length <= 50)
      .flatMap(([name, value]) => {
        if (typeof value === 'string') return [[name, value.slice(0, 500)]];
        return ['number', 'boolean'].includes(typeof value) || value === null
          ? [[name, value]]
          : [];
      }),
  );
}

/**
 * How long the key lives, in milliseconds. `api_key_expire` is in seconds by the platform's clock, so
 * it is compared with the time in the platform's own answer. An implausible result (a clock far off)
 * counts as the documented two hours: if that is too long, the platform's refusal renews the key.
 */
function keyLife(expire: unknown, date: unknown, loggedInAt: number): number {
  const life = Number(expire) * 1000 - (loggedInAt + (clockAhead(date) ?? 0));
  return life > 0 && life <= TWO_HOURS_MS ? life : TWO_HOURS_MS;
}

function clockAhead(date: unknown): number | undefined {
  const platformNow = typeof date === 'string' ? Date.parse(date) : NaN;
  return Number.isNaN(platformNow) ? undefined : platformNow - Date.now();
}
