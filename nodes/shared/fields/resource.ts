import type { INodeProperties } from 'n8n-workflow';

/** Each node serves one resource. n8n's engine and its AI tools still look for the pair. */
export function hiddenResource(value: string): INodeProperties {
  return {
    displayName: 'Resource',
    name: 'resource',
    type: 'hidden',
    noDataExpression: true,
    default: value,
  };
}
