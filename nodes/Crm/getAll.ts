import { CRM_FILTERS, crmQuery } from '../shared/crmFilters';
import { filtersField, returnAllFields } from '../shared/fields';
import type { Filters } from '../shared/filters';
import { CRM_RECORDS, type Query } from '../shared/lists';
import type { Operation } from '../shared/operation';
import { periodFilter } from '../shared/period';
import type { Run } from '../shared/run';
import { outputFields, getMany, runList } from '../shared/runList';
import { withTaskSn } from '../shared/tasks';

/** Transcripts are long: this many calls are what a model reads at a time. */
export const MODEL_LIMIT = 10;

/** What a model needs to know of a call; everything else is a choice in the tool. */
export const MODEL_FIELDS = [
  'name',
  'phone',
  'score',
  'category',
  'labels',
  'endReasonEnglish',
  'talkSeconds',
  'connectedAt',
  'transcriptText',
];

const connected = periodFilter('calls', 'Connected', 'connected_at');
const DAYS = connected.hint(', choose a task or enter a phone number');

export const getAll: Operation = {
  // The Resource is not shown, so the name says what the operation gets.
  ...getMany('CRM Records', 'CRM records'),
  description: 'Get calls with their scores, labels, transcripts and recordings',
  endpoint: CRM_RECORDS.endpoint,
  runsFor: 'eachItem',
  fields: [
    ...returnAllFields({ forModels: MODEL_LIMIT, hint: DAYS }),
    ...outputFields(CRM_RECORDS, MODEL_FIELDS, { turns: true }),
    filtersField(DAYS, [...CRM_FILTERS, ...connected.fields]),
  ],
  run: runList(CRM_RECORDS, crmListQuery),
};

async function crmListQuery(run: Run): Promise<Query> {
  const given = run.read<Filters>('filters');
  const { phone } = crmQuery(run.node, { ...given, taskSn: undefined }).parameters;
  const period = connected.query(
    run.node,
    given,
    given.taskSn !== undefined || phone !== undefined,
  );
  const asked = crmQuery(run.node, await withTaskSn(run.context, given, run.site));
  return {
    parameters: { ...period.parameters, ...asked.parameters },
    accept: (row) => period.accept(row) && (asked.accept?.(row) ?? true),
  };
}
