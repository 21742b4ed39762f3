import { visibleText, wellFormed } from '../text';

/** A large number as a spreadsheet shows it, `4.40301E+17`, or as Java writes it, `4.40301E17`. */
const EXPONENT = /^-?\d(?:[.,](\d{1,20})e\+?|e\+)(\d{2,3})$/i;
const MAY_BE_EXPONENT = /e\+?\d/i;

/**
 * The text of one cell of a contact; the platform takes nothing but text (API §7.6). Nothing
 * becomes '', text loses invisible characters and the blanks at its ends, numbers are written without
 * exponent, dates as ISO 8601, objects and lists as JSON.
 */
export function cellText(value: unknown): string {
  switch (typeof value) {
    case 'string':
      // The platform refuses a whole import for half an emoji in one cell.
      return wellFormed(visibleText(value));
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

/**
 * Whether a cell is a number that has lost digits on its way: one above 2^53, such as the 18 digits of an
 * identity card, or text that a spreadsheet has shortened, such as `4.40301E+17`.
 */
export function hasLostDigits(value: unknown): boolean {
  if (typeof value === 'number') return Number.isInteger(value) && !Number.isSafeInteger(value);
  if (typeof value !== 'string' || !MAY_BE_EXPONENT.test(value)) return false;
  const match = EXPONENT.exec(visibleText(value));
  return match !== null && (match[1] ?? '').length < Number(match[2]);
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
  const match = /(-?)(\d)(?:\.(\d+))?e([+-]\d+)/.exec(text);
  if (!match) return text;
  const [, minus, first, rest = '', exponent] = match;
  const shift = Number(exponent);
  return shift < 0
    ? `${minus}0.${'0'.repeat(-shift - 1)}${first}${rest}`
    : `${minus}${(first + rest).padEnd(shift + 1, '0')}`;
}
