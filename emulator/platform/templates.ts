import MD5 from 'crypto-js/md5';
import type { AiUser, Template } from './types';

/** One thing the robot says. */
export interface Line {
  /** What played it: the sound file on the platform. */
  vocfile: string;
  /** `1 打招呼+开场白` */
  title: string;
  /** The words. */
  caption: string;
}

/** A template with what the API does not list: its own columns, its script, what people answer. */
export interface SampleTemplate {
  sn: string;
  caption: string;
  /** Columns of its Excel file after 姓名 and 电话. */
  columns: string[];
  lines: Line[];
  /** Answers of people who like the offer, are in two minds, or do not. */
  answers: { keen: string[]; unsure: string[]; cold: string[] };
  /** getProjects gives the address of its Excel file for some templates only. */
  listsExcel: boolean;
}

const SOUNDS = '/usr/local/freeswitch/sounds/zh/cn';

function template(
  caption: string,
  columns: string[],
  script: string[],
  answers: SampleTemplate['answers'],
  listsExcel = true,
): SampleTemplate {
  const hash = MD5(`template ${caption}`).toString();
  const folder = `20180112195221${hash.slice(0, 3)}`;
  const lines = script.map((words, index) => {
    const [title, said] = words.split('：');
    const vocfile = `${SOUNDS}/${folder}/question20180112195221${hash.slice(3 + index * 3, 6 + index * 3)}.wav`;
    return { vocfile, title: `${index + 1} ${title}`, caption: said };
  });
  return { sn: `project|${hash}`, caption, columns, lines, answers, listsExcel };
}

/** The same for every seed, so that a workflow made against one emulator works against the next. */
export const SAMPLE_TEMPLATES: SampleTemplate[] = [
  template(
    '车险续保提醒',
    ['车型', '车牌号', '到期日', '备注'],
    [
      '打招呼+开场白：您好，我是平安出行的客服小安，您的车险快要到期了，想提醒您一下。',
      '确认车主：请问您现在方便说话吗？只耽误您一分钟。',
      '介绍优惠：这个月续保可以享受八五折，还送两次免费洗车。',
      '询问意向：您看需要我帮您算一下今年的保费吗？',
      '约回访：好的，我请专员下午给您回电话，可以吗？',
      '结束语：感谢您的接听，祝您行车平安，再见。',
    ],
    {
      keen: [
        '可以，你帮我算一下',
        '好的，下午打给我吧',
        '今年大概多少钱',
        '方便的，你说',
        '行，加个微信发给我',
      ],
      unsure: ['我考虑一下', '我现在在开车', '还没到期吧', '你先发个短信我看看'],
      cold: ['不需要', '我已经买过了', '别再打了', '没兴趣'],
    },
  ),
  template(
    '装修意向调查',
    ['地址', '备注'],
    [
      '打招呼+开场白：您好，我是美家装饰的小美，想跟您做一个一分钟的装修意向调查。',
      '询问房屋：请问您的新房打算什么时候装修呢？',
      '询问预算：您这边装修的预算大概在什么范围？',
      '邀约到店：本周末我们有样板间开放日，想邀请您来看看。',
      '结束语：好的，打扰您了，祝您生活愉快，再见。',
    ],
    {
      keen: [
        '准备下个月开始装',
        '预算十万左右吧',
        '周末可以，在什么地方',
        '好的，把地址发给我',
        '可以先看看方案吗',
      ],
      unsure: ['还没有交房呢', '再说吧', '我问一下家里人', '你们是哪家公司'],
      cold: ['已经装完了', '不装', '打错了', '不用了，谢谢'],
    },
  ),
  template(
    '少儿英语试听课邀约',
    ['年级', '公司', '备注'],
    [
      '打招呼+开场白：您好，我是小树英语的课程顾问，我们本周有一节免费的外教试听课。',
      '询问孩子：请问您家孩子今年上几年级了？',
      '介绍课程：试听课一共四十分钟，是小班教学，地点就在您附近。',
      '确认时间：您看周六上午还是周日下午方便呢？',
      '结束语：好的，稍后把时间和地点用短信发给您，再见。',
    ],
    {
      keen: [
        '二年级了',
        '周六上午可以',
        '好的，帮我报个名',
        '免费的是吧，那可以试试',
        '一个班几个人',
      ],
      unsure: ['孩子太小了吧', '我问问孩子的意见', '时间不一定', '在哪里上课'],
      cold: ['已经报了别的班', '不感兴趣', '我没有孩子', '在开会，不方便'],
    },
  ),
  template(
    '会员活动通知',
    [],
    [
      '打招呼+开场白：您好，这里是会员中心，提醒您有一张优惠券即将过期。',
      '询问使用：请问需要我帮您延期一个月吗？',
      '结束语：好的，已经为您登记，感谢接听，再见。',
    ],
    {
      keen: ['好，帮我延期', '需要的', '可以，谢谢'],
      unsure: ['什么优惠券', '多少钱的', '嗯'],
      cold: ['不用了', '我很忙', '不需要'],
    },
    false,
  ),
];

export const TEAM = { team_sn: 'ROOT|0008', team_name: '小A演示团队', caller_group: '900002' };

/** What getProjects answers; `url` is the emulator's own address. */
export function templateRows(url: string): Template[] {
  return SAMPLE_TEMPLATES.map(({ sn, caption, listsExcel }) => ({
    sn,
    project_name: caption,
    project_caption: caption,
    ...(listsExcel ? { project_excel: `${url}/excel/${sn.split('|')[1]}.xlsx` } : {}),
  }));
}

export function findTemplate(sn: string): SampleTemplate | undefined {
  return SAMPLE_TEMPLATES.find((candidate) => candidate.sn === sn);
}

const ALL_TEMPLATES = SAMPLE_TEMPLATES.map(({ sn }) => sn).join(',');

function aiUser(name: string, contact: string, changes: Partial<AiUser>): AiUser {
  return {
    user_sn: `SYSUSER|${MD5(`ai user ${name}`)}`,
    user_name: name,
    contact,
    max_call_count: 5,
    start_at_one: '09:00:00',
    end_at_one: '12:00:00',
    start_at_two: '13:30:00',
    end_at_two: '20:30:00',
    start_at_three: null,
    end_at_three: null,
    start_at_four: null,
    end_at_four: null,
    callin_project_sn: '',
    skillgroup_sn: `${name}-group`,
    project_sn: ALL_TEMPLATES,
    display_phone: '',
    expired: '2099-12-31',
    ...changes,
  };
}

/**
 * The robots' accounts. The last two are there for code 30010: one may use a single template, one
 * has run out. (Calling windows are listed, but the emulator's dialler calls at any hour.)
 */
export function aiUsers(): AiUser[] {
  return [
    aiUser('xiaoan', '小安', {}),
    aiUser('xiaomei', '小美', {
      max_call_count: 10,
      start_at_one: '08:00:00',
      end_at_one: '18:00:00',
      start_at_two: null,
      end_at_two: null,
    }),
    aiUser('xiaoshu', '小树', {
      max_call_count: 1,
      project_sn: SAMPLE_TEMPLATES[2].sn,
      display_phone: '075586000000',
    }),
    aiUser('xiaojiu', '小旧（已过期）', { expired: '2019-03-08' }),
  ];
}
