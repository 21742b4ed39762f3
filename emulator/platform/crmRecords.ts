import { tellCall } from './callStory';
import { shanghaiText, shanghaiToMs } from './clock';
import { Random } from './random';
import { recordingFile, writeTalkInfo } from './talkInfo';
import { findTemplate, SAMPLE_TEMPLATES, TEAM, type SampleTemplate } from './templates';
import type { AiUser, CrmRecord } from './types';

const SURNAMES = [...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗'];
const GIVEN_NAMES = [
  '伟',
  '芳',
  '娜',
  '敏',
  '静',
  '丽',
  '强',
  '磊',
  '洋',
  '艳',
  '勇',
  '军',
  '杰',
  '娟',
  '涛',
  '明',
  '超',
  '秀英',
  '建国',
  '小红',
  '志强',
  '晓燕',
  '海波',
  '雨桐',
];

export interface Surroundings {
  seed: number;
  /** Milliseconds since 1970: when the call was connected, unless that is given. */
  now: number;
  /** The account it belongs to. */
  username: string;
  aiUsers: readonly AiUser[];
}

/**
 * A CRM record made of what is given; all else is made up, from the seed and `luck` alone. Given a
 * `talktimes` of 0 it is a call that nobody answered.
 *
 * @param luck names the stream of randomness, such as `call 17`
 */
export function makeCrmRecord(
  id: number,
  given: Partial<CrmRecord>,
  luck: string,
  { seed, now, username, aiUsers }: Surroundings,
): CrmRecord {
  const random = new Random(seed, luck);
  const template = findTemplate(given.project_sn ?? '') ?? SAMPLE_TEMPLATES[0];
  const aiUser =
    aiUsers.find(
      (user) => user.user_sn === given.ai_user_sn || user.user_name === given.user_name,
    ) ?? aiUsers[0];

  const person = random.pick(SURNAMES) + random.pick(GIVEN_NAMES);
  const drawnPhone = `1${random.pick(['3', '5', '7', '8', '9'])}${String(random.between(0, 999_999_999)).padStart(9, '0')}`;
  const phone = given.phone ?? drawnPhone;
  const sn = `account|${random.hex(32)}`;
  const cdr_sn = given.cdr_sn ?? random.uuid();
  const connected_at = given.connected_at ?? shanghaiText(now);
  const story = tellCall(random, template, {
    answered: given.talktimes === undefined ? true : given.talktimes > 0,
    score: given.score,
  });
  const talktimes = given.talktimes ?? story.talktimes;
  const answered = talktimes > 0;

  const fields: Fields = {
    id,
    sn: given.sn ?? sn,
    user_name: given.user_name ?? aiUser.user_name,
    team_name: given.team_name ?? TEAM.team_name,
    phone,
    created_at: given.created_at ?? `${connected_at.slice(0, 10)} 00:00:00`,
    name: given.name === undefined ? person : given.name,
    address: given.address ?? null,
    connected_at,
    disconnected_at:
      given.disconnected_at ?? shanghaiText(shanghaiToMs(connected_at) + talktimes * 1000),
    talktimes,
    endreason: given.endreason ?? story.endreason,
    recordpath: given.recordpath ?? '/home/record',
    recordfile:
      given.recordfile ?? (answered ? recordingFile({ phone, cdr_sn, connected_at }) : ''),
    labelling: given.labelling === undefined ? story.labelling : given.labelling,
    score: story.score,
    asks_count: given.asks_count === undefined ? story.asks_count : given.asks_count,
    status: given.status === undefined ? story.status : given.status,
    cdr_sn,
    project_caption: given.project_caption ?? template.caption,
    unit: given.unit ?? null,
    username: given.username ?? username,
    dial_task_main_sn: given.dial_task_main_sn ?? '',
    project_sn: given.project_sn ?? template.sn,
    ai_user_sn: given.ai_user_sn ?? aiUser.user_sn,
    batch_number: given.batch_number ?? '',
  };
  return withTalkInfo(fields, template, story.said, given.talk_info);
}

type Fields = Omit<CrmRecord, 'talk_info'>;

function withTalkInfo(
  fields: Fields,
  template: SampleTemplate,
  said: string[],
  written?: string,
): CrmRecord {
  return new Conversation(fields, template, said, written) as Conversation & Fields;
}

/**
 * The conversation is the bulk of a record. It is written when it is first read, so that a store of
 * 300,000 records stays small. (A getter in each record would cost more than it saves.)
 */
class Conversation {
  #written?: string;
  readonly #template: SampleTemplate;
  readonly #said: string[];

  constructor(fields: Fields, template: SampleTemplate, said: string[], written?: string) {
    Object.assign(this, fields);
    this.#template = template;
    this.#said = said;
    this.#written = written;
  }

  get talk_info(): string {
    const call = this as unknown as Fields;
    this.#written ??= writeTalkInfo(call, this.#template, this.#said);
    return this.#written;
  }

  set talk_info(text: string) {
    this.#written = text;
  }
}
