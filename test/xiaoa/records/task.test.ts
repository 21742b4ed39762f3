import { simplifyTask, taskStatus } from '../../../xiaoa/records/task';

const SAMPLE = {
  dial_task_main_id: 1826,
  dial_task_main_sn: 'Fail_e69342205b8bca83b06401a7705f4b7c',
  status: '发送中',
  user_sn: 'SYSUSER|cdbe0021b3f5e11f43c9175757b11e2e',
  user_name: 'hln2',
  team_sn: 'ROOT|0008',
  team_name: '一号互联测试',
  created_at: '2018-05-08 15:40:10',
  last_modify: '2018-05-08 15:40:10',
  started_at: '2018-05-08 15:40:10',
  stoped_at: '2018-05-08 15:41:44',
  total_count: 3,
  send_count: 2,
  remark: null,
  project_sn: '',
  source: '[TC]中国电信深圳分公司催缴',
  batch: 'hln20180508154010',
  mark: null,
  operator: 'hln',
  project_caption: '中国电信深圳分公司催缴',
  success: '1',
  fail: '1',
  stops: '0',
  unsend_count: 1,
  percent: '50%',
};

test("simplifies the document's sample, key by key", () => {
  expect(Object.entries(simplifyTask(SAMPLE))).toEqual([
    ['id', 1826],
    ['sn', 'Fail_e69342205b8bca83b06401a7705f4b7c'],
    ['name', '[TC]中国电信深圳分公司催缴'],
    ['status', 'calling'],
    ['statusText', '发送中'],
    ['total', 3],
    ['called', 2],
    ['notCalled', 1],
    ['succeeded', 1],
    ['failed', 1],
    ['successPercent', 50],
    ['template', '中国电信深圳分公司催缴'],
    ['templateSn', null],
    ['aiUser', 'hln2'],
    ['aiUserSn', 'SYSUSER|cdbe0021b3f5e11f43c9175757b11e2e'],
    ['createdAt', '2018-05-08T15:40:10+08:00'],
    ['startedAt', '2018-05-08T15:40:10+08:00'],
    ['stoppedAt', '2018-05-08T15:41:44+08:00'],
    ['remark', null],
    ['batch', 'hln20180508154010'],
  ]);
});

test('an empty row has every key, and nothing in it', () => {
  const simplified = simplifyTask({});
  expect(Object.keys(simplified)).toEqual(Object.keys(simplifyTask(SAMPLE)));
  expect(new Set(Object.values(simplified))).toEqual(new Set([null]));
});

test.each([
  ['发送中', 'calling'],
  ['正在呼叫', 'calling'],
  ['已发送', 'finished'],
  ['发送成功', 'finished'],
  ['已完成', 'finished'],
  ['暂停发送', 'paused'],
  ['暂停', 'paused'],
  ['未发送', 'not started'],
  ['发送失败', 'failed'],
  ['已终止', 'terminated'],
  ['终止发送', 'terminated'],
  [4, 'paused'],
  ['4', 'paused'],
  [20, 'not started'],
  [21, 'finished'],
  [22, 'calling'],
  [23, 'failed'],
  ['24', 'paused'],
  // Servers do not agree on what these mean.
  [0, null],
  [1, null],
  ['2', null],
  [3, null],
  ['已取消', null],
  [9, null],
])('the status %p is %p', (status, expected) => {
  expect(simplifyTask({ status })).toMatchObject({ status: expected, statusText: String(status) });
});

test.each([
  [0, 3, 'calling'],
  ['1', 2, 'finished'],
  [4, 0, 'paused'],
  [0, '暂停', 'paused'],
  [0, '已取消', null],
  [undefined, 3, null],
])('asked for the status %p, a row of status %p is %p', (asked, status, expected) => {
  expect(simplifyTask({ status }, { status: asked }).status).toBe(expected);
});

test.each([
  ['33.3%', 33.3],
  [' 100 % ', 100],
  ['0%', 0],
  [12, 12],
  ['-', null],
])('reads %p of a hundred', (percent, expected) => {
  expect(simplifyTask({ percent }).successPercent).toBe(expected);
});

test('the remark of the import comes before the other', () => {
  expect(simplifyTask({ mark: 'a', remark: 'b' }).remark).toBe('a');
  expect(simplifyTask({ mark: ' ', remark: 'b' }).remark).toBe('b');
});

test('a status is read from a short text alone', () => {
  expect(taskStatus({ status: `已发送${'。'.repeat(97)}` })).toBe('finished');
  expect(taskStatus({ status: `已发送${'。'.repeat(98)}` })).toBeUndefined();
});
