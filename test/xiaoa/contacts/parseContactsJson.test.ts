import fc from 'fast-check';

import {
  readJson,
  type JsonValue,
  parseContactsJson,
} from '../../../xiaoa/contacts/parseContactsJson';
import { randomRuns } from '../../support/randomRuns';

describe('parseContactsJson', () => {
  const rows = [
    [
      ['姓名', '张三'],
      ['电话', '13800138000'],
    ],
    [
      ['姓名', '李四'],
      ['电话', 13900139000],
    ],
  ];
  const list = rows.map((row) => Object.fromEntries(row));

  test.each([
    ['a list', list],
    ['{data: list}', { data: list }],
    ['{data: list} with more beside it', { data: list, note: 'x' }],
    ['{data: list} with more in front of it', { note: 'x', data: list }],
  ])('reads %s, parsed or as text', (_what, value) => {
    expect(parseContactsJson(value)).toEqual(rows);
    expect(parseContactsJson(JSON.stringify(value))).toEqual(rows);
    expect(parseContactsJson(`\ufeff\n ${JSON.stringify(value, null, 2)}\r\n`)).toEqual(rows);
  });

  test('takes one object for one row, also with a column named data', () => {
    expect(parseContactsJson(list[0])).toEqual([rows[0]]);
    expect(parseContactsJson(JSON.stringify(list[0]))).toEqual([rows[0]]);
    expect(parseContactsJson({ 电话: '1', data: 'x' })).toEqual([
      [
        ['电话', '1'],
        ['data', 'x'],
      ],
    ]);
  });

  test('an empty list has no rows', () => {
    expect(parseContactsJson([])).toEqual([]);
    expect(parseContactsJson('{"data":[]}')).toEqual([]);
  });

  test('keeps the order of the columns, also of those named like numbers', () => {
    expect(parseContactsJson('[{"姓名":"a","2024":"b","电话":"c","1":"d"}]')).toEqual([
      [
        ['姓名', 'a'],
        ['2024', 'b'],
        ['电话', 'c'],
        ['1', 'd'],
      ],
    ]);
  });

  test('keeps long numbers, and lets shortened ones be seen as such', () => {
    expect(
      parseContactsJson(
        '[{"证件":440301199001011234,"电话":1.38E+10,"a":13800138000.0,"b":1e3,"c":1e9}]',
      ),
    ).toEqual([
      [
        ['证件', '440301199001011234'],
        ['电话', '1.38E+10'],
        ['a', 13800138000],
        ['b', 1000],
        ['c', '1e9'],
      ],
    ]);
  });

  test('gives objects inside a cell as plain objects', () => {
    expect(parseContactsJson('[{"a":{"b":[{"c":null}]}}]')).toEqual([
      [['a', { b: [{ c: null }] }]],
    ]);
  });

  test.each<[unknown, string]>([
    ['', 'The contacts are empty: enter a JSON list of objects'],
    [' \n', 'The contacts are empty: enter a JSON list of objects'],
    [null, 'The contacts must be a list of objects, but they are null'],
    [undefined, 'The contacts must be a list of objects, but they are missing'],
    [5, 'The contacts must be a list of objects, but they are a number'],
    ['"x"', 'The contacts must be a list of objects, but they are text'],
    [{ data: 'x' }, "'data' must hold a list of objects, but it holds text"],
    ['{"data":{}}', "'data' must hold a list of objects, but it holds an object"],
    [
      [{}, {}, 'x'],
      'The contacts must be objects with columns, but the element at index 2 is text',
    ],
    [
      '[{}, [1]]',
      'The contacts must be objects with columns, but the element at index 1 is a list',
    ],
    [
      { data: [null] },
      'The contacts must be objects with columns, but the element at index 0 is null',
    ],
    ['[{"a":1},]', "Not valid JSON: unexpected ']' at line 1, column 10"],
    ['[\n  {"a":1,\n  }\n]', "Not valid JSON: unexpected '}' at line 3, column 3"],
    ['[{"a":1}', 'Not valid JSON: it ends too early at line 1, column 9'],
    ['[{"a" 1}]', "Not valid JSON: unexpected '1' at line 1, column 7"],
    ['[{a:1}]', "Not valid JSON: unexpected 'a' at line 1, column 3"],
    ['[{"电话":"1","电话":"2"}]', "Not valid JSON: '电话' given twice at line 1, column 16"],
    [
      `[{"${'k'.repeat(99)}":1,"${'k'.repeat(99)}":2}]`,
      `Not valid JSON: '${'k'.repeat(40)}' given twice at line 1, column 208`,
    ],
    ['[] []', "Not valid JSON: unexpected '[' at line 1, column 4"],
    [
      "[{'a':1}]",
      'Not valid JSON: unexpected single quote (text needs straight double quotes) at line 1, column 3',
    ],
    [
      '[{“a”:1}]',
      "Not valid JSON: unexpected '“' (text needs straight double quotes) at line 1, column 3",
    ],
    ['[\u{1F600}]', "Not valid JSON: unexpected '\u{1F600}' at line 1, column 2"],
    [
      '[{"a":"b\n"}]',
      'Not valid JSON: text without a closing quote, or with a line break in it, at line 1, column 7',
    ],
    ['["\\x"]', 'Not valid JSON: text with an invalid backslash escape at line 1, column 2'],
    ['{"a":'.repeat(200), 'Not valid JSON: nested too deeply at line 1, column 506'],
    ['['.repeat(200), 'Not valid JSON: nested too deeply at line 1, column 102'],
  ])('says what is wrong with %p', (value, message) => {
    expect(() => parseContactsJson(value)).toThrow(new Error(message));
  });

  test('reads 30,000 rows', () => {
    const text = JSON.stringify({
      data: Array.from({ length: 30_000 }, (_, at) => ({
        ...list[0],
        地址: '深圳',
        备注: `${at}`,
      })),
    });
    expect(parseContactsJson(text)).toHaveLength(30_000);
  });
});

describe('readJson', () => {
  const plain = (value: JsonValue): unknown => {
    if (Array.isArray(value)) return value.map(plain);
    if (!(value instanceof Map)) return value;
    return Object.fromEntries(Array.from(value, ([key, member]) => [key, plain(member)]));
  };

  test('reads what JSON.parse reads', () => {
    // Numbers of sixteen digits and more are text on purpose.
    const value = fc.jsonValue({ stringUnit: 'binary' }).filter((json) => {
      const text = JSON.stringify(json);
      return !/\d{16}|\de\+/.test(text);
    });
    fc.assert(
      fc.property(value, fc.constantFrom(undefined, 2, '\t'), (json, indent) => {
        const text = JSON.stringify(json, null, indent);
        expect(plain(readJson(text))).toEqual(JSON.parse(text));
      }),
    );
  });

  test('refuses what JSON.parse refuses', () => {
    const broken = fc
      .tuple(
        fc.json({ maxDepth: 2 }),
        fc.nat(),
        fc.nat({ max: 2 }),
        fc.constantFrom('', ...'{}[]",:\\0-.e\nx\u0001'),
      )
      .map(([text, at, length, insert]) => {
        const start = at % (text.length + 1);
        return text.slice(0, start) + insert + text.slice(start + length);
      });
    const runs = randomRuns(3_000);
    let refused = 0;
    fc.assert(
      fc.property(broken, (text) => {
        let valid = true;
        try {
          JSON.parse(text);
        } catch {
          valid = false;
          refused++;
        }
        if (valid) expect(() => readJson(text)).not.toThrow();
        else expect(() => readJson(text)).toThrow(/^Not valid JSON: .+ at line \d+, column \d+$/s);
      }),
      runs,
    );
    expect(refused).toBeGreaterThan(runs.numRuns / 6);
  });
});

test('words of JSON are what they say', () => {
  const [cells] = parseContactsJson('[{"a":true,"b":false,"c":null,"d":[true,false]}]');
  expect(cells).toEqual([
    ['a', true],
    ['b', false],
    ['c', null],
    ['d', [true, false]],
  ]);
});
