import { filtersField, returnAllFields } from '../shared/fields';
import {
  labelFilter,
  locatorValue,
  phoneFilter,
  textFilter,
  wholeNumberFilter,
  type Filters,
  rowCondition,
  type CallFields,
} from '../shared/filters';
import { CALL_RECORDS, type Query } from '../shared/lists';
import type { Operation } from '../shared/operation';
import { outputFields, runList } from '../shared/runList';
import { periodFilter } from '../shared/period';
import { aiUserLocator, taskLocator } from '../shared/resourceLocators';
import type { Run } from '../shared/run';
import { withTaskSn } from '../shared/tasks';
import { CRM_FILTERS } from '../shared/crmFilters';
import { MODEL_LIMIT } from './getAll';

const connected = periodFilter('calls', 'Connected', 'connected_at');
const DAYS = connected.hint(', choose a task or enter a callee');

const CALL_FIELDS: CallFields = {
  phone: 'callee',
  labels: 'asr_b',
  score: 'asr_c',
  questionCount: 'asr_d',
};

/** Filters that mean the same as those of the CRM records. */
const SHARED_FILTERS = ['label', 'maxTalkSeconds', 'minTalkSeconds', 'questionCount'];

export const getCallRecords: Operation = {
  name: 'Get Call Records (Deprecated)',
  value: 'getCallRecords',
  action: 'Get call records (deprecated)',
  description: 'Get calls from the older list, which XiaoA no longer maintains',
  endpoint: CALL_RECORDS.endpoint,
  runsFor: 'eachItem',
  fields: [
    {
      displayName:
        "XiaoA no longer maintains this list. Use 'Get Many CRM Records' unless you need the caller's number or inbound calls.",
      name: 'deprecationNotice',
      type: 'notice',
      default: '',
    },
    ...returnAllFields({ forModels: MODEL_LIMIT, hint: DAYS }),
    ...outputFields(CALL_RECORDS, [
      'callee',
      'score',
      'labels',
      'endReasonEnglish',
      'talkSeconds',
      'connectedAt',
    ]),
    filtersField(DAYS, [
      aiUserLocator({ description: 'Only calls that this AI user made' }),
      {
        displayName: 'Batch Number',
        name: 'batchNumber',
        type: 'string',
        default: '',
        placeholder: 'e.g. 2026-spring-1',
        description: 'Only calls to contacts that were imported under this number',
      },
      {
        displayName: 'Callee',
        name: 'callee',
        type: 'string',
        default: '',
        placeholder: 'e.g. 13800138000',
        description: 'Only calls to this number',
      },
      {
        displayName: 'Caller',
        name: 'caller',
        type: 'string',
        default: '',
        placeholder: 'e.g. 900002',
        description: 'Only calls from this number',
      },
      ...connected.fields,
      ...CRM_FILTERS.filter(({ name }) => SHARED_FILTERS.includes(name)),
      {
        displayName: 'Score',
        name: 'score',
        type: 'number',
        typeOptions: { numberPrecision: 0 },
        default: 80,
        description:
          "Passed on to XiaoA, which doesn't document whether it means exactly or at least",
      },
      taskLocator({ description: 'Only calls of this task' }),
    ]),
  ],
  run: runList(CALL_RECORDS, callRecordQuery),
};

/** API §7.8. */
async function callRecordQuery(run: Run): Promise<Query> {
  const node = run.node;
  const given = run.read<Filters>('filters');
  const wholeNumber = (displayName: string, name: string) =>
    wholeNumberFilter(node, displayName, given[name]);
  const asked = {
    phone: phoneFilter(node, 'Callee', given.callee),
    minTalkSeconds: wholeNumber('Min Talk Seconds', 'minTalkSeconds'),
    maxTalkSeconds: wholeNumber('Max Talk Seconds', 'maxTalkSeconds'),
    labels: labelFilter(given.label),
    score: wholeNumber('Score', 'score'),
    questionCount: wholeNumber('Question Count', 'questionCount'),
    categories: [],
  };
  const narrowed = given.taskSn !== undefined || asked.phone !== undefined;
  const period = connected.query(node, given, narrowed);
  const { taskSn: task } = await withTaskSn(run.context, given, run.site);
  const taskSn = locatorValue(task);
  const fulfils = rowCondition({ ...asked, taskSn }, CALL_FIELDS);
  return {
    accept: (row) => period.accept(row) && (fulfils?.(row) ?? true),
    parameters: {
      ...period.parameters,
      callee: asked.phone,
      // It may be a number inside the company.
      caller: textFilter(given.caller)?.replace(/[\s-]/g, ''),
      ai_user_sn: locatorValue(given.aiUserSn),
      talktimes_min: asked.minTalkSeconds,
      talktimes_max: asked.maxTalkSeconds,
      // The platform takes one label only.
      asr_b: asked.labels.length === 1 ? asked.labels[0] : undefined,
      asr_c: asked.score,
      asr_d: asked.questionCount,
      dial_task_main_sn: taskSn,
      batch_number: textFilter(given.batchNumber),
    },
  };
}
