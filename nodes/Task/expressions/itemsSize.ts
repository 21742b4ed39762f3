import type { INodeExecutionData } from 'n8n-workflow';

const SAMPLES = 200;

/** How large the items are as JSON text, in characters, estimated from some of them. */
export function estimatedSize(items: readonly INodeExecutionData[]): number {
  const step = Math.max(1, Math.floor(items.length / SAMPLES));
  let size = 0;
  let samples = 0;
  for (let index = 0; index < items.length; index += step) {
    size += (JSON.stringify(items[index].json) ?? '').length;
    samples += 1;
  }
  return samples === 0 ? 0 : (size / samples) * items.length;
}
