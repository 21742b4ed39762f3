import {
  filterFields,
  returnAllFields,
  simplifyField,
  transcriptTurnsField,
} from '../shared/fields';
import type { Filters } from '../shared/filters';
import { type Query, CRM_RECORDS } from '../shared/lists';
import type { Operation } from '../shared/operation';
import type { Run } from '../shared/run';
import { runList } from '../shared/runList';
import { periodFilter } from '../shared/period';
import { CRM_FILTERS, crmQuery } from './crmFilters';

const connected = periodFilter('calls', 'Connected', 'connected_at');

export const getAll: Operation = {
  name: 'Get Many',
  value: 'getAll',
  action: 'Get many CRM records',
  description: 'List finished calls with their score, labels, transcript and recording',
  endpoint: CRM_RECORDS.endpoint,
  runsFor: 'eachItem',
  fields: [
    ...returnAllFields(),
    simplifyField(),
    transcriptTurnsField(),
    ...filterFields(`${connected.withoutDates}; with a task or a phone, those of any time`, [
      ...CRM_FILTERS,
      ...connected.fields,
    ]),
  ],
  run: runList(CRM_RECORDS, crmListQuery),
};

function crmListQuery(run: Run): Query {
  const filters = run.read<Filters>('filters');
  const asked = crmQuery(run.node, filters);
  const { dial_task_main_sn: taskSn, phone } = asked.parameters;
  const period = connected.query(run.node, filters, taskSn !== undefined || phone !== undefined);
  return {
    parameters: { ...period.parameters, ...asked.parameters },
    accept: (row) => period.accept(row) && (asked.accept?.(row) ?? true),
  };
}
