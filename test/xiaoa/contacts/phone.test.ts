import fc from 'fast-check';

import { cleanPhone } from '../../../xiaoa/contacts/phone';
import { randomRuns } from '../../support/randomRuns';

const phoneOf = (value: unknown) => {
  const result = cleanPhone(value);
  return result.ok ? result.phone : undefined;
};
const reasonOf = (value: unknown) => {
  const result = cleanPhone(value);
  return result.ok ? undefined : result.reason;
};

describe('accepts', () => {
  test.each([
    ["the vendor's sample", '12345678901', '12345678901'],
    ['text', '13800138000', '13800138000'],
    ['a number', 13800138000, '13800138000'],
    ['a bigint', 13800138000n, '13800138000'],
    ['a number with its country', 8613800138000, '13800138000'],
    ['blanks around', '  13800138000 \r\n', '13800138000'],
    ['a leading tab, as in CSV for Excel', '\t13800138000', '13800138000'],
    ['blanks in between', '138 0013 8000', '13800138000'],
    ['dashes', '138-0013-8000', '13800138000'],
    ['dots', '138.0013.8000', '13800138000'],
    ['dashes of other kinds', '138\u20100013\u20148000', '13800138000'],
    ['a minus sign and a katakana mark', '138\u22120013\u30fc8000', '13800138000'],
    ['full-width digits', '１３８００１３８０００', '13800138000'],
    ['full-width everything', '（＋８６）１３８－００１３　８０００', '13800138000'],
    ['a no-break blank', '138\u00a00013\u202f8000', '13800138000'],
    ['direction marks', '\u202d+86 138 0013 8000\u202c', '13800138000'],
    ['left-to-right marks', '\u200e138\u200e0013\u200f8000', '13800138000'],
    ['a byte order mark', '\ufeff13800138000', '13800138000'],
    ['zero-width characters', '138\u200b0013\u200d8000\u2060', '13800138000'],
    ['an apostrophe', "'13800138000", '13800138000'],
    ['a curly apostrophe', '’13800138000', '13800138000'],
    ['a text formula', '="13800138000"', '13800138000'],
    ['quotes', '"13800138000"', '13800138000'],
    ['a link', 'tel:+86-138-0013-8000', '13800138000'],
    ['a link in capitals', 'TEL：13800138000', '13800138000'],
    ['+86', '+8613800138000', '13800138000'],
    ['+86 in brackets', '(+86) 138 0013 8000', '13800138000'],
    ['0086', '008613800138000', '13800138000'],
    ['0086 with dashes', '0086-138-0013-8000', '13800138000'],
    ['86', '86 13800138000', '13800138000'],
    ['a leading zero', '013800138000', '13800138000'],
    ['a leading zero behind +86', '+86 (0) 138 0013 8000', '13800138000'],
    ['all digits and an exponent', '1.3800138000E+10', '13800138000'],
    ['an exponent with a comma', '1,3800138000e10', '13800138000'],
    ['an exponent and zeros too many', '1.380013800000E+10', '13800138000'],
    ['an exponent of nothing', '13800138000E+00', '13800138000'],
    ['a decimal zero', '13800138000.0', '13800138000'],
    ['decimal zeros', '13800138000.00', '13800138000'],
    ['a trailing dot', '13800138000.', '13800138000'],
    ['a trailing comma', '13800138000，', '13800138000'],
    ['a trailing line break and slash', '13800138000/\n', '13800138000'],
    ['a landline', '0755-88886666', '075588886666'],
    ['a landline in brackets', '(0755) 8888 6666', '075588886666'],
    ['a landline in square brackets', '[0755]88886666', '075588886666'],
    ['a landline with a dot', '0755.88886666', '075588886666'],
    ['a landline in pairs', '0755 88 88 66 66', '075588886666'],
    ['a landline of seven digits', '0312-6612345', '03126612345'],
    ["Beijing's", '010-12345678', '01012345678'],
    ["Shanghai's", '021 1234 5678', '02112345678'],
    ['+86 and a landline', '+86 755 8888 6666', '075588886666'],
    ["+86 and Beijing's", '+86 10 1234 5678', '01012345678'],
    ["0086 and Shanghai's", '0086-21-12345678', '02112345678'],
    ['+86 and a landline with its zero', '+86 0755 88886666', '075588886666'],
    ['+86 with the dot of domain records', '+86.75588886666', '075588886666'],
    ['a 400 number', '400-123-4567', '4001234567'],
    ['a 400 number in uneven groups', '400-123456-7', '4001234567'],
    ['an 800 number', '800 8208820', '8008208820'],
    ['+86 and a 400 number', '+86 400 123 4567', '4001234567'],
  ])('%s: %p', (_what, value, phone) => {
    expect(cleanPhone(value)).toEqual({ ok: true, phone });
  });
});

describe('rejects', () => {
  test.each<[string, unknown, RegExp]>([
    ['nothing', undefined, /^Phone number is missing$/],
    ['null', null, /^Phone number is missing$/],
    ['empty text', '', /^Phone number is missing$/],
    ['invisible text', ' \u200b\ufeff ', /^Phone number is missing$/],
    ['an apostrophe alone', "'", /^Phone number is missing$/],
    ['a dash', '-', /^Contains no digits$/],
    ['a boolean', true, /^Neither text nor a number$/],
    ['a list', ['13800138000'], /^Neither text nor a number$/],
    ['an object', { phone: '13800138000' }, /^Neither text nor a number$/],
    ['NaN', NaN, /^Not a whole number$/],
    ['a fraction', 13800138000.5, /^Not a whole number$/],
    ['a negative number', -13800138000, /^Negative number$/],
    ['an unsafe number', 2 ** 60, /Too many digits/],
    [
      'a shortened number',
      '1.38E+10',
      /^The spreadsheet lost digits: format the column as text and re-enter the number$/,
    ],
    ['one short of all digits', '1.380013800E+10', /^The spreadsheet lost digits/],
    ['a full-width shortened number', '１．３８Ｅ＋１０', /^The spreadsheet lost digits/],
    ['a whole mantissa', '138E8', /^The spreadsheet lost digits/],
    ['a shortened number behind an apostrophe', "'1.38e10", /^The spreadsheet lost digits/],
    ['an exponent and a letter', '1.38001380005E+10x', /^Contains letters$/],
    ['digits behind the point', '1.380013800005E+10', /^Not a whole number$/],
    ['a negative exponent', '13800138000E-2', /^Not a whole number$/],
    ['a fraction as text', '13800138000.5', /^Not a whole number$/],
    ['ten digits and a decimal zero', '1380013800.0', /Too few digits \(10\)/],
    ['ten digits and a decimal', '1380013800.5', /^Not a whole number$/],
    ['a longitude', '113.94601234', /^Not a whole number$/],
    ['a price', '1234.5678901', /^Not a whole number$/],
    ['thousands', '13,800,138,000', /thousands separators/],
    ['a spreadsheet too narrow', '########', /'#'/],
    ['ten digits', '1380013800', /^Too few digits \(10\): mobile numbers have 11$/],
    ['twelve digits', '138001380001', /^Too many digits \(12\): mobile numbers have 11$/],
    ['a short number', '10086', /Too few digits \(5\)/],
    ['an emergency number', '110', /Too few digits \(3\)/],
    ['a very short one', '95', /Too few digits \(2\)/],
    ['no area code', '88886666', /^Landline without its area code$/],
    ['no area code, seven digits', '6612345', /^Landline without its area code$/],
    ['an area code without its zero', '75588886666', /the 0 before it/],
    ['an area code that does not exist', '01380013800', /not with a Chinese area code/],
    ['a landline too short', '0755-12345', /area code 0755 needs 8 digits after it, not 5$/],
    ['twelve digits in Beijing', '010123456789', /area code 010 needs 8 digits after it, not 9$/],
    ['a landline too long', '0755-888866661', /area code 0755 needs 8 digits after it, not 9$/],
    ['two zeros', '0013800138000', /^Foreign number: only Chinese numbers can be dialed$/],
    ['another country', '+1 234 567 8901', /^Foreign number: only Chinese numbers can be dialed$/],
    ['Hong Kong', '+852 1234 5678', /^Foreign number: only Chinese numbers can be dialed$/],
    [
      'Hong Kong with zeros',
      '00852-12345678',
      /^Foreign number: only Chinese numbers can be dialed$/,
    ],
    ['+86 and too little', '+86 10086', /Too few digits \(5\)/],
    ['letters', '张三', /^Contains letters$/],
    ['letters and a number', '张三 13800138000', /^Contains letters$/],
    ['the letter O', '138O0138000', /^Contains letters$/],
    ['no number given', 'n/a', /^Contains letters$/],
    ['a mask', '138****8000', /^Masked with \*$/],
    ['circled digits', '1380013800①', /'①'/],
    ['a footnote', '1380013800¹', /'¹'/],
    ['Arabic digits', '١٣٨٠٠١٣٨٠٠٠', /'١'/],
    ['an astral character', '13800138000📱', /'📱'/],
    ['an extension in words', '0755-88886666转801', /^Has an extension, which cannot be dialed$/],
    [
      'an extension in English',
      '0755-88886666 ext 801',
      /^Has an extension, which cannot be dialed$/,
    ],
    ['an extension of one digit', '0755-8888666-8', /^Has an extension, which cannot be dialed$/],
    ['an extension in brackets', '07558888666(8)', /^Has an extension, which cannot be dialed$/],
    ['an extension in Beijing', '010-1234567-8', /^Has an extension, which cannot be dialed$/],
    ['an extension behind +86', '+86 755 8888666 8', /^Has an extension, which cannot be dialed$/],
    ['an extension of three digits', '0755-88886666-801', /^Has an extension/],
  ])('%s: %p', (_what, value, reason) => {
    expect(phoneOf(value)).toBeUndefined();
    expect(reasonOf(value)).toMatch(reason);
  });

  test.each([
    ['13800138000/13900139000'],
    ['13800138000,13900139000'],
    ['13800138000，13900139000'],
    ['13800138000;13900139000'],
    ['13800138000；13900139000'],
    ['13800138000、13900139000'],
    ['13800138000 13900139000'],
    ['13800138000　13900139000'],
    ['13800138000-13900139000'],
    ['13800138000.13900139000'],
    ['13800138000(13900139000)'],
    ['13800138000\n13900139000'],
    ['13800138000\t13900139000'],
    ['13800138000|13900139000'],
    ['13800138000&13900139000'],
    ['13800138000或13900139000'],
    ['13800138000\\13900139000'],
    ['+8613800138000+8613900139000'],
    ['13800138000 0755-88886666'],
    ['0755-88886666/88887777'],
    ['0755-88886666 88887777'],
    ['13800138000/1'],
    ['138/0013/8000'],
    ['6612345 6612346'],
  ])('%p, which holds several numbers', (value) => {
    expect(reasonOf(value)).toBe('Several numbers in one field: keep one');
  });

  test('numbers run together in pieces', () => {
    expect(reasonOf('138 0013 8000 139 0013 9000')).toMatch(
      /^Too many digits \(22\): keep one number$/,
    );
    expect(reasonOf('1380013800013900139000')).toMatch(/^Too many digits \(22\): keep one number$/);
  });
});

describe('always', () => {
  const digit = fc.integer({ min: 0, max: 9 });
  const digits = (length: number) =>
    fc.array(digit, { minLength: length, maxLength: length }).map((list) => list.join(''));
  const mobile = fc
    .tuple(fc.integer({ min: 3, max: 9 }), digits(9))
    .map(([second, rest]) => `1${second}${rest}`);
  const separator = fc.constantFrom(
    ' ',
    '-',
    '.',
    '/',
    ',',
    '，',
    '、',
    ';',
    '\n',
    '',
    ' / ',
    '\u200b',
    '(',
    '+',
    '或',
    '　',
    '—',
    '·',
  );
  const decoration = fc.constantFrom(
    '',
    ' ',
    '-',
    '\u00a0',
    '\u2013',
    '\u200e',
    '\u3000',
    ') ',
    '－',
  );

  test('two numbers never become one', () => {
    const landline = digits(8).map((rest) => `0755${rest}`);
    const local = digits(7).map((rest) => `2${rest}`);
    const any = fc.oneof(mobile, landline, local);
    fc.assert(
      fc.property(any, separator, any, (first, between, second) => {
        expect(phoneOf(`${first}${between}${second}`)).toBeUndefined();
      }),
      randomRuns(2_000),
    );
  });

  test('a mobile number is found under any decoration, and nothing else comes out', () => {
    const prefix = fc.constantFrom('', '+86', '0086', '86', '0', 'tel:', "'", '(+86)', '+86 0');
    fc.assert(
      fc.property(
        prefix,
        mobile,
        fc.array(decoration, { minLength: 3, maxLength: 3 }),
        (before, number, [a, b, c]) => {
          // In two groups that is how Germany writes its mobile numbers: 0151 23456789.
          fc.pre(before !== '0' || !/^1[5-8]/.test(number));
          const decorated = `${before}${a}${number.slice(0, 3)}${b}${number.slice(3, 7)}${c}${number.slice(7)}`;
          expect(cleanPhone(decorated)).toEqual({ ok: true, phone: number });
        },
      ),
      randomRuns(2_000),
    );
  });

  test('what was accepted is accepted again, unchanged', () => {
    const start = fc.constantFrom('', '1', '+86', '0755', '(010)', '400');
    const noise = fc.string({
      unit: fc.constantFrom(...'0123456789', '+', ' ', '-', '.', '(', ')', '8', '6', '0', '1'),
      minLength: 7,
      maxLength: 16,
    });
    const runs = randomRuns(20_000);
    let accepted = 0;
    fc.assert(
      fc.property(start, noise, (first, rest) => {
        const phone = phoneOf(first + rest);
        if (phone === undefined) return;
        accepted++;
        expect(phoneOf(phone)).toBe(phone);
        expect(phone).toMatch(/^(1\d{10}|0\d{7,11}|[48]00\d{7}|950\d{7,8})$/);
      }),
      runs,
    );
    expect(accepted).toBeGreaterThan(runs.numRuns / 200);
  });

  test('it answers whatever comes', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(typeof cleanPhone(value).ok).toBe('boolean');
      }),
    );
  });
});

describe('a foreign number that would be a Chinese one', () => {
  const around = ['*', '(*)', '[*]', '*.', '*-', '-*', '.*', '* ;', '（*）'];
  const written = [
    '010-2345-6789',
    '010 1234 5678',
    '010 01234567',
    '020 7123 4567',
    '029 2123 4567',
    '0912 345 6789',
    '0912-345-6789',
    '0770 123 4567',
    '0151 12345678',
    '0151-12345678',
    '(400) 123-4567',
    '(800) 123-4567',
  ];
  it.each(written)('is refused whatever stands around it: %s', (number) => {
    for (const sign of around) {
      const text = sign.replace('*', number);
      expect([text, cleanPhone(text).ok]).toEqual([text, false]);
    }
  });

  it.each([
    ['010-6234-5678', '01062345678'],
    ['(010)-2345-6789', '01023456789'],
    ['010 6234 5678', '01062345678'],
    ['020 8123 4567', '02081234567'],
    ['400 123 4567', '4001234567'],
    ['400-123-4567', '4001234567'],
  ])('is not every one that begins or is grouped alike: %s', (text, phone) => {
    expect(cleanPhone(text)).toEqual({ ok: true, phone });
    expect(cleanPhone(`[${text}].`)).toEqual({ ok: true, phone });
  });
});
