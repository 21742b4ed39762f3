import { MalformedAnswer } from '../../../xiaoa/envelope';
import { platformTime } from '../../../xiaoa/shanghaiTime';
import { segmentsOf, simplifySegment } from '../../../xiaoa/records/segments';

const FRAGMENTS = [
  { vocfile: '/a.wav', caption: '您好', title: '1 开场白', answer: '好', fenduanluyin: '/x.wav' },
  { answer: 'noinput' },
];

it.each([
  ['the object', { cdr_sn: 'c', recordfile: '/r', fragment: FRAGMENTS }],
  ['a list that holds it', [{ cdr_sn: 'c', recordfile: '/r', fragment: FRAGMENTS }]],
  [
    'a list that PHP has written as an object',
    { cdr_sn: 'c', recordfile: '/r', fragment: { 0: FRAGMENTS[0], 2: FRAGMENTS[1] } },
  ],
  ['a list in a list', { cdr_sn: 'c', recordfile: '/r', fragment: [FRAGMENTS] }],
])('reads the segments out of %s, each with the fields of the call', (_, data) => {
  expect(segmentsOf(data)).toEqual(
    FRAGMENTS.map((fragment) => ({ cdr_sn: 'c', recordfile: '/r', ...fragment })),
  );
});

it('takes a fragment with an object in it for one fragment', () => {
  const fragment = { answer: '好', extra: { a: 1 } };
  expect(segmentsOf({ fragment })).toEqual([fragment]);
});

it('simplifies a segment: the words of the robot, or its sound file', () => {
  const [segment] = FRAGMENTS;
  expect(simplifySegment({ ...segment, cdr_sn: 'c', ip: '10.0.0.1', port: '8080' })).toEqual({
    title: '1 开场白',
    played: '您好',
    said: '好',
    recording: '/x.wav',
    cdrSn: 'c',
    recordingServer: '10.0.0.1:8080',
  });
  expect(simplifySegment({ ...segment, caption: ' ' }).played).toBe('/a.wav');
});

it.each([
  [{ ip: '10.0.0.1', port: 80 }, '10.0.0.1:80'],
  [{ ip: '10.0.0.1', port: '0' }, '10.0.0.1'],
  [{ ip: '10.0.0.1' }, '10.0.0.1'],
  [{ port: 80 }, null],
])('finds the recording server in %j', (segment, recordingServer) => {
  expect(simplifySegment(segment)).toEqual({
    title: null,
    played: null,
    said: null,
    recording: null,
    cdrSn: null,
    recordingServer,
  });
});

it('takes a single fragment for a list of one', () => {
  expect(segmentsOf({ cdr_sn: 'c', fragment: FRAGMENTS[0] })).toEqual([
    { cdr_sn: 'c', ...FRAGMENTS[0] },
  ]);
});

it.each([
  [null],
  [undefined],
  [''],
  [[]],
  [{}],
  [{ fragment: null }],
  [{ fragment: [] }],
  [{ fragment: [null, 'x'] }],
  [{ fragment: '' }],
  [{ fragment: [[]] }],
  [[null]],
])('finds none in %j', (data) => {
  expect(segmentsOf(data)).toEqual([]);
});

it.each([['text'], [7], [['text']]])('does not take %j for segments', (data) => {
  expect(() => segmentsOf(data)).toThrow(MalformedAnswer);
});

it.each([
  ['2026-11-20T15:30:05Z', '2026-11-20 23:30:05'],
  ['2026-11-20T16:00:00.900Z', '2026-11-21 00:00:00'],
  ['1970-01-01T00:00:00Z', '1970-01-01 08:00:00'],
])('writes %s as the platform does', (iso, expected) => {
  expect(platformTime(Date.parse(iso))).toBe(expected);
});

it.each<[unknown, unknown[]]>([
  [undefined, []],
  ['', []],
  ['text', []],
  [7, []],
  [[{ caption: 'a' }, 'text', null], [{ caption: 'a' }]],
  [{ caption: 'a' }, [{ caption: 'a' }]],
  [{ 1: { caption: 'a' }, 3: { caption: 'b' } }, [{ caption: 'a' }, { caption: 'b' }]],
])('of the fragments %j it takes those that are objects', (fragment, segments) => {
  expect(segmentsOf([{ fragment }])).toEqual(segments);
});
