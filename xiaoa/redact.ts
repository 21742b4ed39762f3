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

/**
 * An answer that repeats a request may do so in JSON (or in JSON inside JSON), in an address, in a page or
 * in Base64. All of them write signs and Chinese characters in their own ways, and some do so twice.
 */
function anyWritingOf(secret: string): RegExp {
  const oneBackslash = secret.replace(/\\+/g, '\\');
  const signs = Array.from(oneBackslash, (sign) => `(?:${writingsOf(sign).join('|')})`).join('');
  return new RegExp([signs, ...base64Of(secret).map(literal)].join('|'), 'g');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': 'amp',
  "'": 'apos',
  '<': 'lt',
  '>': 'gt',
  '"': 'quot',
};

/** Patterns for one character. */
function writingsOf(sign: string): string[] {
  const units = Array.from({ length: sign.length }, (_, at) => hex(sign.charCodeAt(at), 4));
  const bytes = Array.from(Buffer.from(sign), (byte) => hex(byte, 2));
  const point = sign.codePointAt(0) ?? 0;
  return [
    sign === '\\' ? String.raw`\\+` : String.raw`\\*` + literal(sign),
    units.map((unit) => String.raw`\\+u${unit}`).join(''),
    bytes.map((byte) => `%(?:25)*${byte}`).join(''),
    `&(?:amp;)*#0*${point};`,
    `&(?:amp;)*#[xX]0*${hex(point, 1)};`,
    ...(sign in ENTITIES ? [`&(?:amp;)*${ENTITIES[sign]};`] : []),
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
