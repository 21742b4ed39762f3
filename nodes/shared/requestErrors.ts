import type { IN8nHttpFullResponse } from 'n8n-workflow';

import { describeCode, isPassingStatus, SERVER_FAULT } from '../../xiaoa/codes';
import type { Endpoint } from '../../xiaoa/endpoints';
import type { Envelope, MalformedAnswer } from '../../xiaoa/envelope';
import { redact } from '../../xiaoa/redact';
import { retryAfter } from './backoff';
import { RequestFailure } from './requestFailure';
import type { TransportError } from './transportError';

/*
 * What can go wrong with a request, in words. An answer may repeat what was sent, so secrets are taken out of
 * whatever is not this package's own text; its own is left alone, since a password may be one of its words.
 */

/** What the platform also answers when it is asked for a file that it does not have. */
const NOTHING_CHOSEN = 50001;

/** No answer came. */
export function noAnswer(error: TransportError, secrets: readonly string[]): RequestFailure {
  const clean = (text: string) => (error.foreign ? redact(text, secrets) : text);
  return new RequestFailure(clean(error.message), clean(error.description), {
    httpCode: error.httpCode,
    mayBeDone: error.mayHaveArrived,
    neverSent: !error.mayHaveArrived,
    transient: error.transient,
  });
}

/** Something came that is neither what was asked for nor a refusal. */
export function answerNotUnderstood(
  { answersWithFile }: Endpoint,
  answer: MalformedAnswer,
  secrets: readonly string[],
): RequestFailure {
  const excerpt = answer.excerpt(secrets);
  if (!answersWithFile) {
    return new RequestFailure(
      'What XiaoA answered could not be read',
      `It is not the JSON that XiaoA's API describes. It begins: ${excerpt || '(nothing)'}`,
      { mayBeDone: true, transient: true },
    );
  }
  return excerpt === ''
    ? new RequestFailure(
        'XiaoA sent an empty file',
        'There is nothing in it. Look in XiaoA whether the file is there, and run this again.',
        { transient: true },
      )
    : new RequestFailure(
        'What XiaoA sent is no file',
        `It is neither a file nor the JSON with which XiaoA's API says why. It begins: ${excerpt}`,
        { transient: true },
      );
}

/** The web server, or something in front of it, refused. */
export function httpRefusal(
  { statusCode, headers }: IN8nHttpFullResponse,
  secrets: readonly string[],
): RequestFailure {
  const location = statusCode < 400 ? headers.location : undefined;
  return new RequestFailure(
    `XiaoA answered with HTTP status ${statusCode}`,
    redact(adviceOnStatus(statusCode, location), secrets),
    {
      httpCode: String(statusCode),
      mayBeDone: statusCode >= 500,
      transient: isPassingStatus(statusCode),
      retryAfterMs: retryAfter(headers['retry-after'], Date.now()),
    },
  );
}

function adviceOnStatus(status: number, location: unknown): string {
  if (typeof location === 'string') {
    const [target] = location.split('?');
    return `It points to ${target}. If that is where XiaoA is, put it into the Base URL of the XiaoA credential.`;
  }
  if (status === 429) return 'XiaoA receives too many requests. Wait a while, then run this again.';
  if (status >= 500) return 'XiaoA, or something in front of it, is not working at the moment.';
  return 'Check the Base URL in the XiaoA credential, and whether something in front of XiaoA refuses this n8n.';
}

/** The platform answered with another code than 0. */
export function platformRefusal(
  { answersWithFile }: Endpoint,
  { code, msg }: Envelope,
  secrets: readonly string[],
): RequestFailure {
  const { meaning, advice } = describeCode(code, redact(msg, secrets));
  const noFile = answersWithFile && code === NOTHING_CHOSEN;
  return new RequestFailure(
    `XiaoA: ${meaning} (code ${code})`,
    noFile
      ? `XiaoA does not have this file any more, or it belongs to another account. ${advice}`
      : advice,
    {
      httpCode: String(code),
      mayBeDone: code === SERVER_FAULT,
      transient: code === SERVER_FAULT,
    },
  );
}

export function sessionLost(): RequestFailure {
  return new RequestFailure(
    'XiaoA refuses every key it gives out',
    'Something else keeps signing in to the API with the same account, and each sign-in takes the key away from this n8n. Give n8n an account of its own.',
    { httpCode: '20005' },
  );
}

/** The connection ended in the middle of a file. */
export function fileBrokeOff(
  error: { message: string },
  secrets: readonly string[],
): RequestFailure {
  return new RequestFailure(
    'The file from XiaoA broke off in the middle',
    `Nothing of it was kept (${redact(error.message, secrets)}). Run this again.`,
  );
}

export function fileStalled(): RequestFailure {
  return new RequestFailure(
    'The file from XiaoA stopped coming in the middle',
    "Nothing of it was kept. Run this again. If XiaoA is only slow, raise 'Timeout' in the node's Request Options.",
  );
}
