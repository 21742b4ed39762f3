import { readRows, type Listing, type Query } from './lists';
import type { Operation } from './operation';
import { readOutput } from './output';
import type { Run } from './run';

/** How the operation that lists these objects is called. Without a visible resource its name says of what it is. */
export function getMany(
  objects: string,
  inSentence: string,
): Pick<Operation, 'action' | 'name' | 'value'> {
  return { name: `Get Many ${objects}`, value: 'getAll', action: `Get many ${inSentence}` };
}

const EVERYTHING = (): Query => ({ parameters: {} });

/**
 * The run of a "Get Many": reads the fields `returnAll` and `limit`, and those of the output.
 *
 * @param query builds the query from the operation's other fields
 */
export function runList(
  list: Listing,
  query: (run: Run) => Promise<Query> | Query = EVERYTHING,
): Operation['run'] {
  return async (run) => {
    const limit = run.read<boolean>('returnAll') ? undefined : run.read<number>('limit');
    const itemsOf = readOutput(run, list);
    const { alone } = run;
    const asked = await query(run);
    const rows = await readRows(run.context, list, asked, { limit, alone, ...run.site });
    return itemsOf(rows, asked.parameters);
  };
}
