import { createHash } from 'crypto';
import type { INodeProperties, IPollFunctions } from 'n8n-workflow';

import { readAccount } from '../../xiaoa/session/account';
import { list, number } from '../../xiaoa/values';
import { CRM_FILTERS, crmQuery } from '../shared/crmFilters';
import { CREDENTIAL_TYPE } from '../shared/context';
import { simplifyField, transcriptTurnsField } from '../shared/fields';
import { labelFilter, locatorValue, type Filters } from '../shared/filters';
import type { Query } from '../shared/lists';
import { readParameter } from '../shared/parameters';
import { withTaskSn } from '../shared/tasks';
import type { Scope } from './memory/state';

const FILTERS: INodeProperties = {
  displayName: 'Filters',
  name: 'filters',
  type: 'collection',
  placeholder: 'Add filter',
  default: {},
  description:
    'Only matching calls start the workflow. If a call matches later, for example when its score arrives, it starts the workflow then.',
  options: CRM_FILTERS,
};

const OPTIONS: INodeProperties = {
  displayName: 'Options',
  name: 'options',
  type: 'collection',
  placeholder: 'Add option',
  default: {},
  options: [
    {
      displayName: 'Full Rescan Interval (Minutes)',
      name: 'fullRescanMinutes',
      type: 'number',
      typeOptions: { minValue: 1 },
      default: 30,
      description:
        'How often to recheck all recent records for late changes, such as a score. In between, only new records are read. There is at least one recheck a day.',
    },
    {
      displayName: 'Include Existing Records',
      name: 'emitExisting',
      type: 'boolean',
      default: false,
      description:
        'Whether the first poll after activation also returns the records that are already there, as far back as Lookback Days',
    },
    {
      displayName: 'Lookback Days',
      name: 'lookbackDays',
      type: 'number',
      typeOptions: { minValue: 0, maxValue: 30, numberPrecision: 0 },
      default: 1,
      description:
        'How many past days to watch (Shanghai time). Some servers list a call under the day its contact was imported: then cover the days between import and call.',
    },
  ],
};

const SIMPLIFY = simplifyField();
const TRANSCRIPT_TURNS = transcriptTurnsField();

export const TRIGGER_FIELDS: INodeProperties[] = [
  {
    displayName:
      'A call starts the workflow at the first poll after it ends. If its score or label arrives later, this can take as long as Full Rescan Interval.',
    name: 'delayNotice',
    type: 'notice',
    default: '',
  },
  FILTERS,
  SIMPLIFY,
  TRANSCRIPT_TURNS,
  OPTIONS,
];

export interface Settings {
  readonly query: Query;
  /** What the trigger's state belongs to. */
  readonly scope: Scope;
  /** The fingerprints under which a state of these filters may be stored. */
  readonly filterForms: readonly string[];
  readonly simplify: boolean;
  readonly includeTranscriptTurns: boolean;
  readonly emitExisting: boolean;
  readonly lookbackDays: number;
  readonly rescanMs: number;
}

interface Options {
  readonly emitExisting?: boolean;
  readonly lookbackDays?: number;
  readonly fullRescanMinutes?: number;
}

/** A whole reading a day is the least: it decides when a day is dropped. */
const MOST_RESCAN_MINUTES = 24 * 60;
const MINUTE_MS = 60_000;

/**
 * @throws {NodeOperationError} naming the field whose value is not of its kind
 * @throws {NodeApiError} when the task of the filter cannot be looked up
 */
export async function readSettings(context: IPollFunctions): Promise<Settings> {
  const node = context.getNode();
  const read = <T>(field: INodeProperties) =>
    readParameter(
      { node },
      field,
      context.getNodeParameter(field.name, field.default),
      node.parameters[field.name],
    ) as T;
  const given = read<Filters>(FILTERS);
  const options = read<Options>(OPTIONS);
  const simplify = read<boolean>(SIMPLIFY);
  const includeTranscriptTurns = simplify && read<boolean>(TRANSCRIPT_TURNS);
  const account = await readAccountMark(context);
  const filters = await withKnownTask(context, given, account);
  const query = crmQuery(node, filters);
  const formOf = (categories: readonly string[], labels: readonly string[]) =>
    fingerprint([
      { ...query.parameters, status: categories.join(',') || undefined },
      number(filters.minScore),
      labels.join(',') || undefined,
      ...(filters.hasRecording === undefined ? [] : [{ hasRecording: filters.hasRecording }]),
    ]);
  const categories = list(filters.categories);
  const form = formOf(asSet(categories), asSet(labelFilter(filters.label)));
  return {
    query,
    scope: { account, filters: form },
    // Earlier versions of this node took the lists as they were written.
    filterForms: [form, formOf(categories, list(filters.label))],
    simplify,
    includeTranscriptTurns,
    emitExisting: options.emitExisting ?? false,
    lookbackDays: options.lookbackDays ?? 1,
    rescanMs: Math.min(options.fullRescanMinutes ?? 30, MOST_RESCAN_MINUTES) * MINUTE_MS,
  };
}

async function readAccountMark(context: IPollFunctions): Promise<string> {
  const credentials = await context.getCredentials(CREDENTIAL_TYPE);
  const { baseUrl, user, authentication } = readAccount(credentials);
  return fingerprint(authentication === 'accessId' ? [baseUrl, 'accessId', user] : [baseUrl, user]);
}

/** The SN of tasks that are named by their number, by account. It never changes. */
const taskSns = new Map<string, unknown>();
const MOST_TASK_SNS = 1_000;

/** Filters that name a task by its SN, without looking it up with each poll. */
async function withKnownTask(
  context: IPollFunctions,
  filters: Filters,
  account: string,
): Promise<Filters> {
  const place = `${account} ${locatorValue(filters.taskSn)}`;
  const taskSn = taskSns.get(place);
  if (taskSn !== undefined) return { ...filters, taskSn };
  const known = await withTaskSn(context, filters);
  if (known.taskSn !== filters.taskSn) {
    if (taskSns.size >= MOST_TASK_SNS) taskSns.clear();
    taskSns.set(place, known.taskSn);
  }
  return known;
}

/** Equal for lists of the same values, in any order. */
function asSet(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}

function fingerprint(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
}
