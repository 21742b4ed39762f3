import type { INode, INodeProperties } from 'n8n-workflow';

import { aiUserLocator, taskLocator, templateLocator } from '../shared/resourceLocators';
import { list, number, text } from '../../xiaoa/values';
import {
  type Filters,
  locatorValue,
  numberFilter,
  taskFilter,
  wholeNumberFilter,
} from '../shared/filters';
import { labelsOf } from '../../xiaoa/records/labels';
import type { Query, Row } from '../shared/lists';

/** Filters that the CRM list and the trigger share, by name in alphabetical order of their labels. */
export const CRM_FILTERS: INodeProperties[] = [
  aiUserLocator({ description: 'Only calls that this robot account placed' }),
  {
    displayName: 'AI User Name',
    name: 'aiUserName',
    type: 'string',
    default: '',
    description: 'Only calls of the robot account with this name',
  },
  {
    displayName: 'Categories',
    name: 'categories',
    type: 'multiOptions',
    options: ['A', 'B', 'C', 'D', 'E', 'F'].map((name) => ({ name, value: name })),
    default: [],
    description: 'Only calls that the robot sorted into one of these',
  },
  {
    displayName: 'Label',
    name: 'label',
    type: 'string',
    default: '',
    placeholder: 'e.g. 有意向',
    description: 'Only calls that carry this label, or one of several separated by commas',
  },
  {
    displayName: 'Max Talk Seconds',
    name: 'maxTalkSeconds',
    type: 'number',
    typeOptions: { minValue: 0 },
    default: 0,
  },
  {
    displayName: 'Min Score',
    name: 'minScore',
    type: 'number',
    default: 80,
    description:
      'Only calls that the robot scored this high or higher. Calls without a score are left out.',
  },
  {
    displayName: 'Min Talk Seconds',
    name: 'minTalkSeconds',
    type: 'number',
    typeOptions: { minValue: 0 },
    default: 0,
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
    typeOptions: { minValue: 0 },
    default: 0,
    description: 'Only calls in which the callee asked so many questions',
  },
  {
    displayName: 'Score',
    name: 'score',
    type: 'number',
    default: 0,
    description:
      "Passed on to XiaoA, which does not say whether it means equal or at least. Use 'Min Score' to be sure.",
  },
  taskLocator({ description: 'Only calls of this task' }),
  templateLocator({ description: 'Only calls that followed this template' }),
];

/**
 * What the platform filters (API §7.10), and what has to be filtered here.
 *
 * @throws {NodeOperationError} naming the field whose value is not of its kind
 */
export function crmQuery(node: INode, filters: Filters): Query {
  const wholeNumber = (displayName: string, name: string) =>
    wholeNumberFilter(node, displayName, filters[name]);
  const minScore = numberFilter(node, 'Min Score', filters.minScore);
  const labels = labelsOf(filters.label);
  const categories = list(filters.categories);
  const conditions: Array<(row: Row) => boolean> = [];
  // A call without a score is below every score.
  if (minScore !== undefined) {
    conditions.push((row) => (number(row.score) ?? -Infinity) >= minScore);
  }
  // The platform takes one label only.
  if (labels.length > 1) {
    conditions.push((row) => labelsOf(row.labelling).some((one) => labels.includes(one)));
  }
  return {
    accept:
      conditions.length === 0
        ? undefined
        : (row) => conditions.every((isFulfilled) => isFulfilled(row)),
    parameters: {
      phone: text(filters.phone),
      talktimes_min: wholeNumber('Min Talk Seconds', 'minTalkSeconds'),
      talktimes_max: wholeNumber('Max Talk Seconds', 'maxTalkSeconds'),
      labelling: labels.length === 1 ? labels[0] : undefined,
      score: wholeNumber('Score', 'score'),
      asks_count: wholeNumber('Question Count', 'questionCount'),
      status: categories.length > 0 ? categories.join(',') : undefined,
      dial_task_main_sn: taskFilter(node, filters),
      project_sn: locatorValue(filters.projectSn),
      ai_user_sn: locatorValue(filters.aiUserSn),
      ai_user_name: text(filters.aiUserName),
    },
  };
}
