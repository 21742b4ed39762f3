import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

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
