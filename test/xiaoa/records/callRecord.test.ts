import { simplifyCallRecord } from '../../../xiaoa/records/callRecord';

const ROW = {
  cdr_id: '1955019',
  cdr_sn: 'c94d1e70',
  project_sn: 'project|1',
  caller: '900002',
  callee: '18934583454',
  user_name: 'hln2',
  connected_at: '2018-05-08 15:42:34',
  talktimes: '21',
  ringtimes: 12,
  endreason: '空号',
  recordpath: '/home/record',
  recordfile: '/1.wav',
  direction: 0,
  asr_a: '##a@@好#@/1.wav',
  asr_b: '有意向,加微信',
  asr_c: '80',
  asr_d: 2,
  dial_task_main_sn: 'Fail_1',
  user_sn: 'SYSUSER|1',
};

test('names, types and takes apart', () => {
  expect(simplifyCallRecord({ ...ROW, disconnected_at: '2018-05-08 15:42:55' })).toEqual({
    id: 1955019,
    cdrSn: 'c94d1e70',
    direction: 'outbound',
    caller: '900002',
    callee: '18934583454',
    aiUser: 'hln2',
    aiUserSn: 'SYSUSER|1',
    connectedAt: '2018-05-08T15:42:34+08:00',
    endedAt: '2018-05-08T15:42:55+08:00',
    talkSeconds: 21,
    ringSeconds: 12,
    endReason: '空号',
    endReasonEnglish: 'No such number',
    score: 80,
    labels: ['有意向', '加微信'],
    questionCount: 2,
    templateSn: 'project|1',
    task: 'Fail_1',
    transcriptText: 'Robot: [a]\nCustomer: 好',
    recordPath: '/home/record',
    recordFile: '/1.wav',
  });
});

test.each([
  ['0', 'outbound'],
  ['1', 'inbound'],
  [1, 'inbound'],
  ['呼入', '呼入'],
  [null, null],
])('reads the direction %p', (direction, expected) => {
  expect(simplifyCallRecord({ ...ROW, direction }).direction).toBe(expected);
});

test('takes the transcript by either of the names in the document', () => {
  const { asr_a, ...rest } = ROW;
  expect(simplifyCallRecord({ ...rest, talk_info: asr_a }).transcriptText).toContain('好');
});
