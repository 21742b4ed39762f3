import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

/** What each file under `operations/` offers. */
export interface Operation {
  readonly option: INodePropertyOptions;
  readonly fields: INodeProperties[];
}

/** The dropdown and the fields of all operations; n8n wants the dropdown in alphabetical order. */
export function operationProperties(
  resource: string,
  byDefault: string,
  operations: readonly Operation[],
): INodeProperties[] {
  const options = operations
    .map(({ option }) => option)
    .sort((a, b) => a.name.localeCompare(b.name, 'en'));
  return [
    {
      displayName: 'Operation',
      name: 'operation',
      type: 'options',
      noDataExpression: true,
      displayOptions: { show: { resource: [resource] } },
      options,
      default: byDefault,
    },
    ...operations.flatMap(({ fields }) => fields),
  ];
}
