import { visibleText } from '../text';

/** A number as it is written, taken out of whatever a cell holds; or why there is no such number. */
export type PhoneText =
  | {
      /** Runs of digits, at least one. */
      readonly groups: readonly string[];
      /** The groups with the blanks, dashes, dots, brackets and the plus between them. */
      readonly written: string;
    }
  | { readonly reason: string };

export const EMPTY = 'Phone number is missing';
export const SEVERAL = 'Several numbers in one field: keep one';
export const EXTENSION = 'Has an extension, which cannot be dialed';
export const FRACTION = 'Not a whole number';
const SHORTENED = 'The spreadsheet lost digits: format the column as text and re-enter the number';
const THOUSANDS_SEPARATED =
  'Has thousands separators: format the column as text and re-enter the number';

/** No way of writing one number takes more characters. */
const LONGEST_TEXT = 100;
/** As many digits as the shortest number that can be dialed without an area code. */
export const SHORTEST_NUMBER = 7;

/** Printable ASCII: nothing to make plain, and most phones of 30,000 are. */
const PLAIN = /^[ -~]*$/;
const EXPONENT = /^([1-9]\d*)(?:[.,](\d*))?e([+-]?)(\d{1,3})$/i;
const DECIMAL = /^(\d+)\.(\d*)$/;
const THOUSANDS = /^\d{1,3}(?:,\d{3})+(?:\.0*)?$/;
/** Marks between two numbers. They never stand inside one. */
const BETWEEN_NUMBERS = /[/\\,;、|&\t\n\v\f\r\u0085\u2028\u2029或和]/;
/** All that may be left of a number by then. */
const NUMBER_CHARACTERS = /^[\d+ \-.·()[\]]*$/;

/**
 * Takes off what spreadsheets, forms, phones and links put around a number, and refuses what is not one
 * number. Length is looked at first, and everything is linear.
 */
export function readPhoneText(value: string): PhoneText {
  if (value.length > LONGEST_TEXT) {
    return { reason: `Too long for a phone number (${value.length} characters)` };
  }
  const text = withoutWrapping(plainCharacters(value));
  if (text === '') return { reason: EMPTY };

  const spreadsheet = fromSpreadsheetNumber(text);
  if (spreadsheet) return spreadsheet;

  const parts = text.split(BETWEEN_NUMBERS);
  if (parts.filter((part) => /\d/.test(part)).length > 1) return { reason: SEVERAL };
  const single = parts.join(' ');
  return NUMBER_CHARACTERS.test(single) ? groupsOf(single) : { reason: foreignCharacters(single) };
}

function groupsOf(written: string): PhoneText {
  const groups = written.match(/\d+/g);
  if (!groups) return { reason: 'Contains no digits' };
  if (written.lastIndexOf('+') > written.search(/\d/)) return { reason: SEVERAL };
  return { groups, written };
}

/** Half-width characters, plain blanks and dashes, and none of the invisible ones. */
function plainCharacters(value: string): string {
  if (PLAIN.test(value)) return value.trim();
  return visibleText(value)
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[\u2010-\u2015\u2043\u2212\u2e3a\u2e3b\u30fc\ufe58\ufe63\uff70]/g, '-')
    .trim();
}

/** Without what spreadsheets (`'138…`, `="138…"`) and links (`tel:`) put around a number. */
function withoutWrapping(text: string): string {
  return text
    .replace(/^= *(?=")/, '')
    .replace(/^["'‘’`]{1,3}/, '')
    .replace(/["'‘’`]{1,3}$/, '')
    .trim()
    .replace(/^tel:/i, '')
    .trim();
}

/** Undefined where the text is not what a spreadsheet makes of a number. */
function fromSpreadsheetNumber(text: string): PhoneText | undefined {
  const exponential = EXPONENT.exec(text);
  if (exponential) {
    const [, whole, fraction = '', sign, exponent] = exponential;
    const places = Number(exponent);
    if (sign === '-' && places > 0) return { reason: FRACTION };
    // 1.38E+10 may have been any of a hundred million numbers.
    if (fraction.length < places) return { reason: SHORTENED };
    if (/[1-9]/.test(fraction.slice(places))) return { reason: FRACTION };
    return groupsOf(whole + fraction.slice(0, places));
  }
  if (THOUSANDS.test(text)) {
    return { reason: THOUSANDS_SEPARATED };
  }
  const decimal = DECIMAL.exec(text);
  if (decimal) {
    const [, whole, fraction] = decimal;
    if (/^0*$/.test(fraction)) return groupsOf(whole);
    // A dot behind an area code separates; anywhere else two groups may as well be a price
    // or a longitude.
    const areaCode = /^0\d{2,3}$/.test(whole);
    const twoNumbers = Math.min(whole.length, fraction.length) >= SHORTEST_NUMBER;
    if (!areaCode && !twoNumbers) return { reason: FRACTION };
  }
  return undefined;
}

function foreignCharacters(text: string): string {
  if (/转|分机|ext|\dx\d/i.test(text)) return EXTENSION;
  if (text.includes('*')) return 'Masked with *';
  if (/\p{L}/u.test(text)) return 'Contains letters';
  const stranger = Array.from(text).find((character) => !NUMBER_CHARACTERS.test(character));
  return `Contains '${stranger}', which is not part of a phone number`;
}
