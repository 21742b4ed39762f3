import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

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
