import {
  isMobile,
  isMobileAfterZero,
  isServiceNumber,
  landlineOf,
  type Landline,
} from './numberingPlan';
import { EMPTY, EXTENSION, FRACTION, readPhoneText, SEVERAL, SHORTEST_NUMBER } from './phoneText';
import { counted } from '../text';

/** The number to dial, or why it cannot be dialed. */
export type PhoneResult = { ok: true; phone: string } | { ok: false; reason: string };

const LONGEST_NUMBER = 12;
const LONGEST_EXTENSION = 5;

/** How the digits behind an area code are grouped in China. */
const LOCAL_GROUPS = new Set(['8', '4-4', '2-2-2-2', '7', '3-4']);

/**
 * Foreign numbers that would fit a Chinese area code and its length. They are told by their groups, with one mark
 * between them, and by first digits that numbers in that Chinese city do not have or hardly ever have. In China an area
 * code is often set off from the rest by a mark of its own, so some need the same mark everywhere.
 */
const FOREIGN_TWINS: readonly RegExp[] = [
  /^010(?:(\D)[0-479]\d{3}\1|\D[019]\d{3}\D)\d{4}$/, // Mobile numbers in Korea; Beijing's numbers begin with 5, 6 and 8.
  /^010\D0\d{7}$/, // Mobile numbers in Egypt.
  /^02(?:0 7|3 9|4 7|8 9|9 2)\d{3} \d{4}$/, // London, Portsmouth, Coventry, Belfast, Cardiff.
  /^0(?:9\d\d(\D)\d{3}\1|\d{3}\D[01]\d\d\D)\d{4}$/, // Mobile numbers in the Philippines, Iran and Iraq.
  /^01[5-8]\d\D/, // Mobile numbers in Germany, where everybody groups the rest in another way.
];
const AMERICAN_TOLL_FREE = /^\D*\([48]00\)/;

const FOREIGN = 'Foreign number: only Chinese numbers can be dialed';
const FOREIGN_GROUPS =
  'Grouped like a foreign number: write Chinese numbers like 138 0013 8000 or 0755-88886666';

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
  const read = readPhoneText(value);
  return 'reason' in read ? reject(read.reason) : fromGroups(read.groups, read.written);
}

/** @param text the digits with what stands between their groups */
function fromGroups(groups: readonly string[], text: string): PhoneResult {
  const result = fromCountry(groups, text);
  // Two complete numbers are too long to pass for one; only the reason has to say so.
  const complete = groups.filter((group) => group.length >= SHORTEST_NUMBER);
  return !result.ok && complete.length > 1 ? reject(SEVERAL) : result;
}

function fromCountry(groups: readonly string[], text: string): PhoneResult {
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
  if (isForeignTwin(text)) return false;
  const [first, ...others] = groups;
  if (phone.startsWith('0')) return first === landlineOf(phone)!.areaCode;
  // 138 0013 8000, 1380 013 8000, 1380013 8000; a 0 in front belongs to the first group.
  if (phone.startsWith('1') && others.some(({ length }) => length === 1)) return false;
  return first.startsWith('0') ? first.length === 4 || first.length === 8 : first.length >= 3;
}

function isForeignTwin(text: string): boolean {
  // What stands around the digits, such as brackets and dots, makes no number a Chinese one.
  const [bare = ''] = /\d.*\d/s.exec(text) ?? [];
  const marked = bare.replace(/\D+/g, (marks) => marks.trim().charAt(0) || ' ');
  return AMERICAN_TOLL_FREE.test(text) || FOREIGN_TWINS.some((twin) => twin.test(marked));
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
    return `Starts with 0, but not with a Chinese area code and a number (${counted(count, 'digit')})`;
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

function accept(phone: string): PhoneResult {
  return { ok: true, phone };
}

function reject(reason: string): PhoneResult {
  return { ok: false, reason };
}
