import type { IExecutePaginationFunctions, INodePropertyRouting } from 'n8n-workflow';

import { itemOperation } from '../operations/itemOperation';
import { readRows, shape, type Listing, type Query } from './listing';

/**
 * The routing of a "Get Many": reads `returnAll`, `limit` and, where the operation has it, `simplify`.
 *
 * @param query builds the query from the operation's own fields
 */
export function listOperation(
  listing: Listing,
  query: (context: IExecutePaginationFunctions) => Query = () => ({ parameters: {} }),
): INodePropertyRouting {
  return itemOperation(listing.endpoint, async (context, item) => {
    const returnAll = context.getNodeParameter('returnAll', false) as boolean;
    const limit = returnAll ? undefined : (context.getNodeParameter('limit', 50) as number);
    const rows = await readRows(context, listing, query(context), { limit, ...item });
    const simplify = context.getNodeParameter('simplify', false) === true;
    return rows.map((row) => ({ json: shape(listing, row, simplify) }));
  });
}
