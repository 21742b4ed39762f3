import { isPassingStatus, mayBeDone, SERVER_FAULT, TOO_MANY_ROWS } from '../../xiaoa/codes';
import { ENDPOINTS, type Endpoint } from '../../xiaoa/endpoints';
import type { Envelope, MalformedAnswer } from '../../xiaoa/envelope';
import { excerpt, redact } from '../../xiaoa/redact';
import { describeRefusal, type RequestFacts } from '../../xiaoa/refusals';
import { targetOf } from '../../xiaoa/session/login';
import type { SignatureChoice } from '../../xiaoa/signing/signature';
import { MultipartUpload } from '../../xiaoa/signing/signParameters';
import { retryAfter } from './backoff';
import type { Background, Call } from './context';
import type { Answer } from './http';
import { RequestFailure } from './requestFailure';
import type { TransportError } from './transportError';

/*
 * What can go wrong with a request, in words. An answer may repeat what was sent, so secrets are taken out of
 * whatever is not this package's own text; its own is left alone, since a password may be one of its words.
 */

const LONGEST_FOREIGN = 300;

const RECORDINGS = new Set<string>([ENDPOINTS.recordingFile.path, ENDPOINTS.segmentFile.path]);

/** No answer came. */
export function noAnswer(error: TransportError, { secrets }: Background): RequestFailure {
  const { foreign, mayHaveArrived, transient, httpCode } = error.facts;
  const clean = (text: string) => (foreign ? excerpt(text, secrets, LONGEST_FOREIGN) : text);
  return new RequestFailure(
    clean(error.message) || "The request to XiaoA couldn't be sent",
    clean(error.description),
    { httpCode, mayBeDone: mayHaveArrived, neverSent: !mayHaveArrived, transient },
  );
}

/** None of this package's errors: a fault of its own, or of n8n's. */
export function unforeseen(error: unknown, { secrets }: Background): RequestFailure {
  const text = error instanceof Error ? error.message : String(error);
  return new RequestFailure(
    `The request to XiaoA failed: ${excerpt(text, secrets, LONGEST_FOREIGN)}`,
    'This is not a known fault. Please report it with this message.',
    { mayBeDone: true },
  );
}

/** Something came that is neither what was asked for nor a refusal. */
export function answerNotUnderstood(
  { endpoint: { answersWithFile } }: Call,
  answer: MalformedAnswer,
  { secrets }: Background,
): RequestFailure {
  const shown = answer.excerpt(secrets);
  if (!answersWithFile) {
    return new RequestFailure(
      "Couldn't read XiaoA's response",
      `It isn't JSON from XiaoA's API. It begins: ${shown || '(nothing)'}`,
      { mayBeDone: true, transient: true },
    );
  }
  return shown === ''
    ? new RequestFailure(
        'XiaoA sent an empty file',
        'Check in XiaoA whether the file is there, and run this again.',
        { transient: true },
      )
    : new RequestFailure(
        "XiaoA didn't return a file",
        `The response is neither a file nor an error from XiaoA's API. It begins: ${shown}`,
        { transient: true },
      );
}

/** The web server, or something in front of it, refused: nothing of the platform's own is in the answer. */
export function httpRefusal(
  call: Call,
  { status, headers }: Pick<Answer, 'headers' | 'status'>,
  { baseUrl, secrets }: Background,
): RequestFailure {
  const facts = {
    httpCode: String(status),
    mayBeDone: status >= 500,
    transient: isPassingStatus(status),
    retryAfterMs: retryAfter(headers['retry-after'], Date.now()),
    tooLarge: status === 413 && call.endpoint.writes,
  };
  const { location } = headers;
  if (status < 400 && typeof location === 'string') {
    const target = redact(targetOf(location, baseUrl), secrets);
    return new RequestFailure(
      `XiaoA redirects to ${target} (HTTP ${status})`,
      'If XiaoA is there, enter that address as the Base URL in the XiaoA credential.',
      facts,
    );
  }
  return new RequestFailure(
    `XiaoA answered with HTTP status ${status}`,
    adviceOnStatus(status, call),
    facts,
  );
}

function adviceOnStatus(status: number, { endpoint, parameters }: Call): string {
  if (status === 413 && parameters instanceof MultipartUpload) {
    return "The file is too large for the server. Split it, or read it with an 'Extract From File' node and use the input items, which are sent in smaller parts.";
  }
  // An import has been sent in ever smaller parts by then.
  if (status === 413 && endpoint.path === ENDPOINTS.addJson.path) {
    return 'Even a single contact is too large for the server. Shorten the values in its columns, or ask XiaoA to accept larger requests.';
  }
  if (status === 404 && RECORDINGS.has(endpoint.path)) {
    return "The recordings may be on another server: set the option 'Recording Server' to the address that Get Segments gives, or check the address if it is set. Otherwise check the Base URL in the XiaoA credential.";
  }
  if (status === 404) {
    return 'There is no such API at this address. Check the Base URL in the XiaoA credential.';
  }
  if (status === 429)
    return 'XiaoA is getting too many requests. Wait a while, then run this again.';
  if (status >= 500) return 'XiaoA, or something in front of it, is not working at the moment.';
  return 'Check the Base URL in the XiaoA credential, and whether something in front of XiaoA blocks this n8n.';
}

/** The platform answered with another code than 0. */
export function platformRefusal(
  call: Call,
  envelope: Envelope,
  status: number,
  { secrets, signature }: Background,
): RequestFailure {
  const { code } = envelope;
  const { message, advice } = describeRefusal(envelope, secrets, factsOf(call, signature));
  return new RequestFailure(message, advice, {
    httpCode: String(code),
    mayBeDone: mayBeDone(code, status),
    transient: code === SERVER_FAULT,
    tooLarge: (code === TOO_MANY_ROWS || status === 413) && call.endpoint.writes,
  });
}

/** Every new key was refused as well. */
export function sessionLost(
  call: Call,
  envelope: Envelope,
  { secrets, signature }: Background,
): RequestFailure {
  const { message, advice } = describeRefusal(envelope, secrets, factsOf(call, signature));
  const said = message.split('. XiaoA said: ')[1];
  return new RequestFailure(
    `XiaoA keeps rejecting new API keys${said === undefined ? '' : `. XiaoA said: ${said}`}`,
    said === undefined
      ? 'Another program keeps signing in to the API with this account, and each login replaces the key. Give n8n an XiaoA account of its own.'
      : advice,
    { httpCode: String(envelope.code) },
  );
}

/** The connection ended in the middle of a file. */
export function fileBrokeOff(error: { message: string }, { secrets }: Background): RequestFailure {
  return new RequestFailure(
    'The download was interrupted',
    `Nothing was kept (${excerpt(error.message, secrets, LONGEST_FOREIGN)}). Run this again.`,
  );
}

export function fileStalled(): RequestFailure {
  return new RequestFailure(
    'The download stalled',
    "Nothing was kept. Run this again. If XiaoA is just slow, raise 'Timeout' in the node's Request Options.",
  );
}

/** Characters that some servers change before they check a signature, and how to call them. */
const ODD_CHARACTERS: ReadonlyArray<readonly [pattern: RegExp, name: string]> = [
  [/\u3000/, 'U+3000 (a full-width space)'],
  [/\u00a0/, 'U+00A0 (a non-breaking space)'],
  [/[\u2000-\u200f\u202a-\u202f\u2060-\u2064\ufeff]/, 'an invisible one'],
  [/[\p{Cc}]/u, 'a line break, tab or another control character'],
  [/\ud83c|\ud83d|\ud83e/, 'an emoji'],
  [/&/, '&'],
  [/</, '<'],
  [/>/, '>'],
  [/"/, '"'],
  [/'/, "'"],
  [/\\/, '\\'],
];

/** What the advice on a refusal depends on. */
function factsOf({ endpoint, parameters }: Call, signature: SignatureChoice): RequestFacts {
  const isFile = parameters instanceof MultipartUpload;
  const fields = isFile ? parameters.parameters : parameters;
  const texts = Object.values(fields).filter((value) => typeof value === 'string');
  const signed = Object.entries(fields)
    .filter(([name]) => !endpoint.unsigned.includes(name))
    .flatMap(([, value]) => (typeof value === 'string' ? [value] : []))
    .join('');
  return {
    carries: carriedBy(endpoint, isFile),
    bytes:
      texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) +
      (isFile ? parameters.file.bytes.length : 0),
    encrypted: fields.aes === true,
    nonAscii: /[^\0-\x7f]/.test(signed),
    oddCharacter: ODD_CHARACTERS.find(([pattern]) => pattern.test(signed))?.[1],
    signature,
  };
}

function carriedBy(endpoint: Endpoint, isFile: boolean): RequestFacts['carries'] {
  if (isFile) return 'excel';
  if (endpoint.path === ENDPOINTS.addJson.path) return 'contacts';
  if (endpoint.path === ENDPOINTS.operateTask.path) return 'task';
  return endpoint.answersWithFile ? 'file' : 'other';
}
