import type {
  IExecutePaginationFunctions,
  INodeExecutionData,
  INodePropertyRouting,
} from 'n8n-workflow';

import type { Endpoint } from '../../xiaoa/endpoints';
import { failedItem } from './failedItem';
import { connectionOf } from './requestOptions';
import type { Connection } from './context';

/** The input item that an operation works for, and how to connect for it. */
export interface ItemRun {
  readonly itemIndex: number;
  readonly connection: Connection;
}

/**
 * The routing of an operation that n8n runs once an item. n8n calls the pagination function in place of a
 * request of its own; with several items it pairs nothing by itself, so that is done here.
 *
 * @param endpoint what the operation is about; `run` may ask others as well
 * @param run gives the output for one item
 */
export function itemOperation(
  endpoint: Endpoint,
  run: (context: IExecutePaginationFunctions, item: ItemRun) => Promise<INodeExecutionData[]>,
): INodePropertyRouting {
  return {
    request: { method: endpoint.method, url: endpoint.path },
    send: { paginate: true },
    operations: {
      async pagination(this: IExecutePaginationFunctions, request): Promise<INodeExecutionData[]> {
        const itemIndex = this.getItemIndex();
        const pairedItem = { item: itemIndex };
        try {
          const output = await run(this, { itemIndex, connection: connectionOf(request.options) });
          return output.map((item) => ({ ...item, pairedItem }));
        } catch (error) {
          // n8n itself would go on with an empty item, without the message and not paired.
          return [failedItem(this, error, pairedItem)];
        }
      },
    },
  };
}
