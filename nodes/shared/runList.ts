import { readRows, shape, type Listing, type Query } from './lists';
import type { Operation } from './operation';
import type { Run } from './run';

const EVERYTHING = (): Query => ({ parameters: {} });

/**
 * The run of a "Get Many": reads the fields `returnAll`, `limit`, `simplify` and, where the operation has it, `includeTranscriptTurns`.
 *
 * @param query builds the query from the operation's other fields
 */
export function runList(
  list: Listing,
  query: (run: Run) => Promise<Query> | Query = EVERYTHING,
): Operation['run'] {
  return async (run) => {
    const limit = run.read<boolean>('returnAll') ? undefined : run.read<number>('limit');
    const simplify = run.read<boolean>('simplify');
    const turns = run.has('includeTranscriptTurns') && run.read<boolean>('includeTranscriptTurns');
    const { alone } = run;
    const asked = await query(run);
    const rows = await readRows(run.context, list, asked, { limit, alone, ...run.site });
    const output = { ...asked.parameters, includeTranscriptTurns: turns };
    return rows.map((row) => ({ json: shape(list, row, simplify, output) }));
  };
}
