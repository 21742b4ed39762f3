import { count, text } from './params';
import type { Params } from '../platform/types';
import type { Behaviour } from '../platform/behaviour';
import type { CrmRecord } from '../platform/types';

type Condition = (record: CrmRecord) => boolean;
type Filter = { key: string; matches: Condition };

/** What crmList (API §7.10) and cdrlist (API §7.8) call the same thing. */
export interface FilterNames {
  label: string;
  score: string;
  questions: string;
}

/** The filters both lists have in common. Empty ones do not count. */
export function commonConditions(
  params: Params,
  names: FilterNames,
  behaviour: Behaviour,
): Condition[] {
  const least = count(params, 'talktimes_min');
  const most = count(params, 'talktimes_max');
  const label = text(params, names.label);
  const score = count(params, names.score);
  const questions = count(params, names.questions);
  const task = text(params, 'dial_task_main_sn');
  const aiUser = text(params, 'ai_user_sn');
  const scoreFits = (value: number | null) =>
    value !== null &&
    (behaviour.scoreFilter === 'equal' ? value === score : value >= (score as number));
  return given([
    [least, (record) => record.talktimes >= least!],
    [most, (record) => record.talktimes <= most!],
    [label, (record) => record.labelling?.includes(label!) ?? false],
    [score, (record) => scoreFits(record.score)],
    [questions, (record) => record.asks_count === questions],
    [task, (record) => record.dial_task_main_sn === task],
    [aiUser, (record) => record.ai_user_sn === aiUser],
  ]);
}

/** The conditions whose parameter is there. */
export function given(pairs: Array<[unknown, Condition]>): Condition[] {
  return pairs.filter(([value]) => value !== undefined).map(([, condition]) => condition);
}

/** All conditions as one; undefined when there are none. The key tells lists apart. */
export function allOf(
  conditions: Condition[],
  params: Params,
  behaviour: Behaviour,
  endpoint: string,
): Filter | undefined {
  if (conditions.length === 0) return undefined;
  const asked = Object.entries(params).filter(([name]) => !NOT_FILTERS.has(name));
  return {
    key: JSON.stringify([endpoint, behaviour.scoreFilter, asked]),
    matches: (record) => conditions.every((condition) => condition(record)),
  };
}

const NOT_FILTERS = new Set(['url', 'api_key', 'user_sn', 'pageIndex', 'pageSize']);
