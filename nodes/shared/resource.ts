import type { INodeProperties } from 'n8n-workflow';

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
