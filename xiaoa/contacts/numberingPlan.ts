/**
 * China's numbering plan, as far as a phone number can be checked without calling it: prefixes, area codes
 * and lengths. The tests compare it with libphonenumber's data.
 */

/** 13x to 19x, in use or not yet; and 123…, which stands for a number in the vendor's samples (API §7.6). */
const MOBILE = /^1(?:[3-9]\d|23)\d{8}$/;
const MOBILE_AFTER_ZERO = /^01[3-9]\d{9}$/;
/** 400 and 800 numbers, and the 950 numbers of companies. */
const SERVICE = /^(?:[48]00\d{7}|950\d{7,8})$/;
/** Area codes without their 0, whose numbers have eight digits. */
const EIGHT_DIGITS =
  /^(?:10|2[0-57-9]|3(?:11|7[179])|4(?:[15]1|3[12])|5(?:1\d|2[37]|3[12]|51|7[13-79]|9[15])|7(?:[39]1|5[57]|6[09])|8(?:71|98))$/;
/** Area codes where numbers of seven and of eight digits are in use. */
const SEVEN_OR_EIGHT_DIGITS = /^(?:43[35]|754|851)$/;
const SEVEN_DIGITS =
  /^(?:3(?:1[02-9]|35|49|5\d|7[02-6]|9[1-68])|4(?:1[25-9]|2[179]|3[46-9]|5[2-9]|6[47-9]|7\d|8[23])|5(?:3[03-9]|4[36]|5[02-9]|6[1-46]|7[028]|80|9[2-46-9])|6(?:3[1-35]|6[0238]|9[12])|7(?:01|1\d|2[248]|3[04-9]|4[3-6]|5[0-3689]|6[2368]|7\d|9[02-9])|8(?:1[236-8]|2[5-7]|3\d|5[4-9]|7[02-9]|8[36-8]|9[1-7])|9(?:0[1-3689]|1[1-79]|3\d|4[13]|5[1-5]|7\d|9\d))$/;

/** A number that begins with the 0 of an area code. */
export interface Landline {
  /** With its 0: `010`, `0755`. */
  readonly areaCode: string;
  /** What follows the area code. */
  readonly local: string;
  /** How many digits a number has there. */
  readonly lengths: readonly number[];
  readonly isValid: boolean;
}

export function isMobile(digits: string): boolean {
  return MOBILE.test(digits);
}

/** A mobile number behind the 0 that long-distance calls once needed. */
export function isMobileAfterZero(digits: string): boolean {
  return MOBILE_AFTER_ZERO.test(digits);
}

export function isServiceNumber(digits: string): boolean {
  return SERVICE.test(digits);
}

/**
 * Splits a number at the end of its area code; Beijing and the cities with 02x have three digits, all
 * others four.
 *
 * @returns undefined where the digits begin with no area code
 */
export function landlineOf(digits: string): Landline | undefined {
  if (!digits.startsWith('0')) return undefined;
  for (const size of [3, 4]) {
    const areaCode = digits.slice(0, size);
    const lengths = areaCode.length === size ? lengthsIn(areaCode.slice(1)) : undefined;
    if (!lengths) continue;
    const local = digits.slice(size);
    return { areaCode, local, lengths, isValid: lengths.includes(local.length) };
  }
  return undefined;
}

function lengthsIn(area: string): readonly number[] | undefined {
  if (EIGHT_DIGITS.test(area)) return [8];
  if (SEVEN_DIGITS.test(area)) return [7];
  return SEVEN_OR_EIGHT_DIGITS.test(area) ? [7, 8] : undefined;
}
