import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { filterFields, returnAllFields, simplifyField } from '../shared/fields';
import type { Filters } from '../shared/filters';
import type { ItemFields } from '../shared/itemFields';
import { CRM_RECORDS, type Query } from '../shared/lists';
import { listForAll, listOperation } from '../shared/listOperation';
import { periodFilter } from '../shared/period';
import { CRM_FILTERS, crmQuery } from './crmFilters';

const connected = periodFilter('calls', 'Connected', 'connected_at');

const displayOptions = { show: { resource: ['crmRecord'], operation: ['getAll'] } };

export const option: INodePropertyOptions = {
  name: 'Get Many',
  value: 'getAll',
  action: 'Get many CRM records',
  description: 'List finished calls with their score, labels, transcript and recording',
  routing: listOperation(CRM_RECORDS, crmListQuery),
};

export const runForAll = listForAll(CRM_RECORDS, crmListQuery);

export const fields: INodeProperties[] = [
  ...returnAllFields(displayOptions),
  simplifyField(displayOptions),
  ...filterFields(
    displayOptions,
    `${connected.withoutDates}; with a task or a phone, those of any time`,
    [...CRM_FILTERS, ...connected.fields],
  ),
];

function crmListQuery(item: ItemFields): Query {
  const filters = item.getNodeParameter('filters', {}) as Filters;
  const asked = crmQuery(item.getNode(), filters);
  const { dial_task_main_sn: taskSn, phone } = asked.parameters;
  const period = connected.query(item, filters, taskSn !== undefined || phone !== undefined);
  return {
    parameters: { ...period.parameters, ...asked.parameters },
    accept: (row) => period.accept(row) && (asked.accept?.(row) ?? true),
  };
}
