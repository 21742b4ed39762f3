import { simplifyTask } from '../../../xiaoa/records/task';

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
    ['status', 'sending'],
    ['statusText', '发送中'],
    ['template', '中国电信深圳分公司催缴'],
    ['templateSn', null],
    ['aiUser', 'hln2'],
    ['aiUserSn', 'SYSUSER|cdbe0021b3f5e11f43c9175757b11e2e'],
    ['createdAt', '2018-05-08T15:40:10+08:00'],
    ['startedAt', '2018-05-08T15:40:10+08:00'],
    ['stoppedAt', '2018-05-08T15:41:44+08:00'],
    ['total', 3],
    ['called', 2],
    ['notCalled', 1],
    ['succeeded', 1],
    ['failed', 1],
    ['percent', 50],
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
  ['发送中', 'sending'],
  ['正在呼叫', 'sending'],
  ['已发送', 'sent'],
  ['发送成功', 'sent'],
  ['暂停发送', 'paused'],
  ['暂停', 'paused'],
  ['未发送', 'not sent'],
  [1, 'not sent'],
  [2, 'sent'],
  [3, 'sending'],
  [4, 'paused'],
  [0, 'sending'],
  ['4', 'paused'],
  ['已取消', '已取消'],
  [9, '9'],
])('the status %p is %p', (status, expected) => {
  expect(simplifyTask({ status })).toMatchObject({ status: expected, statusText: String(status) });
});

test.each([
  ['33.3%', 33.3],
  [' 100 % ', 100],
  ['0%', 0],
  [12, 12],
  ['-', null],
])('reads %p of a hundred', (percent, expected) => {
  expect(simplifyTask({ percent }).percent).toBe(expected);
});

test('the remark of the import comes before the other', () => {
  expect(simplifyTask({ mark: 'a', remark: 'b' }).remark).toBe('a');
  expect(simplifyTask({ mark: ' ', remark: 'b' }).remark).toBe('b');
});
