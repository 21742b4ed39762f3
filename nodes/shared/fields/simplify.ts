import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

/** @param byDefault off where workflows were promised the platform's own field names */
export function simplifyField(
  displayOptions?: IDisplayOptions,
  byDefault: boolean = true,
): INodeProperties {
  return {
    displayName: 'Simplify',
    name: 'simplify',
    type: 'boolean',
    displayOptions,
    default: byDefault,
    description: 'Whether to return a simplified version of the response instead of the raw data',
  };
}
