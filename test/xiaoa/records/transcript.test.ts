import fc from 'fast-check';

import { parseTranscript } from '../../../xiaoa/records/transcript';

const PATH = '/usr/local/freeswitch/sounds/zh/cn/20180411091806WdZ';
const RECORDINGS = '/home/record/20180508/fenduan_20180508154235_asr_ques_keya_18934583454';

test("takes the document's sample apart, with the breaks that its lines have got", () => {
  const sample = `##20180411093029cLp@@noinput#@${RECORDINGS}_1.wav##${PATH}/based20180411202040cXy.wav@@n

oinput#@${RECORDINGS.slice(0, 40)}
\r
${RECORDINGS.slice(40)}_2.wav##${PATH}/based20180411194038cQc.wav@@

为 #@${RECORDINGS}_3.wav##${PATH}/based201804111918016o4.wav@@

儿 子 吗 #@${RECORDINGS}_4.wav##${PATH}/based2018041120222414x.wav@@B

asedPTheEnd#@${RECORDINGS}_5.wav`;
  expect(parseTranscript(sample)).toEqual([
    { played: '20180411093029cLp', said: 'noinput', recording: `${RECORDINGS}_1.wav` },
    {
      played: `${PATH}/based20180411202040cXy.wav`,
      said: 'noinput',
      recording: `${RECORDINGS}_2.wav`,
    },
    {
      played: `${PATH}/based20180411194038cQc.wav`,
      said: '为',
      recording: `${RECORDINGS}_3.wav`,
    },
    {
      played: `${PATH}/based201804111918016o4.wav`,
      said: '儿 子 吗',
      recording: `${RECORDINGS}_4.wav`,
    },
    {
      played: `${PATH}/based2018041120222414x.wav`,
      said: 'BasedPTheEnd',
      recording: `${RECORDINGS}_5.wav`,
    },
  ]);
});

test.each<[string, string, string, string]>([
  ['no recording', '##p@@s', 'p', 's'],
  ['no answer', '##p', 'p', ''],
  ['an empty answer', '##p@@#@', 'p', ''],
  ['nothing played', '##@@s', '', 's'],
  ['blanks everywhere', ' ## p @@ a b #@ ', 'p', 'a b'],
  ['no mark at the beginning', 'p@@s', 'p', 's'],
  ['a single # and @', '##p#1@x@@a#b@c#@', 'p#1@x', 'a#b@c'],
  ['an answer that ends with #', '##p@@a##@', 'p', 'a#'],
  ['an answer that ends with ##', '##p@@a###@', 'p', 'a##'],
  ['an answer that begins with @', '##p@@@a#@', 'p', '@a'],
  ['marks inside the answer', '##p@@a#@b@@c#@', 'p', 'a#@b@@c'],
])('%s', (_what, talkInfo, played, said) => {
  expect(parseTranscript(talkInfo)).toEqual([{ played, said, recording: '' }]);
  const recorded = /#@\s*$/.test(talkInfo) ? `${talkInfo.trim()}/r.wav` : `${talkInfo}#@/r.wav`;
  expect(parseTranscript(`${recorded}##p2@@s2#@/r2.wav`)).toEqual([
    { played, said, recording: '/r.wav' },
    { played: 'p2', said: 's2', recording: '/r2.wav' },
  ]);
});

test.each(['noin\nput', 'noin\rput', 'noin\r\nput', 'noin \n put'])(
  '%j is one word that a copy has broken',
  (said) => {
    expect(parseTranscript(`##p@@${said}`)).toEqual([
      { played: 'p', said: 'noinput', recording: '' },
    ]);
  },
);

test.each(['##p@@s##', '##p@@s##   ', '   ##p@@s'])('%j has one turn', (talkInfo) => {
  expect(parseTranscript(talkInfo)).toEqual([{ played: 'p', said: 's', recording: '' }]);
});

test('a turn without any mark is what was played', () => {
  expect(parseTranscript('##  p  ##q@@s')[0]).toEqual({ played: 'p', said: '', recording: '' });
});

test('a recording without an answer', () => {
  expect(parseTranscript('##p#@/r.wav')).toEqual([{ played: 'p', said: '', recording: '/r.wav' }]);
});

test.each([[null], [undefined], [''], ['   '], ['####'], ['no talk'], [5], [{}], [['##p@@s']]])(
  '%p has no turns',
  (value) => {
    expect(parseTranscript(value)).toEqual([]);
  },
);

test('gives back what was put together', () => {
  const word = fc
    .string({ unit: fc.constantFrom('a', '你', '#', '@', ' ', '.', '/') })
    .map((text) => text.replace(/[#@]{2,}/g, '').trim())
    .filter((text) => !/[#@]{2}|^[#@]|[#@]$/.test(text));
  const path = fc.stringMatching(/^\/[a-z0-9_./]*$/);
  const turn = fc.record({ played: path, said: word, recording: path });
  fc.assert(
    fc.property(fc.array(turn), (turns) => {
      const talkInfo = turns
        .map(({ played, said, recording }) => `##${played}@@${said}#@${recording}`)
        .join('');
      expect(parseTranscript(talkInfo)).toEqual(turns);
    }),
  );
});

test('never throws and never takes long', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.anything(), fc.string({ unit: fc.constantFrom('#', '@', 'a', '\n') })),
      (value) => {
        expect(Array.isArray(parseTranscript(value))).toBe(true);
      },
    ),
  );
  // Taken apart in a time that grows with the square of the length, these would outlast any timeout.
  for (const piece of ['#', '@', ' ', '\n', '#@', '##p@@s#@r']) {
    expect(Array.isArray(parseTranscript(`##${piece.repeat(200_000)}`))).toBe(true);
  }
});

test('blanks between two turns are none', () => {
  expect(parseTranscript('##a@@b##  ##c@@d')).toEqual([
    { played: 'a', said: 'b', recording: '' },
    { played: 'c', said: 'd', recording: '' },
  ]);
});
