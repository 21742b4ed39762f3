/** Shorter texts are too common in ordinary words to be taken out of them. */
const SHORTEST_SECRET = 4;

/** In Base64 as many characters of a secret have to be certain to tell it from other text. */
const SHORTEST_BASE64 = 8;

/** Puts `***` in place of every secret in a text that a person or a log will see, however it is written. */
export function redact(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .reduce((clean, secret) => clean.replace(anyWritingOf(secret), '***'), text);
}

/** More than that of an answer is never shown, so no more is looked at. */
const LONGEST_SHOWN = 2_000;

/** So much more is searched for secrets: one that is cut in two would not be found. */
const LONGEST_SECRET = 1_000;

/** How much of a text is worth keeping for an excerpt. */
export const LONGEST_SEARCHED = LONGEST_SHOWN + LONGEST_SECRET;

/**
 * The beginning of a text from outside, for a person to read: one line without secrets.
 *
 * @param length in characters, at most 2,000; what was cut ends with `…`
 */
export function excerpt(text: string, secrets: readonly string[], length: number): string {
  const source = text.slice(0, LONGEST_SEARCHED);
  const clean = redact(source, secrets);
  const whole = source.length < LONGEST_SEARCHED ? clean : clean.slice(0, -LONGEST_SECRET);
  const line = maskKeys(whole)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\ufeff\s]+/gu, ' ')
    .trim();
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
}

/** An answer that is malformed elsewhere may still carry a login's key. */
function maskKeys(text: string): string {
  return text.replace(
    /((?:api_?key|password|secret)\\?["']?\s{0,20}[:=]\s{0,20})(\\?["']?)[^"'\\&,\s}]+/gi,
    '$1$2***',
  );
}

/**
 * An answer that repeats a request may do so in JSON (or in JSON inside JSON), in an address, in a page or
 * in Base64. All of them write signs and Chinese characters in their own ways, and some do so twice. Every
 * repetition has a bound, because a long answer of nothing else must not take long.
 */
function anyWritingOf(secret: string): RegExp {
  const signs = Array.from(secret.matchAll(/\\+|[^\\]/gu), ([sign]) => sign);
  const written = signs.map((sign) => `(?:${writingsOf(sign).join('|')})`).join('');
  return new RegExp([written, ...base64Of(secret).map(literal)].join('|'), 'g');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': 'amp',
  "'": 'apos',
  '<': 'lt',
  '>': 'gt',
  '"': 'quot',
};

/** Patterns for one character, or for a run of backslashes. */
function writingsOf(sign: string): string[] {
  const units = Array.from({ length: sign.length }, (_, at) => hex(sign.charCodeAt(at), 4));
  const bytes = Array.from(Buffer.from(sign), (byte) => hex(byte, 2));
  const points = Array.from(sign, (point) => point.codePointAt(0) ?? 0);
  return [
    sign.includes('\\')
      ? String.raw`\\{${sign.length},${sign.length * 4}}`
      : String.raw`\\{0,8}` + literal(sign),
    units.map((unit) => String.raw`\\{1,8}u${unit}`).join(''),
    bytes.map((byte) => `%(?:25){0,2}${byte}`).join(''),
    points.map((point) => `&(?:amp;){0,2}#0{0,5}${point};`).join(''),
    points.map((point) => `&(?:amp;){0,2}#[xX]0{0,5}${hex(point, 1)};`).join(''),
    ...(sign in ENTITIES ? [`&(?:amp;){0,2}${ENTITIES[sign]};`] : []),
    ...(sign === ' ' ? [String.raw`\+`] : []),
  ];
}

/** A number in hexadecimal digits, large and small. */
function hex(value: number, digits: number): string {
  const text = value.toString(16).padStart(digits, '0');
  return text.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}

/** The characters that stand for the secret alone, wherever in the encoded text it begins. */
function base64Of(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [0, 1, 2]
    .map((before) => {
      const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
      const first = Math.ceil((before * 8) / 6);
      return encoded.slice(first, Math.floor(((before + bytes.length) * 8) / 6));
    })
    .filter(({ length }) => length >= SHORTEST_BASE64)
    .flatMap((text) => [text, text.replaceAll('+', '-').replaceAll('/', '_')]);
}
