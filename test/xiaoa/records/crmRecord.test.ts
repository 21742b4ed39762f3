import { simplifyCrmRecord } from '../../../xiaoa/records/crmRecord';

const SAMPLE = {
  id: 55019,
  sn: 'account|7076337593c4f89fe7c8c51eaac72d48',
  user_name: 'hln2',
  team_name: '一号互联测试',
  phone: '18934583454',
  created_at: '2018-05-08 00:00:00',
  name: null,
  address: null,
  connected_at: '2018-05-08 15:42:34',
  disconnected_at: '2018-05-08 15:42:55',
  talktimes: 21,
  endreason: '本方挂机',
  recordpath: '/home/record',
  recordfile: '/20180508/20180508154235_18934583454.wav',
  talk_info: '##20180411093029cLp@@noinput#@/home/record/1.wav',
  labelling: '      ',
  score: null,
  asks_count: null,
  status: null,
  cdr_sn: 'Fail_e69342205b8bca83b06401a7705f4b7c',
  project_caption: '中国电信深圳分公司催缴',
  unit: null,
};

const KEYS = [
  'name',
  'phone',
  'score',
  'category',
  'labels',
  'endReason',
  'endReasonEnglish',
  'talkSeconds',
  'connectedAt',
  'endedAt',
  'transcriptText',
  'questionCount',
  'company',
  'address',
  'template',
  'task',
  'aiUser',
  'id',
  'sn',
  'recordPath',
  'recordFile',
  'cdrSn',
];

test("simplifies the document's sample", () => {
  const simplified = simplifyCrmRecord(SAMPLE);
  expect(Object.keys(simplified)).toEqual(KEYS);
  expect(simplified).toEqual({
    id: 55019,
    sn: 'account|7076337593c4f89fe7c8c51eaac72d48',
    phone: '18934583454',
    name: null,
    company: null,
    connectedAt: '2018-05-08T15:42:34+08:00',
    endedAt: '2018-05-08T15:42:55+08:00',
    address: null,
    aiUser: 'hln2',
    talkSeconds: 21,
    endReason: '本方挂机',
    endReasonEnglish: 'Robot hung up',
    score: null,
    labels: [],
    category: null,
    questionCount: null,
    template: '中国电信深圳分公司催缴',
    task: null,
    transcriptText: 'Robot: [20180411093029cLp]\nCustomer: (says nothing)',
    recordPath: '/home/record',
    recordFile: '/20180508/20180508154235_18934583454.wav',
    cdrSn: 'Fail_e69342205b8bca83b06401a7705f4b7c',
  });
});

test('an empty row has every key, and nothing in it', () => {
  const simplified = simplifyCrmRecord({});
  expect(Object.keys(simplified)).toEqual(KEYS);
  for (const [key, value] of Object.entries(simplified)) {
    expect(value).toEqual(key === 'labels' ? [] : null);
  }
});

test.each([
  ['A级,有意向', ['A级', '有意向']],
  [' a，b ； c;d、e | f ,, ', ['a', 'b', 'c', 'd', 'e', 'f']],
  ['有意向 加微信', ['有意向', '加微信']],
  [' \u3000', []],
  [null, []],
  [7, ['7']],
])('reads the labels %p', (labelling, labels) => {
  expect(simplifyCrmRecord({ labelling }).labels).toEqual(labels);
});

test.each([
  [80, 80],
  ['80', 80],
  [' 80.5 ', 80.5],
  ['-1', -1],
  ['0', 0],
  [0, 0],
  ['', null],
  ['A', null],
  ['8O', null],
  [NaN, null],
  [null, null],
  [true, null],
])('reads the score %p', (score, expected) => {
  expect(simplifyCrmRecord({ score }).score).toBe(expected);
  expect(simplifyCrmRecord({ talktimes: score }).talkSeconds).toBe(expected);
  expect(simplifyCrmRecord({ asks_count: score }).questionCount).toBe(expected);
});

test.each([
  [55019, 55019],
  ['55019', 55019],
  ['055', '055'],
  ['90071992547409931', '90071992547409931'],
  ['abc', 'abc'],
  ['', null],
])('reads the id %p', (id, expected) => {
  expect(simplifyCrmRecord({ id }).id).toBe(expected);
});

test('takes the task where a row has one, and numbers as text where text belongs', () => {
  expect(simplifyCrmRecord({ dial_task_main_sn: 'Fail_1', phone: 18934583454 })).toMatchObject({
    task: 'Fail_1',
    phone: '18934583454',
  });
});

test('leaves paths as they are: the signature counts every character', () => {
  expect(simplifyCrmRecord({ recordfile: ' /a b.wav ' }).recordFile).toBe(' /a b.wav ');
});

test('a date of zeros is none', () => {
  expect(simplifyCrmRecord({ connected_at: '0000-00-00 00:00:00' }).connectedAt).toBeNull();
});

test('the task that was asked for stands in for one that the row does not name', () => {
  const asked = { dial_task_main_sn: 'asked' };
  expect(simplifyCrmRecord({}, asked).task).toBe('asked');
  expect(simplifyCrmRecord({ dial_task_main_sn: 'own' }, asked).task).toBe('own');
});

test('the turns of the transcript come last, where they are asked for', () => {
  const simplified = simplifyCrmRecord(SAMPLE, { includeTranscriptTurns: true });
  expect(Object.keys(simplified)).toEqual([...KEYS, 'transcript']);
  expect(simplified.transcript).toEqual([
    { played: '20180411093029cLp', said: 'noinput', recording: '/home/record/1.wav' },
  ]);
});
