import {
  exactText,
  given,
  identifier,
  isBlank,
  list,
  number,
  shown,
  text,
  wholeNumber,
  withNulls,
} from '../../xiaoa/values';

test.each([
  [85, 85],
  ['85', 85],
  [' 85.5 ', 85.5],
  ['85%', 85],
  ['85 %', 85],
  ['85分', 85],
  ['30秒', 30],
  ['８５', 85],
  ['-1', -1],
  ['+7', 7],
  ['.5', 0.5],
  ['.25', 0.25],
  ['5.', 5],
  [`${'0'.repeat(38)}17`, 17],
  [`${'0'.repeat(39)}17`, undefined],
  ['', undefined],
  ['A', undefined],
  ['8 5', undefined],
  ['0x10', undefined],
  ['1-2', undefined],
  [NaN, undefined],
  [true, undefined],
  [[1], undefined],
  ['9'.repeat(100_000), undefined],
])('the number %p is %p', (value, expected) => {
  expect(number(value)).toBe(expected);
});

test.each([
  [7, 7],
  ['7.0', 7],
  [1.5, undefined],
  ['1.5', undefined],
  [2 ** 53, undefined],
])('the whole number %p is %p', (value, expected) => {
  expect(wholeNumber(value)).toBe(expected);
});

test.each([
  [' a b ', 'a b'],
  [13800138000, '13800138000'],
  [0, '0'],
  ['  ', undefined],
  [false, undefined],
  [{}, undefined],
  [null, undefined],
])('the text %p is %p', (value, expected) => {
  expect(text(value)).toBe(expected);
});

test('exact text keeps its blanks', () => {
  expect(exactText(' /a b.wav ')).toBe(' /a b.wav ');
  expect(exactText('  ')).toBeUndefined();
});

test.each([
  ['55019', 55019],
  [55019, 55019],
  ['007', '007'],
  ['9007199254740993', '9007199254740993'],
  ['a1', 'a1'],
  ['', undefined],
])('the identifier %p is %p', (value, expected) => {
  expect(identifier(value)).toBe(expected);
});

test.each([
  ['A,B', ['A', 'B']],
  ['A，B；C;D、E\nF', ['A', 'B', 'C', 'D', 'E', 'F']],
  [
    ['A', ' B ', ''],
    ['A', 'B'],
  ],
  ['project|1, project|2,', ['project|1', 'project|2']],
  [7, ['7']],
  ['', []],
  [null, []],
])('the list %p is %p', (value, expected) => {
  expect(list(value)).toStrictEqual(expected);
});

test.each([undefined, null, '', ' \n', false, [], {}])('%p is blank', (value) => {
  expect(isBlank(value)).toBe(true);
});

test.each([0, '0', true, [null], { a: 1 }, new Date(0)])('%p is not blank', (value) => {
  expect(isBlank(value)).toBe(false);
});

test('what is given is read, or refused by its value', () => {
  expect(given('5', number, 'a number')).toBe(5);
  expect(given(' ', number, 'a number')).toBeUndefined();
  expect(() => given('many', number, 'a number')).toThrow(new RangeError("'many' is not a number"));
});

test('null takes the place of what is undefined, and of nothing else', () => {
  expect(withNulls({ a: undefined, b: 0, c: '' })).toEqual({ a: null, b: 0, c: '' });
});

test('a message shows a value in one short line', () => {
  expect(shown(' a\n b ')).toBe('a b');
  expect(shown('x'.repeat(100))).toBe('x'.repeat(100));
  expect(shown({ a: 1 })).toBe('{"a":1}');
  expect(shown('x'.repeat(500))).toHaveLength(101);
});

test('an id keeps its type where it is neither a number nor its digits', () => {
  expect(identifier(5n)).toBe('5');
});

test('what cannot be written as JSON is shown by its kind', () => {
  const circular: Record<string, unknown> = {};
  circular.self = circular;
  expect(shown(circular)).toBe('[object Object]');
});

test('an object without a prototype is blank as long as nothing is in it', () => {
  const bare = Object.create(null) as Record<string, unknown>;
  expect(isBlank(bare)).toBe(true);
  bare.a = 1;
  expect(isBlank(bare)).toBe(false);
  expect(isBlank(new Date(0))).toBe(false);
});
