import { createHash } from 'crypto';

import { wellFormed } from '../text';

/**
 * How the platform writes non-ASCII characters before it signs: `escaped` as `\uXXXX`
 * (PHP's default), `raw` as they are (PHP's JSON_UNESCAPED_UNICODE). The API document
 * settles neither, so an account can choose.
 */
export type SignatureEncoding = 'escaped' | 'raw';

/** Each character's escape, worked out when it first comes; text uses a few thousand. */
const ESCAPES: string[] = [];

const LARGEST_PHP_INT = 2n ** 63n - 1n;
const SMALLEST_PHP_INT = -(2n ** 63n);

/** PHP's gcvt writes plain digits up to this many before the point, else an exponent. */
const PLAIN_DIGITS = 17;
/** … and up to this many zeros between the point and the first digit. */
const PLAIN_ZEROS = 3;

/**
 * Encodes as PHP's `json_encode` does by default: `/` as `\/`, non-ASCII as lower-case
 * `\uXXXX` (`escaped`) or as it is but for U+2028 and U+2029 (`raw`, PHP 7.1 and later).
 * Numbers come out as PHP re-encodes what it has decoded from JavaScript's JSON:
 * `1e25` as `1.0e+25`. Members that are undefined are left out; an empty list is `[]`.
 *
 * PHP refuses lone surrogates; here they count as U+FFFD, which is what a UTF-8 encoder
 * puts on the wire for them.
 *
 * @throws TypeError for a bigint, as `JSON.stringify` does: it could not be sent either
 * @source API §7
 */
export function phpJsonEncode(value: unknown, encoding: SignatureEncoding): string {
  return encodeValue(value, encoding) ?? 'null';
}

/**
 * The signature `url` of a request: 8 lower-case hex digits, characters 2 to 9 of the MD5 of
 * the parameters as JSON without blanks.
 *
 * @param params in the order in which they are sent; `url` itself never counts
 * @param options.encoding how non-ASCII characters are written; default `escaped`
 * @param options.unsigned further parameters that the endpoint leaves out of its signature
 * @source API §7
 */
export function sign(
  params: Record<string, unknown>,
  options: { encoding?: SignatureEncoding; unsigned?: readonly string[] } = {},
): string {
  const { encoding = 'escaped', unsigned = [] } = options;
  const signed: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(params)) {
    if (name !== 'url' && !unsigned.includes(name)) signed[name] = value;
  }
  // Line breaks and tabs inside values are escapes by now, so the blank is the only white
  // space left to drop; U+00A0 and U+3000 count as text, as they do for PHP.
  const json = phpJsonEncode(signed, encoding).replaceAll(' ', '');
  return createHash('md5').update(json, 'utf8').digest('hex').slice(1, 9);
}

function encodeValue(value: unknown, encoding: SignatureEncoding): string | undefined {
  switch (typeof value) {
    case 'string':
      return encodeString(value, encoding);
    case 'number':
      return encodeNumber(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'bigint':
      throw new TypeError('A bigint cannot be sent as JSON');
    case 'object':
      return value === null ? 'null' : encodeObject(value, encoding);
    default:
      return undefined;
  }
}

function encodeObject(value: object, encoding: SignatureEncoding): string | undefined {
  if ('toJSON' in value && typeof value.toJSON === 'function') {
    return encodeValue(value.toJSON(), encoding);
  }
  if (Array.isArray(value)) {
    return `[${value.map((element) => encodeValue(element, encoding) ?? 'null').join(',')}]`;
  }
  const members: string[] = [];
  for (const [name, member] of Object.entries(value)) {
    const text = encodeValue(member, encoding);
    if (text !== undefined) members.push(`${encodeString(name, encoding)}:${text}`);
  }
  return `{${members.join(',')}}`;
}

function encodeString(value: string, encoding: SignatureEncoding): string {
  const json = JSON.stringify(wellFormed(value)).replaceAll('/', '\\/');
  return encoding === 'raw'
    ? json.replace(/[\u2028\u2029]/g, unicodeEscape)
    : json.replace(/[\u0080-\uffff]+/g, escapeRun);
}

function escapeRun(run: string): string {
  let escaped = '';
  for (let at = 0; at < run.length; at++) escaped += unicodeEscape(run[at]);
  return escaped;
}

function unicodeEscape(unit: string): string {
  const code = unit.charCodeAt(0);
  return (ESCAPES[code] ??= `\\u${code.toString(16).padStart(4, '0')}`);
}

/** What PHP 7.1 and later makes of a number that reached it as JavaScript's JSON. */
function encodeNumber(value: number): string {
  if (!Number.isFinite(value)) return 'null';
  const text = String(value);
  if (/^-?\d+$/.test(text)) {
    const whole = BigInt(text);
    if (whole >= SMALLEST_PHP_INT && whole <= LARGEST_PHP_INT) return text;
  }
  const { sign: minus, digits, point } = decimalParts(value);
  if (point > PLAIN_DIGITS || point < -PLAIN_ZEROS) {
    const exponent = point - 1;
    const fraction = digits.slice(1) || '0';
    return `${minus}${digits[0]}.${fraction}e${exponent < 0 ? '-' : '+'}${Math.abs(exponent)}`;
  }
  if (point <= 0) return `${minus}0.${'0'.repeat(-point)}${digits}`;
  return `${minus}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** The shortest digits that give the number back, and where the decimal point stands in them. */
function decimalParts(value: number): { sign: string; digits: string; point: number } {
  const [mantissa, exponent] = Math.abs(value).toExponential().split('e');
  return {
    sign: value < 0 ? '-' : '',
    digits: mantissa.replace('.', ''),
    point: Number(exponent) + 1,
  };
}

/**
 * How a server wants requests to be signed. The API document does not settle it, so there are four ways:
 * non-ASCII characters as `\uXXXX` or as they are, and parameters sent as text, as all of the vendor's samples
 * do, or numbers and switches as such.
 */
export type SignatureForm = 'escaped' | 'escapedTyped' | 'raw' | 'rawTyped';

/** What the user has chosen in the credential. */
export type SignatureChoice = SignatureEncoding | 'auto';

/** Every form, the likeliest first. */
const FORMS: readonly SignatureForm[] = ['escaped', 'raw', 'escapedTyped', 'rawTyped'];

/** The forms that a choice leaves open, the likeliest first. */
export function formsFor(choice: SignatureChoice): readonly SignatureForm[] {
  return choice === 'auto' ? FORMS : FORMS.filter((form) => encodingOf(form) === choice);
}

export function encodingOf(form: SignatureForm): SignatureEncoding {
  return form.startsWith('raw') ? 'raw' : 'escaped';
}

/** Whether parameters are sent as text, whatever they are. */
export function sendsText(form: SignatureForm): boolean {
  return !form.endsWith('Typed');
}

export function isForm(value: unknown): value is SignatureForm {
  return FORMS.includes(value as SignatureForm);
}
