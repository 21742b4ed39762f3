const SURROGATE = /[\ud800-\udfff]/;

/**
 * The same text with every lone surrogate (half an emoji, left by a cut in the middle)
 * replaced by U+FFFD, as UTF-8 encoders do.
 */
export function wellFormed(text: string): string {
  // Telling pairs from halves is slow, and most text has neither.
  return SURROGATE.test(text) ? Buffer.from(text).toString() : text;
}

/** True for `{…}`: neither null nor a list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Characters that nobody sees and that pasted text carries along: zero-width characters, direction marks,
 * soft hyphens, variation selectors, byte order marks, control characters.
 */
const INVISIBLE =
  /(?:[^\P{Default_Ignorable_Code_Point}\s]|[^\P{Cc}\s\u0085]|[\ufeff\ufff9-\ufffb])+/gu;

/** Every blank but line breaks and tabs: no-break, ideographic and thin spaces, line separators. */
const BLANK = /[^\S\t\n\r ]|[\u0085\u2800]/gu;

/** Most text has nothing to clean: printable ASCII, Chinese characters and their punctuation. */
const CLEAN = /^[!-~\u3001-\u303f\u4e00-\u9fff\uff01-\uff9f]*$/;

/**
 * Text as people see it: without invisible characters, with plain blanks, and without blanks at its ends.
 * Line breaks and tabs inside stay. For everything that is pasted: column headers, names, cells, the Base
 * URL, the user name, filter values. Not for passwords. Linear in the length of the text.
 */
export function visibleText(text: string): string {
  if (CLEAN.test(text)) return text;
  return text.replace(INVISIBLE, '').replace(BLANK, ' ').trim();
}

/** `1 minute`, `2 minutes`. */
export function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}
