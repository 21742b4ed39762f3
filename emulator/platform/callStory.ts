import type { Random } from './random';
import type { SampleTemplate } from './templates';

/** How a call went, told without moments and names. */
export interface CallStory {
  /** Seconds; 0 when nobody answered. */
  talktimes: number;
  endreason: string;
  score: number | null;
  labelling: string | null;
  asks_count: number | null;
  status: string | null;
  /** What the person said after each line of the script that was played. */
  said: string[];
}

/** What the story must agree with, because someone has fixed it already. */
export interface Given {
  answered?: boolean;
  score?: number | null;
}

const NO_LABELS = '      ';
const UNANSWERED = [
  '关机',
  '空号',
  '正在通话中',
  '无法接通',
  '无法接通',
  '暂停服务',
  '用户正忙',
  '用户正忙',
  '拨号方式不正确',
  '来电提醒',
  '其他',
];

type Mood = keyof SampleTemplate['answers'];

const LABELS: Record<Mood, string[]> = {
  keen: ['有意向', '有意向', '高意向', '有意向 加微信'],
  unsure: ['考虑中', '再联系', NO_LABELS],
  cold: ['无意向', '拒绝', NO_LABELS, NO_LABELS],
};

/** Seven calls of ten are answered, and a third of those end with a score of 80 or more. */
export function tellCall(random: Random, template: SampleTemplate, given: Given = {}): CallStory {
  const answered = random.chance(0.7);
  return (given.answered ?? answered)
    ? answeredCall(random, template, given)
    : unansweredCall(random, given);
}

function unansweredCall(random: Random, { score = null }: Given): CallStory {
  return {
    talktimes: 0,
    endreason: random.pick(UNANSWERED),
    score,
    labelling: NO_LABELS,
    asks_count: null,
    status: null,
    said: [],
  };
}

function answeredCall(random: Random, template: SampleTemplate, given: Given): CallStory {
  const luck = random.fraction();
  const scored = random.chance(0.92);
  const drawn =
    luck < 0.37
      ? random.between(80, 100)
      : luck < 0.7
        ? random.between(40, 79)
        : random.between(0, 39);
  const score = given.score === undefined ? (scored ? drawn : null) : given.score;
  const mood = moodOf(score);
  const said = answers(random, template, mood);
  const heardOut = said.length === template.lines.length;
  if (heardOut) said[said.length - 1] = 'BasedPTheEnd';
  const talktimes = said.reduce((sum) => sum + random.between(4, 11), 0);
  return {
    talktimes,
    endreason: heardOut ? '本方挂机' : '对方挂机',
    score,
    labelling: score === null ? NO_LABELS : random.pick(LABELS[mood]),
    asks_count: score === null ? null : said.filter((words) => !words.startsWith('no')).length,
    status: categoryOf(score),
    said,
  };
}

function moodOf(score: number | null): Mood {
  if (score === null || score < 40) return 'cold';
  return score < 80 ? 'unsure' : 'keen';
}

/** A the best, F the worst. */
export function categoryOf(score: number | null): string | null {
  if (score === null) return null;
  const lowest: Array<[number, string]> = [
    [90, 'A'],
    [80, 'B'],
    [60, 'C'],
    [40, 'D'],
    [20, 'E'],
  ];
  return lowest.find(([from]) => score >= from)?.[1] ?? 'F';
}

/** The less somebody likes it, the sooner they hang up. */
function answers(random: Random, template: SampleTemplate, mood: Mood): string[] {
  const all = template.lines.length;
  const least = { keen: Math.min(3, all), unsure: 2, cold: 1 }[mood];
  const most = { keen: all, unsure: all, cold: Math.max(1, all - 2) }[mood];
  const turns = random.between(least, most);
  const left = [...template.answers[mood]];
  return Array.from({ length: turns }, () => {
    const luck = random.fraction();
    if (luck < 0.1) return 'noinput';
    if (luck < 0.16 || left.length === 0) return 'nomatch';
    return left.splice(random.between(0, left.length - 1), 1)[0];
  });
}
