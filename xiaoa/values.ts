/** Reading of single fields of the platform's rows: what is missing or unreadable is null. */

/** Text as it is; numbers as text; blanks only count as missing. */
export function text(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

/** A number, or the digits of one, with a `%` behind it if need be. */
export function number(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string') return null;
  const match = /^\s*(-?\d+(?:\.\d+)?)\s*%?\s*$/.exec(value);
  return match ? Number(match[1]) : null;
}

/** A row's number; text where it is no number that JavaScript holds exactly. */
export function identifier(value: unknown): number | string | null {
  const digits = typeof value === 'string' && /^(0|[1-9]\d*)$/.test(value);
  return digits && Number.isSafeInteger(Number(value)) ? Number(value) : asGiven(value);
}

function asGiven(value: unknown): number | string | null {
  return typeof value === 'number' ? value : text(value);
}
