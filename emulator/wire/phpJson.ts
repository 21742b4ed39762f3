import type { UnicodeStyle } from '../platform/types';

/**
 * `json_encode` as PHP does it by default: `/` is written `\/` and everything outside ASCII
 * `\uXXXX` in lower-case hex, a surrogate pair for characters beyond the BMP. The platform is
 * written in PHP and signs what its own `json_encode` makes of the parameters it received.
 *
 * With `unicode: 'raw'` it is PHP's JSON_UNESCAPED_UNICODE, which leaves all characters as they are
 * but U+2028 and U+2029.
 *
 * Known limit: a JSON `1.0` arrives here as 1 (JSON.parse does not tell), where PHP would write 1.0.
 */
const SHORT_ESCAPES: Record<string, string> = {
  '"': '\\"',
  '\\': '\\\\',
  '/': '\\/',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

// eslint-disable-next-line no-control-regex -- control characters are what must be escaped
const ESCAPED_PATTERN = /["\\/\u0000-\u001f]|[\u0080-\uffff]/g;
// eslint-disable-next-line no-control-regex -- control characters are what must be escaped
const RAW_PATTERN = /["\\/\u0000-\u001f\u2028\u2029]/g;

export function phpJsonEncode(value: unknown, unicode: UnicodeStyle = 'escaped'): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return encodeText(value, unicode);
  if (typeof value === 'number' || typeof value === 'boolean') return encodeScalar(value);
  if (Array.isArray(value)) return encodeList(value, unicode);
  return encodeObject(value as Record<string, unknown>, unicode);
}

function encodeText(text: string, unicode: UnicodeStyle): string {
  const pattern = unicode === 'escaped' ? ESCAPED_PATTERN : RAW_PATTERN;
  const escaped = text.replace(pattern, (character) => {
    const short = SHORT_ESCAPES[character];
    return short ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  return `"${escaped}"`;
}

function encodeScalar(value: number | boolean): string {
  // PHP writes 1.0e+25 where JavaScript writes 1e+25.
  return String(value).replace(/^(-?\d)e/, '$1.0e');
}

function encodeList(list: unknown[], unicode: UnicodeStyle): string {
  return `[${list.map((item) => phpJsonEncode(item, unicode)).join(',')}]`;
}

/** PHP decodes an object to an array, and writes one whose keys are 0, 1, 2 … (or none) as a list. */
function encodeObject(object: Record<string, unknown>, unicode: UnicodeStyle): string {
  const entries = Object.entries(object);
  if (entries.every(([key], index) => key === String(index))) {
    return encodeList(Object.values(object), unicode);
  }
  const pairs = entries.map(
    ([key, item]) => `${encodeText(key, unicode)}:${phpJsonEncode(item, unicode)}`,
  );
  return `{${pairs.join(',')}}`;
}
