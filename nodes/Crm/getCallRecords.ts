import { aiUserLocator, taskLocator } from '../shared/resourceLocators';
import { returnAllFields, simplifyField, filterFields } from '../shared/fields';
import { text } from '../../xiaoa/values';
import { locatorValue, wholeNumberFilter, type Filters, taskFilter } from '../shared/filters';
import { type Query, CALL_RECORDS } from '../shared/lists';
import type { Operation } from '../shared/operation';
import type { Run } from '../shared/run';
import { runList } from '../shared/runList';
import { periodFilter } from '../shared/period';

const connected = periodFilter('calls', 'Connected', 'connected_at');

export const getCallRecords: Operation = {
  name: 'Get Call Records (Deprecated)',
  value: 'getCallRecords',
  action: 'Get call records deprecated',
  description: 'List calls from the older table that XiaoA no longer maintains',
  endpoint: CALL_RECORDS.endpoint,
  runsFor: 'eachItem',
  fields: [
    {
      displayName:
        "XiaoA has superseded this list by the CRM records and no longer maintains it. Use 'Get Many' unless you need the caller's number or inbound calls.",
      name: 'deprecationNotice',
      type: 'notice',
      default: '',
    },
    ...returnAllFields(),
    simplifyField(),
    ...filterFields(`${connected.withoutDates}; with a task or a callee, those of any time`, [
      aiUserLocator({ description: 'Only calls that this robot account placed' }),
      {
        displayName: 'Batch Number',
        name: 'batchNumber',
        type: 'string',
        default: '',
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
      {
        displayName: 'Label',
        name: 'label',
        type: 'string',
        default: '',
        description: 'Only calls that carry this label',
      },
      {
        displayName: 'Max Talk Seconds',
        name: 'maxTalkSeconds',
        type: 'number',
        typeOptions: { minValue: 0 },
        default: 0,
      },
      {
        displayName: 'Min Talk Seconds',
        name: 'minTalkSeconds',
        type: 'number',
        typeOptions: { minValue: 0 },
        default: 0,
      },
      {
        displayName: 'Question Count',
        name: 'questionCount',
        type: 'number',
        typeOptions: { minValue: 0 },
        default: 0,
        description: 'Only calls in which the callee asked so many questions',
      },
      {
        displayName: 'Score',
        name: 'score',
        type: 'number',
        default: 0,
        description: 'Passed on to XiaoA, which does not say whether it means equal or at least',
      },
      taskLocator({ description: 'Only calls of this task' }),
    ]),
  ],
  run: runList(CALL_RECORDS, callRecordQuery),
};

/** API §7.8. */
function callRecordQuery(run: Run): Query {
  const node = run.node;
  const filters = run.read<Filters>('filters');
  const wholeNumber = (displayName: string, name: string) =>
    wholeNumberFilter(node, displayName, filters[name]);
  const taskSn = taskFilter(node, filters);
  const callee = text(filters.callee);
  const narrowed = taskSn !== undefined || callee !== undefined;
  const period = connected.query(run.node, filters, narrowed);
  return {
    accept: period.accept,
    parameters: {
      ...period.parameters,
      callee,
      caller: text(filters.caller),
      ai_user_sn: locatorValue(filters.aiUserSn),
      talktimes_min: wholeNumber('Min Talk Seconds', 'minTalkSeconds'),
      talktimes_max: wholeNumber('Max Talk Seconds', 'maxTalkSeconds'),
      asr_b: text(filters.label),
      asr_c: wholeNumber('Score', 'score'),
      asr_d: wholeNumber('Question Count', 'questionCount'),
      dial_task_main_sn: taskSn,
      batch_number: text(filters.batchNumber),
    },
  };
}
