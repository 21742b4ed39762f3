import { sleep, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import { failedItem } from './failedItem';
import { connectionFromRequestOptions } from './requestOptions';
import type { ItemRun } from './itemOperation';

interface RequestOptions {
  batching?: { batch?: { batchInterval?: number; batchSize?: number } };
}

/**
 * Runs an operation once an item, as n8n's routing does: all items at once, or in the batches that the user has
 * chosen under "Request Options". n8n's routing hands an item's output on as the arguments of one call, and of these
 * there can be some 120,000: a long list failed with "Maximum call stack size exceeded".
 *
 * @throws whatever the first item that fails throws, unless the user chose to continue
 */
export async function forEachItem(
  context: IExecuteFunctions,
  run: (item: ItemRun) => Promise<INodeExecutionData[]>,
): Promise<INodeExecutionData[][]> {
  const { batching } = context.getNodeParameter('requestOptions', 0, {}) as RequestOptions;
  const { batchInterval = 0, batchSize = 1 } = batching?.batch ?? {};
  const runFor = async (itemIndex: number) =>
    await run({ itemIndex, connection: connectionFromRequestOptions(context, itemIndex) });
  const runs: Array<Promise<INodeExecutionData[]>> = [];
  for (const itemIndex of context.getInputData().keys()) {
    const startsBatch = itemIndex > 0 && itemIndex % Math.max(1, batchSize) === 0;
    if (startsBatch && batchInterval > 0) await sleep(batchInterval);
    const running = runFor(itemIndex);
    // Nobody waits for it before the last item has started.
    running.catch(() => {});
    runs.push(running);
  }
  const outcomes = await Promise.allSettled(runs);
  const outputs = outcomes.map((outcome, item) => {
    const pairedItem = { item };
    if (outcome.status === 'rejected') return [failedItem(context, outcome.reason, pairedItem)];
    for (const one of outcome.value) one.pairedItem = pairedItem;
    return outcome.value;
  });
  return [outputs.flat()];
}
