import { createHash } from 'crypto';
import type { INodeProperties, IPollFunctions } from 'n8n-workflow';

import { readAccount } from '../../xiaoa/session/account';
import { isBlank, list, number } from '../../xiaoa/values';
import { CRM_FILTERS, crmQuery } from '../shared/crmFilters';
import { CREDENTIAL_TYPE } from '../shared/context';
import { simplifyField, transcriptTurnsField } from '../shared/fields';
import type { Filters } from '../shared/filters';
import type { Query } from '../shared/lists';
import { readParameter } from '../shared/parameters';
import type { Scope } from './state';

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
  /** Everything that decides which records are watched, in a form that is equal for equal filters. */
  readonly watched: unknown;
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

/** @throws {NodeOperationError} naming the field whose value is not of its kind */
export function readSettings(context: IPollFunctions): Settings {
  const node = context.getNode();
  const read = <T>(field: INodeProperties) =>
    readParameter(
      { node },
      field,
      context.getNodeParameter(field.name, field.default),
      node.parameters[field.name],
    ) as T;
  const filters = read<Filters>(FILTERS);
  const options = read<Options>(OPTIONS);
  const query = crmQuery(node, filters);
  const labels = list(filters.label);
  const simplify = read<boolean>(SIMPLIFY);
  return {
    query,
    watched: [
      query.parameters,
      number(filters.minScore),
      labels.length > 0 ? labels.join(',') : undefined,
      ...(isBlank(filters.hasRecording) ? [] : [{ hasRecording: filters.hasRecording }]),
    ],
    simplify,
    includeTranscriptTurns: simplify && read<boolean>(TRANSCRIPT_TURNS),
    emitExisting: options.emitExisting ?? false,
    lookbackDays: options.lookbackDays ?? 1,
    rescanMs: Math.min(options.fullRescanMinutes ?? 30, MOST_RESCAN_MINUTES) * MINUTE_MS,
  };
}

/** What the trigger's state belongs to. */
export async function readScope(context: IPollFunctions, watched: unknown): Promise<Scope> {
  const credentials = await context.getCredentials(CREDENTIAL_TYPE);
  const { baseUrl, user, authentication } = readAccount(credentials);
  const account = authentication === 'accessId' ? [baseUrl, 'accessId', user] : [baseUrl, user];
  return { account: fingerprint(account), filters: fingerprint(watched) };
}

function fingerprint(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
}
