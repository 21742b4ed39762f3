import {
  isMobile,
  isMobileAfterZero,
  isServiceNumber,
  landlineOf,
  type Landline,
} from './numberingPlan';

/** The number to dial, or why it cannot be dialed. */
export type PhoneResult = { ok: true; phone: string } | { ok: false; reason: string };

/** No way of writing one number takes more characters. */
const LONGEST_TEXT = 100;
/** As many digits as the shortest number that can be dialed without an area code. */
const SHORTEST_NUMBER = 7;
const LONGEST_NUMBER = 12;
const LONGEST_EXTENSION = 5;

/** Printable ASCII: nothing to make plain, and most phones of 30,000 are. */
const PLAIN = /^[ -~]*$/;
const EXPONENT = /^([1-9]\d*)(?:[.,](\d*))?e([+-]?)(\d{1,3})$/i;
const DECIMAL = /^(\d+)\.(\d*)$/;
const THOUSANDS = /^\d{1,3}(?:,\d{3})+(?:\.0*)?$/;
/** Marks between two numbers. They never stand inside one. */
const BETWEEN_NUMBERS = /[/\\,;、|&\t\n\v\f\r\u0085\u2028\u2029或和]/;
/** All that may be left of a number by then. */
const NUMBER_CHARACTERS = /^[\d+ \-.·()[\]]*$/;

/** How the digits behind an area code are grouped in China. */
const LOCAL_GROUPS = new Set(['8', '4-4', '2-2-2-2', '7', '3-4']);

/**
 * Foreign numbers that would fit a Chinese area code and its length. They are told by their blanks and
 * dashes, and by first digits that numbers in that Chinese city do not have or hardly ever have.
 */
const FOREIGN_TWINS: readonly RegExp[] = [
  /^010-[0-479]\d{3}-\d{4}$/, // Mobile numbers in Korea; Beijing's numbers begin with 5, 6 and 8.
  /^010 (?:[019]\d{3} \d{4}|0\d{7})$/, // Korea again, and mobile numbers in Egypt.
  /^02(?:0 7|3 9|4 7|8 9|9 2)\d{3} \d{4}$/, // London, Portsmouth, Coventry, Belfast, Cardiff.
  /^0(?:9\d\d([ -])\d\d\d\1|\d{3}([ -])[01]\d\d\2)\d{4}$/, // Mobile numbers in the Philippines, Iran and Iraq.
  /^01[5-8]\d[ -]\d{8}$/, // Mobile numbers in Germany.
  /^\([48]00\)/, // Toll-free in the United States.
];

const SEVERAL = 'Several numbers in one field: keep one';
const SHORTENED = 'The spreadsheet lost digits: format the column as text and re-enter the number';
const FOREIGN = 'Foreign number: only Chinese numbers can be dialed';
const FOREIGN_GROUPS =
  'Grouped like a foreign number: write Chinese numbers like 138 0013 8000 or 0755-88886666';
const FRACTION = 'Not a whole number';
const EXTENSION = 'Has an extension, which cannot be dialed';
const EMPTY = 'Phone number is missing';

/**
 * Turns what a spreadsheet, a form or a phone's address book holds into the digits to dial.
 * A mobile number comes out as 11 digits beginning with 1, a landline with its area code, a
 * 400, 800 or 950 number as it is. Without +86 or 86 in front, the way the digits are grouped has to be
 * a Chinese one: `1 (380) 013-8000` is a number in Ohio. In doubt the answer is no: a wrong guess rings a
 * stranger.
 *
 * @returns never throws; `reason` is a short English phrase without a trailing period
 */
export function cleanPhone(value: unknown): PhoneResult {
  switch (typeof value) {
    case 'string':
      return isMobile(value) ? accept(value) : fromText(value);
    case 'number':
      return fromNumber(value);
    case 'bigint':
      return fromText(String(value));
    default:
      return reject(value === undefined || value === null ? EMPTY : 'Neither text nor a number');
  }
}

function fromNumber(value: number): PhoneResult {
  if (!Number.isInteger(value)) return reject(FRACTION);
  if (value < 0) return reject('Negative number');
  if (!Number.isSafeInteger(value)) return reject('Too many digits for a phone number');
  const text = String(value);
  return isMobile(text) ? accept(text) : fromText(text);
}

function fromText(value: string): PhoneResult {
  if (value.length > LONGEST_TEXT) {
    return reject(`Too long for a phone number (${value.length} characters)`);
  }
  const text = withoutWrapping(plainCharacters(value));
  if (text === '') return reject(EMPTY);

  const spreadsheet = fromSpreadsheetNumber(text);
  if (spreadsheet) return spreadsheet;

  const parts = text.split(BETWEEN_NUMBERS);
  if (parts.filter((part) => /\d/.test(part)).length > 1) return reject(SEVERAL);
  const single = parts.join(' ').replace(/ {2,}/g, ' ').trim();
  if (!NUMBER_CHARACTERS.test(single)) return reject(foreignCharacters(single));
  return fromWriting(single);
}

/** Half-width characters, plain blanks and dashes, and none of the invisible ones. */
function plainCharacters(value: string): string {
  if (PLAIN.test(value)) return value.trim();
  return (
    value
      // Phones wrap copied numbers in direction marks; files begin with a byte order mark.
      .replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '')
      .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
      .replace(/[\u2010-\u2015\u2043\u2212\u2e3a\u2e3b\u30fc\ufe58\ufe63\uff70]/g, '-')
      .replace(/\p{Zs}/gu, ' ')
      .trim()
  );
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
function fromSpreadsheetNumber(text: string): PhoneResult | undefined {
  const exponential = EXPONENT.exec(text);
  if (exponential) {
    const [, whole, fraction = '', sign, exponent] = exponential;
    const places = Number(exponent);
    if (sign === '-' && places > 0) return reject(FRACTION);
    // 1.38E+10 may have been any of a hundred million numbers.
    if (fraction.length < places) return reject(SHORTENED);
    if (/[1-9]/.test(fraction.slice(places))) return reject(FRACTION);
    return fromWriting(whole + fraction.slice(0, places));
  }
  if (THOUSANDS.test(text)) {
    return reject('Has thousands separators: format the column as text and re-enter the number');
  }
  const decimal = DECIMAL.exec(text);
  if (decimal) {
    const [, whole, fraction] = decimal;
    if (/^0*$/.test(fraction)) return fromWriting(whole);
    // A dot behind an area code separates; anywhere else two groups may as well be a price
    // or a longitude.
    const areaCode = /^0\d{2,3}$/.test(whole);
    const twoNumbers = Math.min(whole.length, fraction.length) >= SHORTEST_NUMBER;
    if (!areaCode && !twoNumbers) return reject(FRACTION);
  }
  return undefined;
}

/** @param text digits in groups, with blanks, dashes, dots, brackets and perhaps a plus */
function fromWriting(text: string): PhoneResult {
  const groups = text.match(/\d+/g) ?? [];
  if (groups.length === 0) return reject('Contains no digits');
  if (text.lastIndexOf('+') > text.search(/\d/)) return reject(SEVERAL);

  const result = fromGroups(groups, text);
  // Two complete numbers are too long to pass for one; only the reason has to say so.
  const complete = groups.filter((group) => group.length >= SHORTEST_NUMBER);
  return !result.ok && complete.length > 1 ? reject(SEVERAL) : result;
}

function fromGroups(groups: readonly string[], text: string): PhoneResult {
  const digits = groups.join('');
  if (text.includes('+')) {
    return digits.startsWith('86') ? behindCountry(groups, 2) : reject(FOREIGN);
  }
  if (digits.startsWith('0086')) return behindCountry(groups, 4);
  if (/^00[1-9]/.test(digits)) return reject(FOREIGN);
  // Without a plus, 86 is the country only if that explains all the other digits.
  if (digits.startsWith('86')) {
    const result = behindCountry(groups, 2);
    if (result.ok) return result;
  }
  const national = withZeroAttached(groups);
  const result = fromNational(national);
  return result.ok && national.length > 1 && !isGroupedInChina(national, result.phone, text)
    ? reject(FOREIGN_GROUPS)
    : result;
}

/** @param count how many digits the country takes */
function behindCountry(groups: readonly string[], count: number): PhoneResult {
  const rest: string[] = [];
  for (const group of groups) {
    if (count < group.length) rest.push(group.slice(count));
    count = Math.max(0, count - group.length);
  }
  const [first = '', ...others] = withZeroAttached(rest);
  const digits = first + others.join('');
  // The 0 of an area code is not written behind the country.
  const needsZero = !first.startsWith('0') && !isMobile(digits) && !isServiceNumber(digits);
  return fromNational([needsZero ? `0${first}` : first, ...others], needsZero);
}

/** `(0)755` and `0 755` are `0755`. */
function withZeroAttached(groups: readonly string[]): readonly string[] {
  const [zero, next, ...others] = groups;
  return zero === '0' && next !== undefined ? [`0${next}`, ...others] : groups;
}

function fromNational(groups: readonly string[], zeroAdded = false): PhoneResult {
  const digits = groups.join('');
  if (isMobile(digits) || isServiceNumber(digits)) return accept(digits);
  if (isMobileAfterZero(digits)) return accept(digits.slice(1));
  const landline = landlineOf(digits);
  if (!landline?.isValid) return reject(whyNot(groups, landline, zeroAdded));
  const local = localGroups(groups, landline);
  if (local === undefined || LOCAL_GROUPS.has(local.map(({ length }) => length).join('-'))) {
    return accept(digits);
  }
  const last = groups[groups.length - 1];
  return reject(last.length <= 2 ? EXTENSION : FOREIGN_GROUPS);
}

/** @returns undefined where the digits are not grouped */
function localGroups(groups: readonly string[], { areaCode }: Landline): string[] | undefined {
  if (groups.length === 1) return undefined;
  const [first, ...others] = groups;
  return first === areaCode ? others : [first.slice(areaCode.length), ...others];
}

/** Without a country in front, the groups are all that tells a Chinese number from a foreign one. */
function isGroupedInChina(groups: readonly string[], phone: string, text: string): boolean {
  if (FOREIGN_TWINS.some((twin) => twin.test(text))) return false;
  const [first, ...others] = groups;
  if (phone.startsWith('0')) return first === landlineOf(phone)!.areaCode;
  // 138 0013 8000, 1380 013 8000, 1380013 8000; a 0 in front belongs to the first group.
  if (phone.startsWith('1') && others.some(({ length }) => length === 1)) return false;
  return first.startsWith('0') ? first.length === 4 || first.length === 8 : first.length >= 3;
}

function whyNot(
  groups: readonly string[],
  landline: Landline | undefined,
  zeroAdded: boolean,
): string {
  const digits = groups.join('').slice(zeroAdded ? 1 : 0);
  const count = digits.length;
  if (hasExtension(groups)) return EXTENSION;
  if (count > LONGEST_NUMBER + 1) {
    return count >= 2 * SHORTEST_NUMBER + 2
      ? `Too many digits (${count}): keep one number`
      : `Too many digits (${count}) for a phone number`;
  }
  if (/^(?:85[23]\d{8}|886\d{9})$/.test(digits)) return FOREIGN;
  if (landline && count >= SHORTEST_NUMBER) {
    const { areaCode, local, lengths } = landline;
    return `Wrong length: area code ${areaCode} needs ${lengths.join(' or ')} digits after it, not ${local.length}`;
  }
  if (digits.startsWith('0')) {
    return `Starts with 0, but not with a Chinese area code and a number (${count} digits)`;
  }
  if (digits.startsWith('1')) {
    return count === 11
      ? `No mobile number starts with ${digits.slice(0, 3)}`
      : `Too ${count < 11 ? 'few' : 'many'} digits (${count}): mobile numbers have 11`;
  }
  if (count < SHORTEST_NUMBER) return `Too few digits (${count}): mobile numbers have 11`;
  if (count <= 8) return 'Landline without its area code';
  return 'Neither a mobile number, a landline with its area code and the 0 before it, nor a 400 or 800 number';
}

/** A complete number, and behind it a few digits in groups of their own. */
function hasExtension(groups: readonly string[]): boolean {
  for (let end = groups.length - 1; end > 0; end--) {
    const behind = groups.slice(end).join('').length;
    if (behind > LONGEST_EXTENSION) return false;
    const before = groups.slice(0, end).join('');
    const landline = landlineOf(before);
    if (landline?.lengths.includes(landline.local.length) || isMobile(before)) return true;
  }
  return false;
}

function foreignCharacters(text: string): string {
  if (/转|分机|ext|\dx\d/i.test(text)) return EXTENSION;
  if (text.includes('*')) return 'Masked with *';
  if (/\p{L}/u.test(text)) return 'Contains letters';
  const stranger = Array.from(text).find((character) => !NUMBER_CHARACTERS.test(character));
  return `Contains '${stranger}', which is not part of a phone number`;
}

function accept(phone: string): PhoneResult {
  return { ok: true, phone };
}

function reject(reason: string): PhoneResult {
  return { ok: false, reason };
}
