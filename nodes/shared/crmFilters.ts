import type { INode, INodeProperties } from 'n8n-workflow';

import { list } from '../../xiaoa/values';
import {
  labelFilter,
  locatorValue,
  numberFilter,
  phoneFilter,
  switchFilter,
  textFilter,
  wholeNumberFilter,
  type Filters,
  rowCondition,
  type CallFields,
  type CallFilters,
} from './filters';
import type { Query } from './lists';
import { aiUserLocator, taskLocator, templateLocator } from './resourceLocators';

/** Filters that the CRM list and the trigger share. */
export const CRM_FILTERS: INodeProperties[] = [
  aiUserLocator({ description: 'Only calls that this AI user made' }),
  {
    displayName: 'AI User Name',
    name: 'aiUserName',
    type: 'string',
    default: '',
    placeholder: 'e.g. robot01',
    description: "Only calls of the AI user with this name. Use 'AI User' to choose from a list.",
  },
  {
    displayName: 'Categories',
    name: 'categories',
    type: 'multiOptions',
    options: ['A', 'B', 'C', 'D', 'E', 'F'].map((name) => ({ name, value: name })),
    default: [],
    description: 'Only calls in these categories',
  },
  {
    displayName: 'Has Recording',
    name: 'hasRecording',
    type: 'boolean',
    default: true,
    description: 'Whether to return only calls that were recorded, or only calls that were not',
  },
  {
    displayName: 'Label',
    name: 'label',
    type: 'string',
    default: '',
    placeholder: 'e.g. interested, call back',
    description: 'Only calls with this label, or with one of several separated by commas',
  },
  {
    displayName: 'Max Talk Seconds',
    name: 'maxTalkSeconds',
    type: 'number',
    typeOptions: { minValue: 0, numberPrecision: 0 },
    default: 60,
    description: 'Only calls with at most this much talk time, in seconds',
  },
  {
    displayName: 'Min Score',
    name: 'minScore',
    type: 'number',
    default: 80,
    description: 'Only calls with this score or higher. Calls without a score are left out.',
  },
  {
    displayName: 'Min Talk Seconds',
    name: 'minTalkSeconds',
    type: 'number',
    typeOptions: { minValue: 0, numberPrecision: 0 },
    default: 1,
    description: 'Only calls with at least this much talk time, in seconds',
  },
  {
    displayName: 'Phone',
    name: 'phone',
    type: 'string',
    default: '',
    placeholder: 'e.g. 13800138000',
    description: 'Only calls to this number',
  },
  {
    displayName: 'Question Count',
    name: 'questionCount',
    type: 'number',
    typeOptions: { minValue: 0, numberPrecision: 0 },
    default: 1,
    description: 'Only calls in which the person asked exactly this many questions',
  },
  {
    displayName: 'Score',
    name: 'score',
    type: 'number',
    typeOptions: { numberPrecision: 0 },
    default: 80,
    description:
      "Passed on to XiaoA, which doesn't document whether it means exactly or at least. Use 'Min Score' to be sure.",
  },
  taskLocator({ description: 'Only calls of this task' }),
  templateLocator({ description: 'Only calls that used this template' }),
];

const CRM_FIELDS: CallFields = {
  phone: 'phone',
  labels: 'labelling',
  score: 'score',
  questionCount: 'asks_count',
  category: 'status',
};

/**
 * What the platform filters (API §7.10), and what has to be filtered here. A task is named by its SN (`withTaskSn`).
 *
 * @throws {NodeOperationError} naming the field whose value is not of its kind
 */
export function crmQuery(node: INode, filters: Filters): Query {
  const wholeNumber = (displayName: string, name: string) =>
    wholeNumberFilter(node, displayName, filters[name]);
  const asked: CallFilters = {
    phone: phoneFilter(node, 'Phone', filters.phone),
    minTalkSeconds: wholeNumber('Min Talk Seconds', 'minTalkSeconds'),
    maxTalkSeconds: wholeNumber('Max Talk Seconds', 'maxTalkSeconds'),
    labels: labelFilter(filters.label),
    score: wholeNumber('Score', 'score'),
    minScore: numberFilter(node, 'Min Score', filters.minScore),
    questionCount: wholeNumber('Question Count', 'questionCount'),
    categories: list(filters.categories),
    taskSn: locatorValue(filters.taskSn),
    hasRecording: switchFilter(node, 'Has Recording', filters.hasRecording),
  };
  return {
    accept: rowCondition(asked, CRM_FIELDS),
    parameters: {
      phone: asked.phone,
      talktimes_min: asked.minTalkSeconds,
      talktimes_max: asked.maxTalkSeconds,
      // The platform takes one label only.
      labelling: asked.labels.length === 1 ? asked.labels[0] : undefined,
      score: asked.score,
      asks_count: asked.questionCount,
      status: asked.categories.length > 0 ? asked.categories.join(',') : undefined,
      dial_task_main_sn: asked.taskSn,
      project_sn: locatorValue(filters.projectSn),
      ai_user_sn: locatorValue(filters.aiUserSn),
      ai_user_name: textFilter(filters.aiUserName),
    },
  };
}
