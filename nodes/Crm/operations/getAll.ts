import type {
  IExecutePaginationFunctions,
  INodeProperties,
  INodePropertyOptions,
} from 'n8n-workflow';

import { named } from '../../shared/errors/inputErrors';
import { returnAllFields } from '../../shared/fields/returnAll';
import { simplifyField } from '../../shared/fields/simplify';
import type { Filters } from '../../shared/listing/filterValues';
import type { Query } from '../../shared/listing/listing';
import { listOperation } from '../../shared/listing/listOperation';
import { DEFAULT_DAYS, periodQuery } from '../../shared/listing/period';
import { CRM_RECORDS } from '../../shared/listings/crmRecords';
import { CRM_FILTERS, crmQuery } from '../crmFilters';

const displayOptions = { show: { resource: ['crmRecord'], operation: ['getAll'] } };

export const option: INodePropertyOptions = {
  name: 'Get Many',
  value: 'getAll',
  action: 'Get many CRM records',
  description: 'List finished calls with their score, labels, transcript and recording',
  routing: listOperation(CRM_RECORDS, crmListQuery),
};

export const fields: INodeProperties[] = [
  ...returnAllFields(displayOptions),
  simplifyField(displayOptions),
  {
    displayName: 'Filters',
    name: 'filters',
    type: 'collection',
    placeholder: 'Add Filter',
    displayOptions,
    default: {},
    description: `Without dates, the calls of the last ${DEFAULT_DAYS} days are listed, counted in Shanghai time; with a task or a phone, those of any time`,
    options: [
      ...CRM_FILTERS,
      {
        displayName: 'Connected After',
        name: 'connectedAfter',
        type: 'dateTime',
        default: '',
        description: 'Only calls connected at this time or later. Read as Shanghai time.',
      },
      {
        displayName: 'Connected Before',
        name: 'connectedBefore',
        type: 'dateTime',
        default: '',
        description: 'Only calls connected before this time. Read as Shanghai time.',
      },
    ].sort((a, b) => a.displayName.localeCompare(b.displayName, 'en')) as INodeProperties[],
  },
];

function crmListQuery(context: IExecutePaginationFunctions): Query {
  const filters = context.getNodeParameter('filters', {}) as Filters;
  const asked = crmQuery(context.getNode(), filters);
  const period = named(context.getNode(), 'Connected After / Connected Before', () =>
    periodQuery(
      {
        after: filters.connectedAfter,
        before: filters.connectedBefore,
        unlessDated:
          asked.parameters.dial_task_main_sn !== undefined || asked.parameters.phone !== undefined,
      },
      'connected_at',
      Date.now(),
    ),
  );
  return {
    parameters: { ...period.parameters, ...asked.parameters },
    accept: (row) => period.accept(row) && (asked.accept?.(row) ?? true),
  };
}
