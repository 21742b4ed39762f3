/** How much of an answer has to be seen to tell a file from text, in bytes. */
export const HEAD_BYTES = 2048;

const JSON_TYPE = /^\s*(?:application|text)\/(?:[\w.-]+\+)?json\b/i;
const SPREADSHEET_TYPE = /ms-excel|spreadsheet|csv|comma-separated/i;
const SPREADSHEET_NAME = /\.(?:xlsx?|csv)$/i;
const TROUBLE = /error|warning|notice|exception|denied|not found|错误|失败|不存在|无权/i;

const TAB = 0x09;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;

/** What the headers say about a file. */
export interface Announced {
  /** The Content-Type header. */
  readonly contentType: string;
  /** The name in the Content-Disposition header. */
  readonly name?: string;
}

/**
 * Whether what came is words instead of a file: the platform's JSON, which also carries its errors with
 * HTTP status 200, or a page of whatever stands before it. An empty answer counts as words, too.
 *
 * The bytes decide, because many servers call every file `text/html` when nobody tells them better: a
 * recording or a spreadsheet has control characters near its beginning, JSON and HTML have none. Only a
 * type that says JSON is believed whatever the bytes are. A table in HTML or CSV that is announced as a
 * spreadsheet is a file: many servers make their .xls so.
 *
 * @param head the first `HEAD_BYTES` bytes, or all there are
 * @source API §7.11–7.13
 */
export function isTextAnswer(head: Uint8Array, { contentType, name = '' }: Announced): boolean {
  if (head.length === 0 || JSON_TYPE.test(contentType)) return true;
  if (head.some(isControl)) return false;
  const isAnnounced = SPREADSHEET_TYPE.test(contentType) || SPREADSHEET_NAME.test(name.trim());
  if (isAnnounced && startsLikeTable(head)) return false;
  // A page may be in GBK, which is no UTF-8; but it begins with a bracket all the same.
  return /^[{[<]/.test(textOf(head)) || isUtf8(head);
}

function isControl(byte: number): boolean {
  return byte < SPACE && (byte < TAB || byte > CARRIAGE_RETURN);
}

function startsLikeTable(head: Uint8Array): boolean {
  const text = textOf(head);
  if (/^[{[]/.test(text)) return false;
  if (text.startsWith('<')) return /<table[\s>]|office:excel|<Workbook[\s>]/i.test(text);
  const firstLine = text.slice(0, text.search(/[\r\n]|$/));
  return /[,;\t，]/.test(firstLine) && !TROUBLE.test(firstLine);
}

function textOf(head: Uint8Array): string {
  return new TextDecoder().decode(head).trimStart();
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
