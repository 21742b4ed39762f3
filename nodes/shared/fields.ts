import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

/**
 * Each node serves one resource, so there is nothing to choose. n8n's engine and its AI tools still look for
 * the pair of resource and operation, and the node creator lists the operations by the resource's option.
 */
export function hiddenResource(name: string, value: string): INodeProperties {
  return {
    displayName: 'Resource',
    name: 'resource',
    type: 'hidden',
    noDataExpression: true,
    options: [{ name, value }],
    default: value,
  };
}

/** The pair of fields that every "Get Many" has. */
export function returnAllFields(displayOptions: IDisplayOptions): INodeProperties[] {
  return [
    {
      displayName: 'Return All',
      name: 'returnAll',
      type: 'boolean',
      displayOptions,
      default: false,
      description: 'Whether to return all results or only up to a given limit',
    },
    {
      displayName: 'Limit',
      name: 'limit',
      type: 'number',
      displayOptions: { show: { ...displayOptions.show, returnAll: [false] } },
      typeOptions: { minValue: 1 },
      default: 50,
      description: 'Max number of results to return',
    },
  ];
}

export function simplifyField(displayOptions?: IDisplayOptions): INodeProperties {
  return {
    displayName: 'Simplify',
    name: 'simplify',
    type: 'boolean',
    displayOptions,
    default: true,
    description: 'Whether to return a simplified version of the response instead of the raw data',
  };
}

/** Off at first: for lists whose workflows were promised the platform's own field names. */
export function simplifyOnDemandField(displayOptions: IDisplayOptions): INodeProperties {
  return { ...simplifyField(displayOptions), default: false };
}

/**
 * The filters of a list. Above them stands in plain view which days it reads when no dates are given: the platform's
 * own lists show today only, and a list that seems empty for that reason misleads.
 *
 * @param withoutDates what is read then, as a sentence without a trailing period
 */
export function filterFields(
  displayOptions: IDisplayOptions,
  withoutDates: string,
  options: readonly INodeProperties[],
): INodeProperties[] {
  return [
    {
      displayName: withoutDates,
      name: 'periodNotice',
      type: 'notice',
      displayOptions,
      default: '',
    },
    {
      displayName: 'Filters',
      name: 'filters',
      type: 'collection',
      placeholder: 'Add Filter',
      displayOptions,
      default: {},
      options: byLabel(options),
    },
  ];
}

/** n8n wants the fields of a collection in the order of their labels. */
function byLabel(fields: readonly INodeProperties[]): INodeProperties[] {
  return [...fields].sort((a, b) => a.displayName.localeCompare(b.displayName, 'en'));
}
