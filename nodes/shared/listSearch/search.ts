import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { readRows, type Listing, type Query, type Row } from '../lists';

export interface Choice {
  readonly name: string;
  readonly value: string;
}

/** Somebody is waiting in front of the list; each page may take so long. */
const PATIENCE_MS = 30_000;

/**
 * Loads a dropdown from one of the platform's lists, all pages of it, filtered by what the user typed.
 *
 * @param toChoice gives nothing for rows that cannot be chosen
 */
export function searchOf(
  listing: Listing,
  toChoice: (row: Row) => Choice | undefined,
  query: () => Query = () => ({ parameters: {} }),
) {
  return async function (
    this: ILoadOptionsFunctions,
    filter?: string,
  ): Promise<INodeListSearchResult> {
    const rows = await readRows(this, listing, query(), { connection: { timeout: PATIENCE_MS } });
    const wanted = filter?.trim().toLowerCase() ?? '';
    const results = rows
      .map(toChoice)
      .filter((choice) => choice !== undefined)
      .filter(({ name, value }) => `${name}\n${value}`.toLowerCase().includes(wanted));
    return { results };
  };
}
