import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

import { cleanPhone } from '../../../xiaoa/contacts/phone';
import { randomDigits } from '../../fixtures/randomDigits';
import { PHONE_DIFFERENCES } from '../../fixtures/phoneDifferences';

/** As numbers are dialed inside China: all prefixes, all lengths, and digits behind them. */
function candidates(): string[] {
  const digits = randomDigits(20260101);
  const numbers = new Set<string>();
  for (let prefix = 100; prefix < 1000; prefix++) {
    for (let length = 2; length <= 10; length++) {
      // With and without the 0 of an area code; what the first digits behind it are matters to some.
      for (const first of [0, 1, 2, 9]) {
        const rest = `${first}${digits(length - 1)}`;
        numbers.add(`${prefix}${rest}`).add(`0${prefix}${rest}`);
      }
    }
    for (const hotline of ['10086', '12345', '1234', '95588', '955555', '96110', '961100']) {
      numbers.add(`0${prefix}${hotline}`).add(`0${String(prefix).slice(0, 2)}${hotline}`);
    }
  }
  for (let area = 10; area < 30; area++) {
    for (const start of ['0', '1', '100', '800', '2', '95', '96']) {
      for (let length = 3; length <= 9; length++) {
        numbers.add(`0${area}${(start + digits(9)).slice(0, length)}`);
      }
    }
  }
  for (let prefix = 1000; prefix < 2000; prefix++) numbers.add(`${prefix}${digits(7)}`);
  for (let at = 0; at < 300; at++) {
    numbers
      .add(`1010${digits(4)}`)
      .add(`168${digits(5)}`)
      .add(`10800${digits(7)}`);
    numbers
      .add(`21800${digits(7)}`)
      .add(`950${digits(7)}`)
      .add(`950${digits(8)}`);
  }
  return [...numbers];
}

/** Valid, and written as it is dialed: with the 0 of an area code where there is one. */
function isDialable(number: string): boolean {
  const parsed = parsePhoneNumberFromString(number, 'CN');
  if (!parsed?.isValid() || parsed.country !== 'CN') return false;
  const isTollFree = parsed.getType() === 'TOLL_FREE' && !number.startsWith('0');
  return isTollFree || parsed.formatNational().replace(/\D/g, '') === number;
}

describe('compared with libphonenumber', () => {
  type Direction = (typeof PHONE_DIFFERENCES)[number]['direction'];
  const dialed = new Map<string, string>();
  const differences: Array<readonly [string, Direction]> = [];
  let compared = 0;
  let agreed = 0;

  beforeAll(() => {
    for (const number of candidates()) {
      compared += 1;
      const result = cleanPhone(number);
      if (result.ok) dialed.set(number, result.phone);
      const isValid = isDialable(result.ok ? result.phone : number);
      if (result.ok && !isValid) differences.push([result.phone, 'dialed, but not valid there']);
      if (!result.ok && isValid) differences.push([number, 'valid there, but not dialed']);
      if (result.ok && isValid) agreed += 1;
    }
  });

  it('has enough to compare', () => {
    expect(compared).toBeGreaterThan(50_000);
    expect(agreed).toBeGreaterThan(3_000);
  });

  it('differs only where a reason is given', () => {
    const unexplained = differences.filter(
      ([number, direction]) =>
        !PHONE_DIFFERENCES.some(
          (difference) => difference.direction === direction && difference.pattern.test(number),
        ),
    );
    expect(unexplained).toEqual([]);
  });

  it.each(PHONE_DIFFERENCES.map((difference) => [difference.example, difference] as const))(
    'differs at %s indeed',
    (example, { direction, pattern }) => {
      const isDialed = direction === 'dialed, but not valid there';
      expect(example).toMatch(pattern);
      expect(cleanPhone(example).ok).toBe(isDialed);
      expect(isDialable(example)).toBe(!isDialed);
      const found = differences.filter(
        ([number, way]) => way === direction && pattern.test(number),
      );
      expect(found.length).toBeGreaterThan(0);
    },
  );

  it('dials the digits that were written, without country and without a 0 in front of a mobile number', () => {
    for (const [number, phone] of dialed) {
      expect([phone, phone.replace(/^0/, '')]).toContain(
        number.replace(/^(?:86)?(?:0(?=1[3-9]\d{9}$))?/, ''),
      );
    }
  });
});
