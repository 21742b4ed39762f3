import fc from 'fast-check';
import { DateTime, FixedOffsetZone } from 'luxon';

import { expectedSignature } from '../../emulator/wire/signature';
import { parsePlatformTime, parseUserTime, toIso } from '../../xiaoa/shanghaiTime';
import { cleanPhone } from '../../xiaoa/contacts/phone';
import { ByteReader, ByteWriter, DamagedText } from '../../xiaoa/packedBytes';
import { readRanges } from '../../xiaoa/packedNumbers';
import { sign } from '../../xiaoa/signing/signature';
import { randomRuns } from '../support/randomRuns';

describe('the signature', () => {
  const wellFormed = fc.string({ unit: 'grapheme' });
  const value = fc.oneof(
    wellFormed,
    fc.string({
      unit: fc.constantFrom(...' \t\r\n\v\f/\\"\u0000\u007f\u0085\u00a0\u2028\u2029\u3000密😀a'),
    }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(wellFormed),
  );
  const name = fc.oneof(
    fc.constantFrom('url', 'source', 'upload', 'api_key', 'user_sn', 'aes', '1'),
    wellFormed,
  );

  it.each(['escaped', 'raw'] as const)('is what the other side expects, %s', (encoding) => {
    fc.assert(
      fc.property(
        fc.dictionary(name, value, { noNullPrototype: true }),
        fc.subarray(['source', 'upload', 'aes', 'client_info_json']),
        (params, unsigned) => {
          // What comes first in every request.
          const sent = { user_sn: 'SYSUSER|1', ...params };
          const received = JSON.parse(JSON.stringify(sent)) as Record<string, unknown>;
          expect(sign(sent, { encoding, unsigned })).toBe(
            expectedSignature(received, unsigned, encoding),
          );
        },
      ),
      randomRuns(2_000),
    );
  });
});

describe('cleanPhone', () => {
  const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`));
  const valid = fc.oneof(
    fc
      .tuple(fc.integer({ min: 3, max: 9 }), digits(9))
      .map(([second, rest]) => `1${second}${rest}`),
    fc.tuple(fc.constantFrom('010', '021', '025'), digits(8)).map(([area, rest]) => area + rest),
    fc.tuple(fc.constantFrom('0755', '0898'), digits(8)).map(([area, rest]) => area + rest),
    fc.tuple(fc.constantFrom('400', '800'), digits(7)).map(([kind, rest]) => kind + rest),
  );
  const wide = (text: string) =>
    text.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
  const invisible = fc.constantFrom(
    '',
    ' ',
    '\u00a0',
    '\u3000',
    '\u200b',
    '\u200e',
    '\ufeff',
    '\t',
  );

  it('finds a number of any kind in whatever it is wrapped', () => {
    const wrapping = fc.constantFrom<(text: string) => string>(
      (text) => text,
      (text) => `'${text}`,
      (text) => `="${text}"`,
      (text) => `"${text}"`,
      (text) => `tel:${text}`,
      wide,
      (text) => `+86 ${text.replace(/^0/, '')}`,
      (text) => `0086-${text.replace(/^0/, '')}`,
    );
    fc.assert(
      fc.property(valid, wrapping, invisible, invisible, (phone, wrap, before, after) => {
        expect(cleanPhone(before + wrap(phone) + after)).toEqual({ ok: true, phone });
      }),
      randomRuns(3_000),
    );
  });

  it('takes numbers as numbers, and its own results', () => {
    fc.assert(
      fc.property(valid, (phone) => {
        expect(cleanPhone(phone)).toEqual({ ok: true, phone });
        if (!phone.startsWith('0')) expect(cleanPhone(Number(phone))).toEqual({ ok: true, phone });
      }),
      randomRuns(500),
    );
  });

  it('dials no digit that was not there, but for the 0 that +86 leaves out', () => {
    const piece = fc.oneof(
      valid,
      digits(3),
      fc.constantFrom(
        '+86',
        '0086',
        '86',
        '0',
        '-',
        ' ',
        '/',
        '.',
        ',',
        '(',
        ')',
        'E+10',
        '1.38',
        '转',
      ),
      fc.string({ unit: 'grapheme', maxLength: 3 }),
    );
    const runs = randomRuns(10_000);
    let dialled = 0;
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 5 }), (pieces) => {
        const text = pieces.join('');
        const result = cleanPhone(text);
        if (!result.ok) return;
        dialled += 1;
        const given = text.normalize('NFKC').replace(/\D/g, '');
        const country = /^\D*(?:00)?86/.test(text.normalize('NFKC').replace(/^\D*\+/, ''));
        const inOrder = isSubsequence(result.phone, given);
        expect(inOrder || (country && isSubsequence(result.phone.slice(1), given))).toBe(true);
        expect(result.phone).toMatch(/^(1\d{10}|0\d{9,11}|[48]00\d{7}|950\d{7,8})$/);
        expect(cleanPhone(result.phone)).toEqual(result);
      }),
      runs,
    );
    expect(dialled).toBeGreaterThan(runs.numRuns * 0.03);
  });

  function isSubsequence(part: string, whole: string): boolean {
    let at = 0;
    for (const sign of whole) if (sign === part[at]) at += 1;
    return at === part.length;
  }
});

describe('packed numbers', () => {
  const number = fc.oneof(
    fc.nat({ max: 200 }),
    fc.nat({ max: 2 ** 31 - 1 }),
    fc.maxSafeNat(),
    fc.constant(Number.MAX_SAFE_INTEGER),
  );

  it('come back as they were', () => {
    fc.assert(
      fc.property(fc.array(number, { maxLength: 400 }), (numbers) => {
        const writer = new ByteWriter();
        for (const one of numbers) writer.number(one);
        const reader = new ByteReader(writer.bytes());
        expect(numbers.map(() => reader.number())).toEqual(numbers);
        expect(reader.left).toBe(0);
      }),
      randomRuns(1_000),
    );
  });

  it('that are damaged are other numbers, or refused', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const reader = new ByteReader(bytes);
        try {
          for (let count = 0; count < 50; count += 1) {
            expect(reader.number()).toBeGreaterThanOrEqual(0);
          }
        } catch (error) {
          expect(error).toBeInstanceOf(DamagedText);
        }
      }),
      randomRuns(1_000),
    );
  });

  it('of earlier versions are read, or refused', () => {
    const text = fc.oneof(fc.string(), fc.stringMatching(/^~\d{1,3}:\d{1,2}:\d:\d:[!-~]*$/));
    fc.assert(
      fc.property(text, (packed) => {
        try {
          readRanges(packed, {
            range: (first, last) => expect(last).toBeGreaterThanOrEqual(first),
            key: () => {},
          });
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
      randomRuns(1_000),
    );
  });
});

describe('times', () => {
  const instant = fc.integer({ min: Date.UTC(1000, 0, 2), max: Date.UTC(9998, 11, 30) });

  it("mean what luxon's mean, with any offset", () => {
    const offset = fc.integer({ min: -14 * 60, max: 14 * 60 });
    fc.assert(
      fc.property(instant, offset, fc.boolean(), (at, minutes, basic) => {
        const time = DateTime.fromMillis(at, { zone: FixedOffsetZone.instance(minutes) });
        const text = time.toISO() ?? '';
        expect(parseUserTime(text)).toEqual({ at, wholeDay: false });
        const shanghai = DateTime.fromMillis(at, { zone: 'UTC+8' });
        const local = shanghai.toFormat(basic ? 'yyyy-MM-dd HH:mm:ss.SSS' : 'yyyy/M/d H:mm:ss.SSS');
        expect(parseUserTime(local)).toEqual({ at, wholeDay: false });
        // Earlier times stand for "never".
        if (at < Date.UTC(2000, 0, 1)) return;
        expect(parsePlatformTime(local)).toBe(at);
        expect(Date.parse(toIso(local) ?? '')).toBe(at);
      }),
      randomRuns(2_000),
    );
  });

  it('are read, or refused with a RangeError, whatever comes', () => {
    const nearly = fc
      .tuple(instant, fc.nat(), fc.constantFrom('', ...'0123456789-/:TZ+. '))
      .map(([at, place, sign]) => {
        const text = new Date(at).toISOString();
        const cut = place % text.length;
        return text.slice(0, cut) + sign + text.slice(cut + 1);
      });
    fc.assert(
      fc.property(fc.oneof(nearly, fc.string(), fc.anything()), (value) => {
        const platform = parsePlatformTime(value);
        expect(platform === undefined || Number.isInteger(platform)).toBe(true);
        expect(toIso(value) === undefined).toBe(platform === undefined);
        try {
          const moment = parseUserTime(value);
          if (moment) expect(Number.isNaN(new Date(moment.at).getTime())).toBe(false);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
      randomRuns(3_000),
    );
  });
});
