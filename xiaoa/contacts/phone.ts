/** The number to dial, or why there is none. */
export type PhoneResult = { ok: true; phone: string } | { ok: false; reason: string };

const MOBILE = /^1\d{10}$/;
/** The prefixes in use; only they are recognised behind a 0, where a landline could stand too. */
const MOBILE_WITH_ZERO = /^0(1[3-9]\d{9})$/;
const SERVICE = /^[48]00\d{7}$/;
/** 010 and 02x have three digits, all other area codes four. */
const SHORT_AREA_LANDLINE = /^0(?:10|2\d)\d{7,8}$/;
const LONG_AREA_LANDLINE = /^0[3-9]\d{8,10}$/;

/** Printable ASCII: nothing to make plain, and most phones of 30,000 are. */
const PLAIN = /^[ -~]*$/;

const LONGEST_NUMBER = 12;
/** As many digits as the shortest number that can be dialled without an area code. */
const SHORTEST_NUMBER = 7;

const EXPONENT = /^([1-9]\d*)(?:[.,](\d*))?e([+-]?)(\d{1,3})$/i;
const DECIMAL = /^(\d+)\.(\d*)$/;
const THOUSANDS = /^\d{1,3}(?:,\d{3})+(?:\.0*)?$/;

const SEVERAL = 'The field holds several numbers: keep one';
const SHORTENED =
  'The spreadsheet has shortened the number: format the column as text and enter it again';
const FOREIGN = "Another country's number: only numbers in China can be dialled";
const FRACTION = 'The phone is not a whole number';
const EXTENSION = 'An extension cannot be dialled';

/** Marks between two numbers. They never stand inside one. */
const BETWEEN_NUMBERS = /[/\\,;、|&\t\n\v\f\r\u0085\u2028\u2029或和]/;
/** All that may be left of a number by then. */
const NUMBER_CHARACTERS = /^[\d+ \-.·()[\]]*$/;

/**
 * Turns what a spreadsheet, a form or a phone's address book holds into the digits to dial.
 * A mobile number comes out as 11 digits beginning with 1, a landline with its area code, a
 * 400 or 800 number as it is. In doubt the answer is no: a wrong guess rings a stranger.
 *
 * @returns never throws; `reason` is a short English phrase without a trailing period
 */
export function cleanPhone(value: unknown): PhoneResult {
  switch (typeof value) {
    case 'string':
      return MOBILE.test(value) ? accept(value) : fromText(value);
    case 'number':
      return fromNumber(value);
    case 'bigint':
      return fromText(String(value));
    default:
      return value === undefined || value === null
        ? reject('The phone is empty')
        : reject('The phone is neither text nor a number');
  }
}

function fromNumber(value: number): PhoneResult {
  if (!Number.isInteger(value)) return reject(FRACTION);
  if (value < 0) return reject('The phone is a negative number');
  if (!Number.isSafeInteger(value)) return reject('Too many digits for a phone number');
  const text = String(value);
  return MOBILE.test(text) ? accept(text) : fromText(text);
}

function fromText(value: string): PhoneResult {
  const text = withoutWrapping(plainCharacters(value));
  if (text === '') return reject('The phone is empty');

  const spreadsheet = fromSpreadsheetNumber(text);
  if (spreadsheet) return spreadsheet;

  const parts = text.split(BETWEEN_NUMBERS);
  if (parts.filter((part) => /\d/.test(part)).length > 1) return reject(SEVERAL);
  const single = parts.join(' ').trim();
  if (!NUMBER_CHARACTERS.test(single)) return reject(foreignCharacters(single));
  return fromDigitGroups(single);
}

/** Half-width characters, plain blanks and dashes, and none of the invisible ones. */
function plainCharacters(value: string): string {
  if (PLAIN.test(value)) return value.trim();
  return (
    value
      // Phones wrap copied numbers in direction marks; files begin with a byte order mark.
      .replace(/[\p{Cf}\ufe00-\ufe0f]/gu, '')
      .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
      .replace(/[\u2010-\u2015\u2043\u2212\u2e3a\u2e3b\u30fc\ufe58\ufe63\uff70]/g, '-')
      .replace(/\p{Zs}/gu, ' ')
      .trim()
  );
}

/** Without what spreadsheets (`'138…`, `="138…"`) and links (`tel:`) put around a number. */
function withoutWrapping(text: string): string {
  return text
    .replace(/^=\s*(?=")/, '')
    .replace(/^["'‘’`]+|["'‘’`]+$/g, '')
    .replace(/^\s*tel:/i, '')
    .trim();
}

/** Undefined where the text is not what a spreadsheet makes of a number. */
function fromSpreadsheetNumber(text: string): PhoneResult | undefined {
  const exponential = EXPONENT.exec(text);
  if (exponential) {
    const [, whole, fraction = '', sign, exponent] = exponential;
    const places = Number(exponent);
    if (sign === '-' && places > 0) return reject(FRACTION);
    // 1.38E+10 may have been any of a hundred million numbers.
    if (fraction.length < places) return reject(SHORTENED);
    if (/[1-9]/.test(fraction.slice(places))) return reject(FRACTION);
    return fromDigitGroups(whole + fraction.slice(0, places));
  }
  if (THOUSANDS.test(text)) {
    return reject('The number has thousands separators: format the column as text');
  }
  const decimal = DECIMAL.exec(text);
  if (decimal) {
    const [, whole, fraction] = decimal;
    if (/^0*$/.test(fraction)) return fromDigitGroups(whole);
    // A dot behind an area code separates; anywhere else two groups may as well be a price
    // or a longitude.
    const areaCode = /^0\d{2,3}$/.test(whole);
    const twoNumbers = Math.min(whole.length, fraction.length) >= SHORTEST_NUMBER;
    if (!areaCode && !twoNumbers) return reject(FRACTION);
  }
  return undefined;
}

function fromDigitGroups(text: string): PhoneResult {
  const groups = text.match(/\d+/g) ?? [];
  if (groups.length === 0) return reject('The phone has no digits');
  if (/\d.*\+/.test(text)) return reject(SEVERAL);

  const result = fromDigits(groups, text.includes('+'));
  // Two complete numbers are too long to pass for one; only the reason has to say so.
  const complete = groups.filter((group) => group.length >= SHORTEST_NUMBER);
  return !result.ok && complete.length > 1 ? reject(SEVERAL) : result;
}

function fromDigits(groups: readonly string[], plus: boolean): PhoneResult {
  const digits = groups.join('');
  const lastGroup = groups.length > 1 ? groups[groups.length - 1].length : 0;
  if (plus) {
    return digits.startsWith('86')
      ? fromNational(digits.slice(2), lastGroup, true)
      : reject(FOREIGN);
  }
  if (digits.startsWith('0086')) return fromNational(digits.slice(4), lastGroup, true);
  if (/^00[1-9]/.test(digits)) {
    return reject(FOREIGN);
  }
  // Without a plus, 86 is the country only if that explains all the other digits.
  if (digits.startsWith('86') && MOBILE.test(digits.slice(2))) return accept(digits.slice(2));
  return fromNational(digits, lastGroup, false);
}

function fromNational(digits: string, lastGroup: number, countryGiven: boolean): PhoneResult {
  if (MOBILE.test(digits) || SERVICE.test(digits)) return accept(digits);
  const zeroDropped = MOBILE_WITH_ZERO.exec(digits);
  if (zeroDropped) return accept(zeroDropped[1]);

  // Behind +86 the area code's 0 is not written.
  const landline = countryGiven && !digits.startsWith('0') ? `0${digits}` : digits;
  const shortArea = SHORT_AREA_LANDLINE.test(landline);
  if (!shortArea && !LONG_AREA_LANDLINE.test(landline)) return reject(whyNot(digits));
  const completeBefore = landline.length - lastGroup >= (shortArea ? 10 : 11);
  if (lastGroup > 0 && lastGroup <= 2 && completeBefore) {
    return reject(EXTENSION);
  }
  return accept(landline);
}

function whyNot(digits: string): string {
  const count = digits.length;
  if (count > LONGEST_NUMBER) {
    return count >= 2 * SHORTEST_NUMBER + 2
      ? `Too many digits (${count}): does the field hold several numbers?`
      : `Too many digits (${count}) for a phone number`;
  }
  if (digits.startsWith('0')) {
    return `Begins with 0, but is no landline with its area code (${count} digits)`;
  }
  if (digits.startsWith('1')) {
    return `Too ${count < 11 ? 'few' : 'many'} digits (${count}): a mobile number has 11`;
  }
  if (count < SHORTEST_NUMBER) return `Too few digits (${count}) for a phone number`;
  if (count <= 8) return 'A landline without its area code';
  return 'Neither a mobile number, nor a landline with its area code and the 0 before it, nor a 400 or 800 number';
}

function foreignCharacters(text: string): string {
  if (/转|分机|ext|\dx\d/i.test(text)) return EXTENSION;
  if (text.includes('*')) return 'The number is masked with *';
  if (/\p{L}/u.test(text)) return 'The phone holds letters';
  const stranger = Array.from(text).find((character) => !NUMBER_CHARACTERS.test(character));
  return `The phone holds '${stranger}', which is no part of a phone number`;
}

function accept(phone: string): PhoneResult {
  return { ok: true, phone };
}

function reject(reason: string): PhoneResult {
  return { ok: false, reason };
}
