import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { aiUserLocator, taskLocator } from '../shared/resourceLocators';
import { filterFields, returnAllFields, simplifyOnDemandField } from '../shared/fields';
import { text } from '../../xiaoa/values';
import { type Filters, locatorValue, taskFilter, wholeNumberFilter } from '../shared/filters';
import type { ItemFields } from '../shared/itemFields';
import { CALL_RECORDS, type Query } from '../shared/lists';
import { listForAll, listOperation } from '../shared/listOperation';
import { periodFilter } from '../shared/period';

const connected = periodFilter('calls', 'Connected', 'connected_at');

const displayOptions = { show: { resource: ['crmRecord'], operation: ['getCallRecords'] } };

export const option: INodePropertyOptions = {
  name: 'Get Call Records (Deprecated)',
  value: 'getCallRecords',
  action: 'Get call records deprecated',
  description: 'List calls from the older table that XiaoA no longer maintains',
  routing: listOperation(CALL_RECORDS, callRecordQuery),
};

export const runForAll = listForAll(CALL_RECORDS, callRecordQuery);

export const fields: INodeProperties[] = [
  {
    displayName:
      "XiaoA has superseded this list by the CRM records and no longer maintains it. Use 'Get Many' unless you need the caller's number or inbound calls.",
    name: 'deprecationNotice',
    type: 'notice',
    displayOptions,
    default: '',
  },
  ...returnAllFields(displayOptions),
  simplifyOnDemandField(displayOptions),
  ...filterFields(
    displayOptions,
    `${connected.withoutDates}; with a task or a callee, those of any time`,
    [
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
    ],
  ),
];

/** API §7.8. */
function callRecordQuery(item: ItemFields): Query {
  const node = item.getNode();
  const filters = item.getNodeParameter('filters', {}) as Filters;
  const wholeNumber = (displayName: string, name: string) =>
    wholeNumberFilter(node, displayName, filters[name]);
  const taskSn = taskFilter(node, filters);
  const callee = text(filters.callee);
  const narrowed = taskSn !== undefined || callee !== undefined;
  const period = connected.query(item, filters, narrowed);
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
