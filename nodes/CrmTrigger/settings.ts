import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import { crmQuery } from '../Crm/crmFilters';
import { list, number } from '../../xiaoa/values';
import type { Filters } from '../shared/filters';
import type { Query } from '../shared/lists';

export interface Settings {
  readonly query: Query;
  /** Everything that decides which records are watched, in a form that is equal for equal filters. */
  readonly watched: unknown;
  readonly simplify: boolean;
  readonly emitExisting: boolean;
  readonly lookbackDays: number;
  readonly fullRescanMinutes: number;
}

export function readSettings(context: IPollFunctions): Settings {
  const filters = context.getNodeParameter('filters', {}) as Filters;
  const options = context.getNodeParameter('options', {}) as IDataObject;
  const query = crmQuery(context.getNode(), filters);
  return {
    query,
    watched: [query.parameters, number(filters.minScore), list(filters.label)],
    simplify: context.getNodeParameter('simplify', true) as boolean,
    emitExisting: options.emitExisting === true,
    lookbackDays: Math.max(0, Math.trunc(Number(options.lookbackDays ?? 1)) || 0),
    fullRescanMinutes: Math.max(1, Number(options.fullRescanMinutes ?? 30) || 30),
  };
}
