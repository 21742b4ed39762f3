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
