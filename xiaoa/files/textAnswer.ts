/** How much of an answer has to be seen to tell a file from text, in bytes. */
export const HEAD_BYTES = 512;

const JSON_TYPE = /^\s*(?:application|text)\/(?:[\w.-]+\+)?json\b/i;

const TAB = 0x09;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;

/**
 * Whether what came is words instead of a file: the platform's JSON, which also carries its errors with
 * HTTP status 200, or a page of whatever stands before it. An empty answer counts as words, too.
 *
 * The bytes decide, because many servers call every file `text/html` when nobody tells them better: a
 * recording or a spreadsheet has control characters near its beginning, JSON and HTML have none. Only a
 * type that says JSON is believed whatever the bytes are.
 *
 * @param head the first `HEAD_BYTES` bytes, or all there are
 * @param contentType the Content-Type header
 * @source API §7.11–7.13
 */
export function isTextAnswer(head: Uint8Array, contentType: string): boolean {
  if (head.length === 0 || JSON_TYPE.test(contentType)) return true;
  if (head.some(isControl)) return false;
  // A page may be in GBK, which is no UTF-8; but it begins with a bracket all the same.
  return startsLikeMarkup(head) || isUtf8(head);
}

function isControl(byte: number): boolean {
  return byte < SPACE && (byte < TAB || byte > CARRIAGE_RETURN);
}

function startsLikeMarkup(head: Uint8Array): boolean {
  return /^[{[<]/.test(new TextDecoder().decode(head).trimStart());
}

function isUtf8(head: Uint8Array): boolean {
  try {
    // The head may end in the middle of a character: `stream` allows that.
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}
