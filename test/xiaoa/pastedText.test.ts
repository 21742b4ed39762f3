import { visibleText } from '../../xiaoa/text';
import { cpuMs } from '../support/cpuTime';

/** Characters that show nothing, each by its code. */
const INVISIBLE = [
  0x00, 0x07, 0x7f, 0x9f, 0xad, 0x34f, 0x61c, 0x115f, 0x180e, 0x200b, 0x200c, 0x200d, 0x200e,
  0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2060, 0x2061, 0x2062, 0x2063, 0x2064, 0x2066,
  0x2069, 0x206a, 0x206f, 0x3164, 0xfe00, 0xfe0e, 0xfe0f, 0xfeff, 0xffa0, 0xfff9, 0xfffb, 0xe0001,
  0xe0020, 0xe0100, 0xe01ef,
];

test.each(INVISIBLE.map((code) => [`U+${code.toString(16)}`, String.fromCodePoint(code)]))(
  '%s disappears at the ends and inside',
  (_, character) => {
    expect(visibleText(`${character}姓${character}名${character}`)).toBe('姓名');
    expect(visibleText(`${character}https://x.example${character}`)).toBe('https://x.example');
    expect(visibleText(character)).toBe('');
  },
);

test.each([0xa0, 0x1680, 0x2000, 0x200a, 0x2028, 0x2029, 0x202f, 0x205f, 0x2800, 0x3000, 0x85])(
  'U+%p counts as a blank',
  (code) => {
    const blank = String.fromCodePoint(code);
    expect(visibleText(`${blank}王${blank}芳${blank}`)).toBe('王 芳');
  },
);

test.each([
  ['', ''],
  [' \r\n\t ', ''],
  [' 张三\r\n', '张三'],
  ['a  b', 'a  b'],
  ['two\r\nlines\tand a tab', 'two\r\nlines\tand a tab'],
  ['José', 'José'],
  ['𠮷野', '𠮷野'],
  ['\u{1F600}', '\u{1F600}'],
  ['（必填）*：', '（必填）*：'],
  ['الاسم', 'الاسم'],
])('%j is %j', (text, visible) => {
  expect(visibleText(text)).toBe(visible);
});

test.each([['\u200b'], [' '], ['\u3000a'], ['\u0000 '], ['\ufe0f\n'], ['电话\u200b']])(
  '100,000 characters of %j are read at once',
  (piece) => {
    const text = piece.repeat(100_000 / piece.length);
    expect(cpuMs(() => visibleText(text))).toBeLessThan(500);
  },
);
