import examples from 'libphonenumber-js/examples.mobile.json';
import {
  getCountries,
  getCountryCallingCode,
  getExampleNumber,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';

import { cleanPhone } from '../../../xiaoa/contacts/phone';
import { randomDigits } from '../../fixtures/randomDigits';
import { FOREIGN_TWINS } from '../../fixtures/phoneDifferences';
import { cpuMs } from '../../support/cpuTime';

describe('Chinese numbers, as people write them', () => {
  const parts = (number: string, ...sizes: number[]) => {
    let at = 0;
    return sizes.map((size) => number.slice(at, (at += size)));
  };
  const MOBILE_WRITINGS: ReadonlyArray<(number: string) => string> = [
    (n) => n,
    (n) => parts(n, 3, 4, 4).join(' '),
    (n) => parts(n, 3, 4, 4).join('-'),
    (n) => parts(n, 3, 4, 4).join('.'),
    (n) => parts(n, 4, 3, 4).join(' '),
    (n) => parts(n, 3, 8).join('-'),
    (n) => parts(n, 7, 4).join(' '),
    (n) => `+86${n}`,
    (n) => `+86 ${parts(n, 3, 4, 4).join(' ')}`,
    (n) => `+86-${parts(n, 3, 4, 4).join('-')}`,
    (n) => `(+86)${n}`,
    (n) => `（+86）${parts(n, 3, 4, 4).join(' ')}`,
    (n) => `86${n}`,
    (n) => `86-${n}`,
    (n) => `(86)${n}`,
    (n) => `0086${n}`,
    (n) => `0086 ${parts(n, 3, 4, 4).join(' ')}`,
    (n) => `00 86 ${n}`,
    (n) => `0${n}`,
    (n) => `0 ${parts(n, 3, 4, 4).join(' ')}`,
    (n) => `'${n}`,
    (n) => `${n}.0`,
    (n) => `${n[0]}.${n.slice(1)}E+10`,
    (n) => `\u202a${n}\u202c`,
    (n) => n.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)),
    (n) => `tel:${n}`,
  ];
  const digits = randomDigits(7);

  it.each(MOBILE_WRITINGS.map((write) => [write('13800138000'), write] as const))(
    '%s is dialed, and so is every other mobile number written so',
    (_, write) => {
      for (let second = 3; second <= 9; second++) {
        for (let count = 0; count < 100; count++) {
          const number = `1${second}${digits(9)}`;
          expect(cleanPhone(write(number))).toEqual({ ok: true, phone: number });
        }
      }
    },
  );

  const LANDLINE_WRITINGS: ReadonlyArray<(area: string, local: string) => string> = [
    (area, local) => area + local,
    (area, local) => `${area}-${local}`,
    (area, local) => `${area} ${local}`,
    (area, local) => `(${area})${local}`,
    (area, local) => `（${area}）${local}`,
    (area, local) => `${area}—${local}`,
    (area, local) => `${area}-${local.slice(0, -4)} ${local.slice(-4)}`,
    (area, local) => `(${area}) ${local.slice(0, -4)}-${local.slice(-4)}`,
    (area, local) => `+86 ${area.slice(1)} ${local}`,
    (area, local) => `+86-${area}-${local}`,
    (area, local) => `+86${area.slice(1)}${local}`,
    (area, local) => `+86 (0)${area.slice(1)} ${local.slice(0, -4)} ${local.slice(-4)}`,
    (area, local) => `86-${area.slice(1)}-${local}`,
    (area, local) => `86${area.slice(1)}${local}`,
    (area, local) => `0086-${area.slice(1)}-${local}`,
  ];
  const CITIES = [
    ['010', 8],
    ['021', 8],
    ['029', 8],
    ['0755', 8],
    ['0571', 8],
    ['0871', 8],
    ['0312', 7],
    ['0770', 7],
    ['0991', 7],
    ['0754', 7],
    ['0754', 8],
  ] as const;

  it.each(LANDLINE_WRITINGS.map((write) => [write('0755', '88886666'), write] as const))(
    '%s is dialed, and so are the landlines of other cities',
    (_, write) => {
      for (const [area, size] of CITIES) {
        for (let first = 2; first <= 8; first++) {
          const local = `${first}${digits(size - 1)}`;
          expect(cleanPhone(write(area, local))).toEqual({ ok: true, phone: area + local });
        }
      }
    },
  );

  it.each([
    '010 9123 4567',
    '010 0123 4567',
    '010 1123 4567',
    '010 01234567',
    '010-9123-4567',
    '010-2123-4567',
    '020 7946 0123',
    '029 2018 0123',
    '0917 123 4567',
    '0917-123-4567',
    '0770 123 4567',
    '0791-023-4567',
    '0151 23456789',
    '0176-12345678',
    '(800) 555-0123',
    '(400) 555-0123',
    // The same with other marks between the groups.
    '010.9123.4567',
    '010)9123-4567',
    '(010)-9123-4567',
    '010 - 2123 - 4567',
    '010 2123 4567',
    '010-01234567',
    '020  7946  0123',
    '0917.123.4567',
    '(0917) 123-4567',
    '0917 - 234 - 5678',
    '0770-023 4567',
    '(0151) 23456789',
    '0151.23456789',
    '0151 2345 6789',
    '0151 23 45 67 89',
    '0176-234 567 89',
  ])('%s is not: so other countries write theirs', (written) => {
    expect(cleanPhone(written)).toEqual({ ok: false, reason: expect.any(String) });
  });

  it.each([
    ['010 5888 6666', '01058886666'],
    ['010-6888-6666', '01068886666'],
    ['010 88886666', '01088886666'],
    ['020 8123 4567', '02081234567'],
    ['0770 223 4567', '07702234567'],
    ['400-800-8888', '4008008888'],
    ['4008 008 888', '4008008888'],
    ['400 8008 888', '4008008888'],
    ['400-6-123-123', '4006123123'],
    ['+86 400 800 8888', '4008008888'],
    ['800-820-8820', '8008208820'],
    ['9501 3123 456', '95013123456'],
    ['010-8888 6666', '01088886666'],
    ['010-8888-6666', '01088886666'],
    ['(010) 8888 6666', '01088886666'],
    ['0755 88886666', '075588886666'],
    ['024-7281-2345', '02472812345'],
    ['0991-281 7777', '09912817777'],
    ['0991 - 281 7777', '09912817777'],
    ['(0931) 812-3456', '09318123456'],
    ['010.6888.6666', '01068886666'],
    ['0138 0013 8000', '13800138000'],
    ['0 151 2345 6789', '15123456789'],
  ])('%s is dialed', (written, phone) => {
    expect(cleanPhone(written)).toEqual({ ok: true, phone });
  });
});

describe('foreign numbers, as they are written there', () => {
  it.each([
    ['1 (310) 555-1234'],
    ['1-310-555-1234'],
    ['1 3105551234'],
    ['1.310.555.1234'],
    ['1(380)013-8000'],
    ['(310) 555-1234'],
    ['(800) 555-1234'],
    ['1-800-555-1234'],
    ['001 310 555 1234'],
    ['090-1234-5678'],
    ['03-1234-5678'],
    ['0120-123-456'],
    ['0912-345-678'],
    ['(02) 2345-6789'],
    ['07700 900123'],
    ['07700 900 123'],
    ['020 7946 0958'],
    ['06 12 34 56 78'],
    ['01 42 68 53 00'],
    ['0151 23456789'],
    ['01512 3456789'],
    ['030 12345678'],
    ['0211 1234567'],
    ['010-1234-5678'],
    ['010-9876-5432'],
    ['02-312-3456'],
    ['9123 4567'],
    ['852 9123 4567'],
    ['853-6612-3456'],
    ['886 912 345 678'],
    ['886-2-2345-6789'],
    ['+852 9123 4567'],
    ['+886 912 345 678'],
    ['00852 9123 4567'],
    ['0412 345 678'],
    ['98765 43210'],
    ['0917 123 4567'],
    ['0912 345 6789'],
    ['(11) 91234-5678'],
    ['(13) 91234-5678'],
    ['8 (912) 345-67-89'],
    ['012-345 6789'],
    ['081-234-5678'],
    ['0812-3456-7890'],
    ['0532 123 45 67'],
    ['347 123 4567'],
  ])('%s is not dialed', (written) => {
    expect(cleanPhone(written).ok).toBe(false);
  });

  /** Valid numbers of one country, in its own writing. */
  function writingsIn(country: (typeof COUNTRIES)[number]): Set<string> {
    const example = getExampleNumber(country, examples)!;
    const { nationalNumber } = example;
    const digits = randomDigits(country.charCodeAt(0) * 256 + country.charCodeAt(1));
    const writings = new Set([example.formatNational()]);
    for (let count = 0; count < 60; count++) {
      const known = nationalNumber.slice(0, count % 4);
      const text = known + digits(nationalNumber.length - known.length - (count % 3 === 0 ? 1 : 0));
      const parsed = parsePhoneNumberFromString(`+${getCountryCallingCode(country)}${text}`);
      if (parsed?.isValid()) writings.add(parsed.formatNational());
    }
    return writings;
  }
  const COUNTRIES = getCountries().filter(
    (country) => country !== 'CN' && getExampleNumber(country, examples),
  );

  it('are dialed in countries only whose writing cannot be told from a Chinese one', () => {
    let tried = 0;
    const dialed = new Map<string, string[]>();
    for (const country of COUNTRIES) {
      const writings = writingsIn(country);
      tried += writings.size;
      const passed = [...writings].filter((written) => cleanPhone(written).ok);
      if (passed.length > 0) dialed.set(country, passed);
    }
    expect(tried).toBeGreaterThan(5_000);
    const unexplained = [...dialed].filter(([country, passed]) => {
      const twin = FOREIGN_TWINS.find(({ countries }) => countries.includes(country));
      return !twin || !passed.every((written) => twin.writing.test(written));
    });
    expect(unexplained).toEqual([]);
  });

  it('are not dialed behind a plus or 00, whatever the country', () => {
    for (const country of COUNTRIES) {
      const example = getExampleNumber(country, examples)!;
      const international = example.formatInternational();
      for (const written of [international, example.number, international.replace('+', '00')]) {
        expect([written, cleanPhone(written).ok]).toEqual([written, false]);
      }
    }
  });
});

describe('100,000 hostile characters', () => {
  it.each([
    ['1'],
    ['0'],
    ["'"],
    [' '],
    ['1,'],
    ['1.'],
    ['1 '],
    ['1+'],
    ['1e1'],
    ['+'],
    ['\u200b'],
    ['１'],
    ['—'],
    ['转'],
    ['📱'],
    ['1\n'],
    ['\ud800'],
    ['=" '],
    ['tel:'],
  ])('of %j are refused at once', (piece) => {
    const text = piece.repeat(Math.ceil(100_000 / piece.length));
    expect(cpuMs(() => cleanPhone(text))).toBeLessThan(500);
    expect(cleanPhone(text)).toEqual({
      ok: false,
      reason: `Too long for a phone number (${text.length} characters)`,
    });
  });
});
