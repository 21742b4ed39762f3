import { createHash } from 'crypto';
import fc from 'fast-check';

import { phpJsonEncode, sign } from '../../../xiaoa/signing/signature';
import vectors from '../../fixtures/php-vectors.json';

describe('the vectors made by PHP itself', () => {
  test('there are forty', () => {
    expect(vectors.signatures).toHaveLength(40);
  });

  test.each(vectors.signatures.map((vector) => [vector.url, vector] as const))(
    'signs %s with escapes',
    (url, { params, signed_json }) => {
      expect(phpJsonEncode(params, 'escaped').replaceAll(' ', '')).toBe(signed_json);
      expect(sign(params)).toBe(url);
      expect(sign(params, { encoding: 'escaped' })).toBe(url);
    },
  );

  test.each(vectors.signatures.map((vector) => [vector.url_raw_unicode, vector] as const))(
    'signs %s with raw characters',
    (url, { params, signed_json_raw_unicode }) => {
      expect(phpJsonEncode(params, 'raw').replaceAll(' ', '')).toBe(signed_json_raw_unicode);
      expect(sign(params, { encoding: 'raw' })).toBe(url);
    },
  );
});

describe("the API document's sample addresses", () => {
  const account = { user_sn: 'SYSUSER|5d03d133d7fb004e2ccf34eb8fbdc45c', api_key: 'Kpd2vKYC' };

  test.each([
    [
      '7.11',
      '3e415b12',
      {
        ...account,
        recordpath: '/home/record',
        recordfile:
          '/20180419/20180419154646_15999679436_15999679436_c94d1e70-43a5-11e8-81b6-e71e66bc9eb1.mp3',
      },
    ],
    [
      '7.12',
      '229daa6c',
      {
        ...account,
        recordfile:
          '/home/record/20180419/fenduan_20180419154651_asr_ques_keya_15999679436_c94d1e70-43a5-11e8-81b6-e71e66bc9eb1.mp3',
      },
    ],
    [
      '7.13',
      'fde3faaf',
      {
        ...account,
        api_key: '6TRJCuQg',
        project_sn: 'project|8ac1cebd6407f30fb4f618615de41990',
      },
    ],
  ])('§%s', (_section, url, params) => {
    expect(sign(params)).toBe(url);
    expect(sign({ ...params, url })).toBe(url);
  });
});

describe('sign', () => {
  const reference = (json: string) => createHash('md5').update(json).digest('hex').slice(1, 9);

  test('counts the order of the parameters', () => {
    expect(sign({ a: '1', b: '2' })).toBe(reference('{"a":"1","b":"2"}'));
    expect(sign({ b: '2', a: '1' })).toBe(reference('{"b":"2","a":"1"}'));
  });

  test('leaves out url, what is unsigned and what is undefined, but only at the top', () => {
    expect(
      sign(
        { url: 'x', a: { url: 1, source: 2 }, source: 'y', gone: undefined, b: 0 },
        { unsigned: ['source'] },
      ),
    ).toBe(reference('{"a":{"url":1,"source":2},"b":0}'));
  });

  test('drops blanks alone: other white space counts as text', () => {
    expect(sign({ ' a b ': ' 1 \t\n 2 ' })).toBe(reference('{"ab":"1\\t\\n2"}'));
    expect(sign({ a: '\u00a0\u3000' }, { encoding: 'raw' })).toBe(
      reference('{"a":"\u00a0\u3000"}'),
    );
  });

  test('does not change the parameters', () => {
    const params = Object.freeze({ url: 'x', a: ' 1 ' });
    expect(sign(params)).toBe(sign({ a: '1' }));
    expect(params).toEqual({ url: 'x', a: ' 1 ' });
  });

  test('tells 0, "0", false and null apart', () => {
    const signatures = [0, '0', false, null, ''].map((value) => sign({ value }));
    expect(new Set(signatures).size).toBe(5);
  });
});

describe('phpJsonEncode', () => {
  // The right column is what PHP 8.2 made of json_encode(json_decode(<left column>)).
  test.each([
    [1.0, '1'],
    [-0, '0'],
    [-1.5, '-1.5'],
    [0.1, '0.1'],
    [0.0001, '0.0001'],
    [0.00001, '1.0e-5'],
    [1.25e-10, '1.25e-10'],
    [123456.789, '123456.789'],
    [0.1 + 0.2, '0.30000000000000004'],
    [1e17, '100000000000000000'],
    [1234567890123456800, '1234567890123456800'],
    [9223372036854774784, '9223372036854775000'],
    [2 ** 63, '9.223372036854776e+18'],
    [-(2 ** 63), '-9.223372036854776e+18'],
    [1e19, '1.0e+19'],
    [1e25, '1.0e+25'],
    [-1e22, '-1.0e+22'],
    [1.5e300, '1.5e+300'],
    [5e-324, '5.0e-324'],
    [1.7976931348623157e308, '1.7976931348623157e+308'],
    [NaN, 'null'],
    [Infinity, 'null'],
  ])('writes the number %p as PHP does', (value, text) => {
    expect(phpJsonEncode(value, 'escaped')).toBe(text);
  });

  test('writes the other types', () => {
    expect(phpJsonEncode([true, false, null, [], {}, undefined], 'escaped')).toBe(
      '[true,false,null,[],{},null]',
    );
    expect(phpJsonEncode(undefined, 'escaped')).toBe('null');
    expect(phpJsonEncode({ a: { b: [{ c: '/' }], d: undefined } }, 'raw')).toBe(
      '{"a":{"b":[{"c":"\\/"}]}}',
    );
    expect(phpJsonEncode(new Date(0), 'escaped')).toBe('"1970-01-01T00:00:00.000Z"');
    expect(() => phpJsonEncode({ a: 1n }, 'escaped')).toThrow('A bigint cannot be sent as JSON');
    expect(phpJsonEncode({ toJSON: 5 }, 'escaped')).toBe('{"toJSON":5}');
  });

  test('writes characters as PHP does', () => {
    const text = 'a\x7f\u2028\u2029\u0085\u{1F600}/\b\f\v"\\';
    expect(phpJsonEncode(text, 'escaped')).toBe(
      '"a\x7f\\u2028\\u2029\\u0085\\ud83d\\ude00\\/\\b\\f\\u000b\\"\\\\"',
    );
    expect(phpJsonEncode(text, 'raw')).toBe(
      '"a\x7f\\u2028\\u2029\u0085\u{1F600}\\/\\b\\f\\u000b\\"\\\\"',
    );
    expect(phpJsonEncode({ 中: 1 }, 'escaped')).toBe('{"\\u4e2d":1}');
  });

  test('writes a character that comes for the first time like all others', () => {
    let fresh: typeof import('../../../xiaoa/signing/signature') | undefined;
    jest.isolateModules(() => {
      fresh = jest.requireActual<typeof import('../../../xiaoa/signing/signature')>(
        '../../../xiaoa/signing/signature',
      );
    });
    expect(fresh?.phpJsonEncode('\u00e9é中中', 'escaped')).toBe('"\\u00e9\\u00e9\\u4e2d\\u4e2d"');
    expect(fresh?.phpJsonEncode('é', 'escaped')).toBe('"\\u00e9"');
  });

  test('counts half a surrogate pair as U+FFFD', () => {
    expect(phpJsonEncode('\ud83d|\ude00|\u{1F600}', 'escaped')).toBe(
      '"\\ufffd|\\ufffd|\\ud83d\\ude00"',
    );
    expect(phpJsonEncode('\ud83d', 'raw')).toBe('"\ufffd"');
  });

  test('stays JSON that means the same, and in escaped form is ASCII', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        const same = JSON.parse(JSON.stringify(value));
        const escaped = phpJsonEncode(value, 'escaped');
        expect(JSON.parse(escaped)).toEqual(same);
        expect(Math.max(0, ...Buffer.from(escaped))).toBeLessThan(0x80);
        expect(JSON.parse(phpJsonEncode(value, 'raw'))).toEqual(same);
      }),
    );
  });
});
