import {
  isMobile,
  isMobileAfterZero,
  isServiceNumber,
  landlineOf,
} from '../../../xiaoa/contacts/numberingPlan';
import { EIGHT_DIGITS, SEVEN_DIGITS, SEVEN_OR_EIGHT_DIGITS } from '../../fixtures/areaCodes';

function lengthsBehind(area: string): number[] | undefined {
  if (SEVEN_DIGITS.has(area)) return [7];
  if (EIGHT_DIGITS.has(area)) return [8];
  return SEVEN_OR_EIGHT_DIGITS.has(area) ? [7, 8] : undefined;
}

describe('a landline', () => {
  it('has an area code that is in use, and as many digits behind it as numbers have there', () => {
    // One comparison for all of them: thousands take their time.
    const read: unknown[] = [];
    const expected: unknown[] = [];
    for (let code = 100; code < 1_000; code++) {
      const area = String(code);
      const isShort = lengthsBehind(area.slice(0, 2)) !== undefined;
      const lengths = isShort ? lengthsBehind(area.slice(0, 2)) : lengthsBehind(area);
      const digits = `0${isShort ? area.slice(0, 2) : area}`;
      for (const local of ['234567', '2345678', '23456789', '234567890']) {
        read.push(landlineOf(digits + local));
        expected.push(
          lengths && { areaCode: digits, local, lengths, isValid: lengths.includes(local.length) },
        );
      }
    }
    expect(read).toEqual(expected);
  });

  it.each(['', '0', '01', '029', '0755', '10', '7552345678', '1023456789', '00102345678'])(
    '%p is none, or not a whole one',
    (digits) => expect(landlineOf(digits)?.isValid ?? false).toBe(false),
  );

  it('may be an area code alone, with nothing behind it', () => {
    const [lengths, isValid] = [[8], false];
    expect(landlineOf('010')).toEqual({ areaCode: '010', local: '', lengths, isValid });
    expect(landlineOf('01')).toBeUndefined();
    expect(landlineOf('10')).toBeUndefined();
  });
});

describe('a number without an area code', () => {
  it.each([
    ['13800138000', true],
    ['19912345678', true],
    ['12245678901', false],
    ['12312345678', true],
    ['1380013800', false],
    ['138001380001', false],
    ['013800138000', false],
    ['23800138000', false],
  ])('%s is mobile: %p', (digits, mobile) => expect(isMobile(digits)).toBe(mobile));

  it.each([
    ['013800138000', true],
    ['012312345678', false],
    ['13800138000', false],
    ['0138001380001', false],
    ['1013800138000', false],
    ['01380013800', false],
  ])('%s is mobile behind a 0: %p', (digits, mobile) => {
    expect(isMobileAfterZero(digits)).toBe(mobile);
  });

  it.each([
    ['4001234567', true],
    ['8001234567', true],
    ['9501234567', true],
    ['95012345678', true],
    ['950123456789', false],
    ['950123456', false],
    ['5001234567', false],
    ['400123456', false],
    ['40012345678', false],
    ['14001234567', false],
    ['19501234567', false],
  ])('%s is that of a company: %p', (digits, service) => {
    expect(isServiceNumber(digits)).toBe(service);
  });
});
