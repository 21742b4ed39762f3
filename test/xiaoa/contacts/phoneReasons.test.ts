import { cleanPhone } from '../../../xiaoa/contacts/phone';

/** What a person reads about a number that is not dialed, and where the line to one that is dialed runs. */
const EXTENSION = 'Has an extension, which cannot be dialed';
const FOREIGN = 'Foreign number: only Chinese numbers can be dialed';
const FOREIGN_GROUPS =
  'Grouped like a foreign number: write Chinese numbers like 138 0013 8000 or 0755-88886666';
const FRACTION = 'Not a whole number';
const LETTERS = 'Contains letters';
const NEITHER =
  'Neither a mobile number, a landline with its area code and the 0 before it, nor a 400 or 800 number';
const SEVERAL = 'Several numbers in one field: keep one';
const THOUSANDS = 'Has thousands separators: format the column as text and re-enter the number';

describe('the reason', () => {
  it.each<[string, unknown, string]>([
    ['zero', 0, 'Starts with 0, but not with a Chinese area code and a number (1 digit)'],
    [
      'a zero as text',
      '0',
      'Starts with 0, but not with a Chinese area code and a number (1 digit)',
    ],
    ['a number that is not exact', 2 ** 60, 'Too many digits for a phone number'],
    ['+86 alone', '+86', 'Too few digits (0): mobile numbers have 11'],
    ['a local number that begins with 86', '86123456', 'Landline without its area code'],
    ['14 digits', '13800138000139', 'Too many digits (14) for a phone number'],
    ['15 digits', '138001380001390', 'Too many digits (15) for a phone number'],
    ['16 digits', '1380013800013900', 'Too many digits (16): keep one number'],
    ['13 digits', '1380013800013', 'Too many digits (13): mobile numbers have 11'],
    ['a mobile prefix that does not exist', '11800138000', 'No mobile number starts with 118'],
    [
      'an area code and a little',
      '0755123',
      'Wrong length: area code 0755 needs 8 digits after it, not 3',
    ],
    [
      'an area code with numbers of two lengths',
      '0754123',
      'Wrong length: area code 0754 needs 7 or 8 digits after it, not 3',
    ],
    [
      'an area code and next to nothing',
      '075512',
      'Starts with 0, but not with a Chinese area code and a number (6 digits)',
    ],
  ])('of %s', (_, value, reason) => {
    expect(cleanPhone(value)).toEqual({ ok: false, reason });
  });

  it.each([
    ['85291234567', FOREIGN],
    ['85366123456', FOREIGN],
    ['886912345678', FOREIGN],
    ['85191234567', NEITHER],
    ['85491234567', NEITHER],
    ['8521234567', NEITHER],
    ['852912345678', NEITHER],
    ['8869123456789', NEITHER],
    ['2886912345678', NEITHER],
    ['185291234567', 'Too many digits (12): mobile numbers have 11'],
  ])(
    'of Hong Kong, Macau and Taiwan without a plus, and of what looks a little like them: %s',
    (digits, reason) => {
      expect(cleanPhone(digits)).toEqual({ ok: false, reason });
    },
  );

  it.each([
    ['1 (380) 013-8000', FOREIGN_GROUPS],
    ['138 0013 800 0', FOREIGN_GROUPS],
    ['07558888 6666', FOREIGN_GROUPS],
    ['013 8001 38000', FOREIGN_GROUPS],
    ['0755-88888-666', FOREIGN_GROUPS],
    ['010  1234  5678', FOREIGN_GROUPS],
    ['010\u20132345\u20136789', FOREIGN_GROUPS],
    ['0755-888866-66', EXTENSION],
    ['0755-8888666-6', EXTENSION],
    ['13800138000-12345', EXTENSION],
    ['138 0013 8000 8 01', EXTENSION],
    ['13800138000.0-1', EXTENSION],
    ['0755-88886666x801', EXTENSION],
    ['13800138000-123456', 'Too many digits (17): keep one number'],
    ['138 0013 8000+1', SEVERAL],
    ['+86 13800138000+1', SEVERAL],
  ])('of digits in groups: %s', (text, reason) => {
    expect(cleanPhone(text)).toEqual({ ok: false, reason });
  });

  it.each([
    ['+13800138000.0', FOREIGN],
    ['-13800138000E+00', LETTERS],
    ['10755.88886666', FRACTION],
    ['075512.345', FRACTION],
    ['6612345.6612346', SEVERAL],
    ['13,800,138,000.00', THOUSANDS],
    ['13,800,138,000.', THOUSANDS],
    ['138,001', THOUSANDS],
    ['13,800,138,0001', SEVERAL],
    ['13800138000,139', SEVERAL],
  ])('of what a spreadsheet makes of a number, and of what it does not: %s', (text, reason) => {
    expect(cleanPhone(text)).toEqual({ ok: false, reason });
  });

  it.each([
    ["138'00138000", "Contains ''', which is not part of a phone number"],
    ['138="00138000"', "Contains '=', which is not part of a phone number"],
    ['138tel:00138000', LETTERS],
    ['13800138000V', LETTERS],
    ['13800138000 分/机', LETTERS],
    ['13800138000'.padEnd(101), 'Too long for a phone number (101 characters)'],
  ])('of what stands among the digits: %s', (text, reason) => {
    expect(cleanPhone(text)).toEqual({ ok: false, reason });
  });
});

describe('dialed all the same', () => {
  it.each([
    ['a mobile number with brackets in the middle', '1390(400)5678', '13904005678'],
    ['a mobile number behind a zero, in groups', '0138 0013 8000', '13800138000'],
    ['the country in two groups', '00 86 13800138000', '13800138000'],
    ['a landline of seven digits, in groups', '0312 661 2345', '03126612345'],
    ['a landline behind +86 in two groups', '+86 7558888 6666', '075588886666'],
    ['an exponent of minus nothing', '13800138000E-00', '13800138000'],
    ['a formula with blanks around it', ' ="13800138000" ', '13800138000'],
    ['a formula with a blank in it', '= "13800138000"', '13800138000'],
    ['a link between quotes and blanks', "' tel:13800138000 '", '13800138000'],
    ['a link to what a spreadsheet has written', 'tel: 1.3800138000E+10', '13800138000'],
    ['two apostrophes', "''13800138000''", '13800138000'],
    ['blanks behind, up to a hundred characters', '13800138000'.padEnd(100), '13800138000'],
  ])('%s: %s', (_, text, phone) => {
    expect(cleanPhone(text)).toEqual({ ok: true, phone });
  });
});
