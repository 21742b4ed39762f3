import fc from 'fast-check';
import { DateTime } from 'luxon';

import { cellText, hasLostDigits } from '../../../xiaoa/contacts/cellText';

const circular: Record<string, unknown> = {};
circular.self = circular;

test.each<[string, unknown, string]>([
  ['undefined', undefined, ''],
  ['null', null, ''],
  ['text', 'a  b', 'a  b'],
  ['text with blanks at its ends', ' \u3000张三\r\n', '张三'],
  ['half an emoji', 'a\ud83db\ude00', 'a\ufffdb\ufffd'],
  ['a whole emoji', '\u{1F600}', '\u{1F600}'],
  ['zero', 0, '0'],
  ['a fraction', -1.5, '-1.5'],
  ['a large number', 1e21, '1000000000000000000000'],
  ['a larger one', -1.5e22, '-15000000000000000000000'],
  ['a small number', 1.5e-7, '0.00000015'],
  ['NaN', NaN, ''],
  ['infinity', -Infinity, ''],
  ['a bigint', 440301199001011234n, '440301199001011234'],
  ['true', true, 'true'],
  ['false', false, 'false'],
  ['a Date', new Date(0), '1970-01-01T00:00:00.000Z'],
  ['a Date that is none', new Date(NaN), ''],
  ['luxon', DateTime.fromMillis(0, { zone: 'Asia/Shanghai' }), '1970-01-01T08:00:00.000+08:00'],
  ['luxon that is none', DateTime.invalid('x'), ''],
  ['an object', { a: [1, '二'] }, '{"a":[1,"二"]}'],
  ['a list', ['a', null], '["a",null]'],
  ['an object with a field like that of luxon', { toISO: 'x' }, '{"toISO":"x"}'],
  ['an object that is nothing in JSON', { toJSON: () => undefined }, ''],
  ['a circle', circular, '[object Object]'],
  ['a function', () => 1, ''],
])('%s', (_what, value, text) => {
  expect(cellText(value)).toBe(text);
});

test('numbers keep their value and have no exponent', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(cellText(value)).toMatch(/^-?\d+(\.\d+)?$/);
      expect(Number(cellText(value))).toBe(value === 0 ? 0 : value);
    }),
  );
});

test('only numbers and text can have lost digits', () => {
  const values = [null, undefined, true, {}, [1, 'a b'], 1n, 12, '12', '1.5E+01'];
  expect(values.filter(hasLostDigits)).toEqual([]);
  expect([2 ** 60, '4.40301E+17', '6.2148E17', '6.2148e17'].filter(hasLostDigits)).toHaveLength(4);
  // Names of models and the like.
  expect(['5E12', '1.5E2', 'A1.5E17', 'e17'].filter(hasLostDigits)).toEqual([]);
});
