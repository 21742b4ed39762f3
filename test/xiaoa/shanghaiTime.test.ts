import fc from 'fast-check';
import { DateTime } from 'luxon';

import {
  addDays,
  dayStart,
  parsePlatformTime,
  parseUserTime,
  platformTime,
  shanghaiDay,
  toIso,
} from '../../xiaoa/shanghaiTime';
import { randomRuns } from '../support/randomRuns';

const instant = Date.UTC(2018, 4, 8, 7, 42, 34);

test.each([
  ['2018-05-08T15:59:59.999Z', '2018-05-08'],
  ['2018-05-08T16:00:00.000Z', '2018-05-09'],
  ['2019-12-31T16:00:00Z', '2020-01-01'],
  ['1970-01-01T00:00:00Z', '1970-01-01'],
])('at %s it is %s in Shanghai', (utc, day) => {
  expect(shanghaiDay(Date.parse(utc))).toBe(day);
});

test.each([
  ['2020-02-28', 1, '2020-02-29'],
  ['2020-02-28', 2, '2020-03-01'],
  ['2019-02-28', 1, '2019-03-01'],
  ['2020-01-01', -1, '2019-12-31'],
  ['2020-01-01', 0, '2020-01-01'],
])('%s plus %i days is %s', (day, days, expected) => {
  expect(addDays(day, days)).toBe(expected);
});

test('a day begins at 16:00 UTC of the day before', () => {
  expect(dayStart('2018-05-08')).toBe(Date.UTC(2018, 4, 7, 16));
});

test.each([['2018-5-8'], ['2018-02-30'], ['2018-05-08 00:00:00'], [''], ['today']])(
  '%p is no day',
  (day) => {
    expect(() => dayStart(day)).toThrow(
      new RangeError(`'${day}' is not a day of the form YYYY-MM-DD`),
    );
    expect(() => addDays(day, 1)).toThrow(RangeError);
  },
);

test('every day begins on itself, ends a millisecond before the next, and days add up', () => {
  const latest = Date.UTC(2100, 0, 1);
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: latest }),
      fc.integer({ min: -9_999, max: 9_999 }),
      (at, n) => {
        const day = shanghaiDay(at);
        const start = dayStart(day);
        expect(start).toBeLessThanOrEqual(at);
        expect(shanghaiDay(start)).toBe(day);
        expect(shanghaiDay(start - 1)).toBe(addDays(day, -1));
        expect(shanghaiDay(start + 86_400_000 - 1)).toBe(day);
        expect(addDays(addDays(day, n), -n)).toBe(day);
      },
    ),
  );
});

describe('parsePlatformTime and toIso', () => {
  test.each([
    ['2018-05-08 15:42:34', instant, '2018-05-08T15:42:34+08:00'],
    [' 2018-05-08  15:42:34\n', instant, '2018-05-08T15:42:34+08:00'],
    ['2018-05-08T15:42:34', instant, '2018-05-08T15:42:34+08:00'],
    ['2018-05-08 15:42:34.5', instant + 500, '2018-05-08T15:42:34.500+08:00'],
    ['2018-05-08 15:42:34.123456', instant + 123, '2018-05-08T15:42:34.123+08:00'],
    [' 2018-05-08 15:42:34', instant, '2018-05-08T15:42:34+08:00'],
    ['2018-05-08 15:42:34 ', instant, '2018-05-08T15:42:34+08:00'],
    ['2000-01-01 00:00:00', Date.UTC(1999, 11, 31, 16), '2000-01-01T00:00:00+08:00'],
    ['2018-05-08 15:42:34.000000', instant, '2018-05-08T15:42:34+08:00'],
    ['2018-05-08 15:42', instant - 34_000, '2018-05-08T15:42:00+08:00'],
    ['2018-05-08', Date.UTC(2018, 4, 7, 16), '2018-05-08T00:00:00+08:00'],
    ['20180508154234', instant, '2018-05-08T15:42:34+08:00'],
    ['2018-05-08T07:42:34Z', instant, '2018-05-08T15:42:34+08:00'],
    ['2020-02-29 00:00:00', Date.UTC(2020, 1, 28, 16), '2020-02-29T00:00:00+08:00'],
  ])('%p', (text, at, iso) => {
    expect(parsePlatformTime(text)).toBe(at);
    expect(toIso(text)).toBe(iso);
  });

  test.each([
    ['0000-00-00 00:00:00'],
    ['00000000000000'],
    ['20180508246060'],
    ['201805081542'],
    ['0000-00-00'],
    ['0001-01-01'],
    ['2026-02-31 10:00:00'],
    ['2019-02-29'],
    ['2018-13-01'],
    ['2018-00-10'],
    ['2018-05-08 24:00:00'],
    ['2018-05-08 23:60:00'],
    ['2018-05-08 23:59:60'],
    ['2018-05-08 15:42:60'],
    ['2018-05-08 15:60:00'],
    ['2018-05/08'],
    ['15:42:34'],
    ['2018-05-08 15:42:34 PM'],
    [''],
    ['null'],
    [null],
    [undefined],
    [{}],
    ['0'],
    [0],
    ['1970-01-01 08:00:00'],
    ['1970-01-01 00:00:00'],
    ['1970-01-01T00:00:00Z'],
    ['1970/1/1 8:00:00'],
    ['1970年1月1日'],
    ['1899-12-30'],
    ['9999-12-31 23:59:59'],
    ['9999-01-01 08:00:00'],
    ['1999-12-31 23:59:59'],
    ['at 2018-05-08 15:42:34'],
    [false],
    ['2'.repeat(100_000)],
  ])('%p is no time', (text) => {
    expect(parsePlatformTime(text)).toBeUndefined();
    expect(toIso(text)).toBeUndefined();
  });

  test('toIso names the instant that parsePlatformTime reads', () => {
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2100, 0, 1) }), (at) => {
        const text = new Date(at + 8 * 3_600_000).toISOString().replace('T', ' ').replace('Z', '');
        expect(parsePlatformTime(text)).toBe(at);
        expect(Date.parse(toIso(text) ?? '')).toBe(at);
      }),
    );
  });

  test('a time as the platform writes it, real or not, is read like one with a T', () => {
    const digits = (most: number) =>
      fc.integer({ min: 0, max: most }).map((value) => String(value).padStart(2, '0'));
    fc.assert(
      fc.property(
        fc.constantFrom('2018', '2020', '1900', '2000', '0000'),
        fc.tuple(digits(14), digits(33), digits(26), digits(62), digits(62)),
        (year, [month, day, hours, minutes, seconds]) => {
          const date = `${year}-${month}-${day}`;
          const time = `${hours}:${minutes}:${seconds}`;
          expect(parsePlatformTime(`${date} ${time}`)).toBe(parsePlatformTime(`${date}T${time}`));
          expect(toIso(`${date} ${time}`)).toBe(toIso(`${date}T${time}`));
        },
      ),
      randomRuns(500),
    );
  });
});

describe('parseUserTime', () => {
  const midnight = Date.UTC(2018, 4, 7, 16);

  test.each([
    ['an instant in UTC', '2018-05-08T07:42:34Z', instant, false],
    ['with milliseconds', '2018-05-08T07:42:34.000Z', instant, false],
    ['an offset', '2018-05-08T09:42:34+02:00', instant, false],
    ['a negative offset of half an hour', '2018-05-08T04:12:34-0330', instant, false],
    ['a short offset', '2018-05-08 09:42:34 +02', instant, false],
    ["no offset: Shanghai's time", '2018-05-08T15:42:34', instant, false],
    ['a blank in between', '2018-05-08 15:42:34', instant, false],
    ['slashes, as typed in China', '2018/5/8 15:42:34', instant, false],
    ['a whole day', '2018-05-08', midnight, true],
    ['a whole day with slashes', ' 2018/5/8 ', midnight, true],
    ['midnight with a time of day', '2018-05-08T00:00:00', midnight, false],
    ['a Date', new Date(instant), instant, false],
    ['milliseconds', instant, instant, false],
    ["luxon's", DateTime.fromMillis(instant, { zone: 'America/New_York' }), instant, false],
    ["luxon's text", DateTime.fromMillis(instant, { zone: 'Asia/Tokyo' }).toISO(), instant, false],
  ])('%s', (_what, value, at, wholeDay) => {
    expect(parseUserTime(value)).toEqual({ at, wholeDay });
  });

  test.each([
    ['Unix seconds', instant / 1000, instant, false],
    ['Unix seconds as text', String(instant / 1000), instant, false],
    ['milliseconds as text', String(instant), instant, false],
    ["a spreadsheet's day", 43228, midnight, true],
    ["a spreadsheet's day as text", '43228', midnight, true],
    ["a spreadsheet's evening as text", '43228.75', midnight + 18 * 3_600_000, false],
    ['the first second', 946_656_000, 946_656_000_000, false],
    ['the first Date', new Date(946_656_000_000), 946_656_000_000, false],
    ['the longest text', `2018-05-08${' '.repeat(49)}00:00`, midnight, false],
    ["a spreadsheet's noon", 43228.5, midnight + 12 * 3_600_000, false],
    ['eight digits', '20180508', midnight, true],
    ['eight digits as a number', 20180508, midnight, true],
    ['fourteen digits', '20180508154234', instant, false],
    ['fourteen digits as a number', 20180508154234, instant, false],
    ['Chinese', '2018年5月8日', midnight, true],
    ['Chinese with blanks', '2018 年 05 月 08 日', midnight, true],
    ['Chinese with a time of day', '2018年5月8日15时42分34秒', instant, false],
    ['Chinese with colons', '2018年05月08号 15:42:34', instant, false],
    ['Chinese with an hour', '2018年5月8日 15点', midnight + 15 * 3_600_000, false],
    ['full-width digits', '２０１８－０５－０８　１５：４２：３４', instant, false],
    ['dots', '2018.5.8', midnight, true],
  ])('reads %s', (_what, value, at, wholeDay) => {
    expect(parseUserTime(value)).toEqual({ at, wholeDay });
  });

  test.each([[''], ['  '], [null], [undefined]])('%p is nothing', (value) => {
    expect(parseUserTime(value)).toBeUndefined();
  });

  test.each([
    ['yesterday', 'yesterday'],
    ['2026-02-31', '2026-02-31'],
    ['08.05.2018', '08.05.2018'],
    [new Date(NaN), 'Invalid Date'],
    [NaN, 'NaN'],
    [Infinity, 'Infinity'],
    [9e15, '9000000000000000'],
    [true, 'true'],
    [0, '0'],
    [46, '46'],
    [120180508, '120180508'],
    [new Date(Date.UTC(9999, 0, 1)), ''],
    [201805081, '201805081'],
    [Date.UTC(2100, 0, 1), '4102444800000'],
    [`2018-05-08${' '.repeat(50)}00:00`, '2018-05-08 00:00'],
    ['2018-05-08 15', '2018-05-08 15'],
    ['0026-11-26', '0026-11-26'],
    ['at 2018-05-08', 'at 2018-05-08'],
    [1e8, '100000000'],
    ['2018年5月', '2018年5月'],
    ['2018年5月8日下午3点', '2018年5月8日下午3点'],
    [new Date(1_525_765_354), 'Sun Jan 18 1970'],
    [{ a: 1 }, '{"a":1}'],
    [{ toMillis: 5 }, '{"toMillis":5}'],
    [[], '[]'],
    [DateTime.invalid('x'), 'null'],
  ])('throws on %p, naming it', (value, shown) => {
    expect(() => parseUserTime(value)).toThrow(RangeError);
    expect(() => parseUserTime(value)).toThrow(`'${shown}`);
    expect(() => parseUserTime(value)).toThrow(' is not a date or time');
  });
});

test('an instant is written as the platform writes times', () => {
  expect(platformTime(Date.UTC(2026, 4, 8, 2, 0, 5, 900))).toBe('2026-05-08 10:00:05');
  expect(platformTime(Date.UTC(2026, 11, 31, 16))).toBe('2027-01-01 00:00:00');
});
