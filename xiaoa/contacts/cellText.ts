import { wellFormed } from '../text';

/**
 * The text of one cell of a contact; the platform takes nothing but text (API §7.6). Nothing
 * becomes '', text loses the blanks at its ends, numbers are written without exponent, dates
 * as ISO 8601, objects and lists as JSON.
 */
export function cellText(value: unknown): string {
  switch (typeof value) {
    case 'string':
      // The platform refuses a whole import for half an emoji in one cell.
      return wellFormed(value).trim();
    case 'number':
      return numberText(value);
    case 'boolean':
    case 'bigint':
      return String(value);
    case 'object':
      return value === null ? '' : wellFormed(objectText(value));
    default:
      return '';
  }
}

function objectText(value: object): string {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString();
  if ('toISO' in value && typeof value.toISO === 'function') {
    const iso: unknown = value.toISO();
    return typeof iso === 'string' ? iso : '';
  }
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return String(value);
  }
}

function numberText(value: number): string {
  if (!Number.isFinite(value)) return '';
  const text = String(value);
  const match = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (!match) return text;
  const [, minus, first, rest = '', exponent] = match;
  const shift = Number(exponent);
  return shift < 0
    ? `${minus}0.${'0'.repeat(-shift - 1)}${first}${rest}`
    : `${minus}${(first + rest).padEnd(shift + 1, '0')}`;
}
