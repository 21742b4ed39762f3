import type { IExecuteFunctions, INodeExecutionData, INodePropertyRouting } from 'n8n-workflow';

import { forEachItem } from './forEachItem';
import { itemOperation, type ItemRun } from './itemOperation';
import type { TransportContext } from './context';
import type { ItemFields } from './itemFields';
import { readRows, shape, type Listing, type Query } from './lists';

/** Builds the query from the operation's own fields. */
export type BuildQuery = (fields: ItemFields) => Query;

const EVERYTHING: BuildQuery = () => ({ parameters: {} });

/**
 * The routing of a "Get Many", which serves an AI agent's tool: reads `returnAll`, `limit` and, where the operation has
 * it, `simplify`.
 */
export function listOperation(
  listing: Listing,
  query: BuildQuery = EVERYTHING,
): INodePropertyRouting {
  return itemOperation(
    listing.endpoint,
    async (context, item) => await list(context, context, listing, query, item),
  );
}

/** The same for a workflow, which may list more than n8n's routing can hand on. */
export function listForAll(listing: Listing, query: BuildQuery = EVERYTHING) {
  return async function (this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    // The items are worked on at the same time, so several have enough to wait for.
    const alone = this.getInputData().length === 1;
    return await forEachItem(this, async (item) => {
      const fields: ItemFields = {
        getNode: () => this.getNode(),
        getNodeParameter: (name, fallback) => this.getNodeParameter(name, item.itemIndex, fallback),
      };
      return await list(this, fields, listing, query, { ...item, alone });
    });
  };
}

async function list(
  context: TransportContext,
  fields: ItemFields,
  listing: Listing,
  query: BuildQuery,
  item: ItemRun & { alone?: boolean },
): Promise<INodeExecutionData[]> {
  const returnAll = fields.getNodeParameter('returnAll', false) as boolean;
  const limit = returnAll ? undefined : (fields.getNodeParameter('limit', 50) as number);
  const rows = await readRows(context, listing, query(fields), { limit, ...item });
  const simplify = fields.getNodeParameter('simplify', false) === true;
  return rows.map((row) => ({ json: shape(listing, row, simplify) }));
}
