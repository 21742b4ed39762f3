import fc from 'fast-check';

import { readTalkInfo, writeTalkInfo } from '../../emulator/platform/talkInfo';
import { SAMPLE_TEMPLATES } from '../../emulator/platform/templates';
import { MalformedAnswer, openEnvelope } from '../../xiaoa/envelope';
import { redact } from '../../xiaoa/redact';
import { parseTranscript } from '../../xiaoa/records/transcript';
import { formsOf } from '../support/secrets';
import { randomRuns } from '../support/randomRuns';

describe('openEnvelope', () => {
  const json = fc.jsonValue({ stringUnit: 'binary' });

  function opened(body: unknown): unknown {
    try {
      return openEnvelope(body);
    } catch (error) {
      expect(error).toBeInstanceOf(MalformedAnswer);
      return 'malformed';
    }
  }

  it('takes any bytes', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc
        .tuple(fc.uint8Array({ maxLength: 4 }), json, fc.uint8Array({ maxLength: 4 }))
        .map((all) => {
          const [before, data, after] = all;
          const text = JSON.stringify({ code: 0, data });
          return new Uint8Array(Buffer.concat([before, Buffer.from(text), after]));
        }),
    );
    fc.assert(
      fc.property(bytes, (body) => {
        expect(opened(body)).toEqual(opened(Buffer.from(body).toString('utf8')));
      }),
      randomRuns(2_000),
    );
  });

  it('gives the code, the message and the data that the JSON holds', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.string({ unit: 'binary' }), json, (code, msg, data) => {
        fc.pre(!Array.isArray(data) || data.length === 0 || typeof data[0] !== 'object');
        const same = JSON.parse(JSON.stringify({ code, msg, data: data ?? null })) as object;
        expect(openEnvelope(JSON.stringify({ code, msg, data }))).toEqual(same);
        expect(openEnvelope(JSON.stringify({ msg, data, code: String(code) }))).toEqual(same);
      }),
      randomRuns(1_000),
    );
  });

  it('makes an object of any list of {key, value}', () => {
    const pairs = fc.array(fc.record({ key: fc.string(), value: json }), { minLength: 1 });
    fc.assert(
      fc.property(pairs, (data) => {
        const object = openEnvelope(JSON.stringify({ code: 0, data })).data as object;
        const expected = new Map(data.map(({ key, value }) => [key, value]));
        expect(new Map(Object.entries(object))).toEqual(
          new Map([...expected].map(([key, value]) => [key, JSON.parse(JSON.stringify(value))])),
        );
      }),
      randomRuns(1_000),
    );
  });
});

describe('secrets in an answer', () => {
  const secret = fc
    .oneof(
      fc.string({ unit: 'grapheme', minLength: 4, maxLength: 20 }),
      fc.string({ unit: fc.constantFrom(...'\\"/&+ %\'<>ä密a1'), minLength: 4, maxLength: 12 }),
      fc.stringMatching(/^[A-Za-z0-9]{8}$/),
    )
    // One of stars alone would be found in what is put in its place.
    .filter((text) => !/^\*+$/.test(text) && text.trim() === text);
  const around = fc.string({ unit: fc.constantFrom(...'ab {}"\\&=%<,:'), maxLength: 300 });

  it('are found in whatever way they are written', () => {
    fc.assert(
      fc.property(secret, around, around, fc.nat(), (hidden, before, after, which) => {
        const forms = formsOf(hidden);
        const [how, part] = forms[which % forms.length];
        // Base64 is never of the secret alone; what surrounds it decides how it is written.
        const isBase64 = how.includes('Base64');
        const form = isBase64
          ? Buffer.from(`${'x'.repeat(which % 3)}${hidden}y`).toString('base64')
          : part;
        fc.pre(!isBase64 || Buffer.byteLength(hidden) >= 8);
        const clean = redact(`${before}${form}${after}`, [hidden]);
        fc.pre(!before.includes(form) && !after.includes(form));
        for (const [, other] of forms) {
          if (other.length >= 8) expect(clean).not.toContain(other);
        }
        const excerpt = (): string => {
          try {
            openEnvelope(`${before}${form}${after}`);
            return '';
          } catch (error) {
            return (error as MalformedAnswer).excerpt([hidden]);
          }
        };
        if (hidden.length >= 8) expect(excerpt()).not.toContain(hidden);
      }),
      randomRuns(1_000),
    );
  });

  it('are not guessed where there are none', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z]{8}$/), fc.string({ unit: 'grapheme' }), (key, text) => {
        fc.pre(!text.includes(key));
        expect(redact(text, [key])).toBe(text);
      }),
      randomRuns(500),
    );
  });

  it('do not make it slow', () => {
    const text = '\\'.repeat(200_000) + '&amp;'.repeat(50_000) + '%25'.repeat(50_000);
    for (const hidden of ['\\\\\\\\"\\"', '&&&&&&&&', '%%%%%%%%', ' \\ \\ \\ ']) {
      expect(typeof redact(text, [hidden])).toBe('string');
    }
  });
});

describe('parseTranscript', () => {
  const call = {
    phone: '13800138000',
    cdr_sn: 'c94d1e70-43a5-11e8-81b6-e71e66bc9eb1',
    connected_at: '2018-05-08 15:42:34',
    talktimes: 60,
  };
  const [template] = SAMPLE_TEMPLATES;
  /** A mark for the next turn cannot be told from the platform's own, nor blanks at the ends from none. */
  const said = fc
    .string({
      unit: fc.oneof(
        { arbitrary: fc.constantFrom('#', '@'), weight: 1 },
        { arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }), weight: 3 },
      ),
      maxLength: 40,
    })
    .map((text) => text.replace(/##+/g, '#').replace(/[\r\n]/g, ' '))
    .filter((text) => text.trim() === text && !/^[#@]|[#@]$/.test(text));

  it('gives back what the emulator has written', () => {
    const all = fc.array(said, { maxLength: template.lines.length });
    fc.assert(
      fc.property(all, (answers) => {
        const plain = answers.map(() => 'x');
        const expected = readTalkInfo(writeTalkInfo(call, template, plain)).map((turn, index) => ({
          ...turn,
          said: answers[index],
        }));
        expect(parseTranscript(writeTalkInfo(call, template, answers))).toEqual(expected);
      }),
      randomRuns(2_000),
    );
  });

  it('gives text, whatever a break takes away', () => {
    fc.assert(
      fc.property(fc.array(said, { minLength: 1, maxLength: 3 }), fc.nat(), (answers, at) => {
        const whole = writeTalkInfo(call, template, answers);
        const turns = parseTranscript(whole.slice(0, at % (whole.length + 1)));
        expect(turns.length).toBeLessThanOrEqual(answers.length);
        for (const turn of turns) {
          expect(Object.values(turn).map((value) => typeof value)).toEqual(Array(3).fill('string'));
        }
      }),
      randomRuns(1_000),
    );
  });

  it('reads a record of a megabyte', () => {
    const turn = writeTalkInfo(call, template, ['好的']);
    const count = Math.ceil(1_000_000 / turn.length);
    expect(parseTranscript(turn.repeat(count))).toHaveLength(count);
  });
});
