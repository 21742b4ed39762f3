import type {
  IExecutePaginationFunctions,
  INodeExecutionData,
  INodePropertyRouting,
} from 'n8n-workflow';

import { connectionOf } from '../transport/connection';
import { readRows, shape, type Listing, type Query } from './listing';

/**
 * The routing of a "Get Many": reads `returnAll`, `limit` and, where the listing can, `simplify`.
 *
 * @param query builds the query from the operation's own fields
 */
export function listOperation(
  listing: Listing,
  query: (context: IExecutePaginationFunctions) => Query = () => ({ parameters: {} }),
): INodePropertyRouting {
  return {
    request: { method: listing.endpoint.method, url: listing.endpoint.path },
    send: { paginate: true },
    operations: {
      async pagination(this: IExecutePaginationFunctions, request): Promise<INodeExecutionData[]> {
        const itemIndex = this.getItemIndex();
        const returnAll = this.getNodeParameter('returnAll', false) as boolean;
        const rows = await readRows(this, listing, query(this), {
          limit: returnAll ? undefined : (this.getNodeParameter('limit', 50) as number),
          itemIndex,
          connection: connectionOf(request.options),
        });
        const simplify =
          listing.simplify !== undefined && (this.getNodeParameter('simplify', true) as boolean);
        return rows.map((row) => ({
          json: shape(listing, row, simplify),
          pairedItem: { item: itemIndex },
        }));
      },
    },
  };
}
