import { shanghaiText } from './clock';
import type { Platform } from './platform';
import { Random } from './random';
import { SAMPLE_TEMPLATES } from './templates';
import type { ContactRow, Task } from './types';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const SAMPLE_TASKS = [
  { source: '九月车险到期客户', template: 0, aiUser: 0, age: 2 * DAY, contacts: 14, called: 14 },
  { source: '滨江花园业主回访', template: 1, aiUser: 1, age: DAY, contacts: 18, called: 18 },
  { source: '周末试听课邀约', template: 2, aiUser: 1, age: 40 * MINUTE, contacts: 20, called: 8 },
];

const COLUMN_VALUES: Record<string, string[]> = {
  车型: ['比亚迪宋PLUS', '大众朗逸', '丰田卡罗拉', '特斯拉Model Y', '吉利博越'],
  车牌号: ['粤B7D31K', '粤A5C902', '沪C18Q67', '浙A6N33R'],
  到期日: ['2025-09-30', '2025-10-08', '2025-10-15'],
  地址: ['深圳市南山区', '杭州市滨江区', '广州市天河区', '上海市浦东新区'],
  年级: ['一年级', '二年级', '三年级', '大班'],
  公司: ['云海科技', '恒通贸易', '未来教育'],
  备注: ['', '老客户', '上次说再联系'],
};

/** Tasks of the last days: two that are through, one that was paused half-way, with their calls. */
export function addSampleData(platform: Platform): void {
  for (const plan of SAMPLE_TASKS) {
    const template = SAMPLE_TEMPLATES[plan.template];
    const random = new Random(platform.seed, 'sample', plan.source);
    const start = platform.clock.now() - plan.age;
    const task = platform.addTask({
      source: plan.source,
      project_sn: template.sn,
      ai_user_sn: platform.aiUsers[plan.aiUser].user_sn,
      created_at: shanghaiText(start),
      contacts: Array.from({ length: plan.contacts }, () => contact(random, template.columns)),
    });
    for (let index = 0; index < plan.called; index += 1) {
      addPastCall(platform, task, index, start + (index + 1) * MINUTE, random);
    }
    if (plan.called === plan.contacts) platform.tasks.setState(task, 'sent');
  }
}

function contact(random: Random, columns: string[]): ContactRow {
  const name = random.pick(['王', '李', '张', '刘', '陈']) + random.pick(['先生', '女士']);
  const phone = `13${String(random.between(0, 999_999_999)).padStart(9, '0')}`;
  const own = columns.map((column) => [column, random.pick(COLUMN_VALUES[column] ?? [''])]);
  return { 姓名: name, 电话: phone, ...Object.fromEntries(own) };
}

function addPastCall(
  platform: Platform,
  task: Task,
  index: number,
  at: number,
  random: Random,
): void {
  const row = task.contacts[index];
  const answered = random.chance(0.7);
  const text = (column: string) => (row[column] ? String(row[column]) : null);
  platform.addCrmRecord({
    username: task.username,
    phone: String(row['电话']),
    name: text('姓名'),
    address: text('地址'),
    unit: text('公司'),
    connected_at: shanghaiText(at),
    ...(answered ? {} : { talktimes: 0, score: null }),
    dial_task_main_sn: task.dial_task_main_sn,
    project_sn: task.project_sn,
    ai_user_sn: task.ai_user_sn,
    batch_number: task.batch,
  });
  platform.tasks.finishCall(task, index, answered ? 'success' : 'fail');
}
