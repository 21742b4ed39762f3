import { runSteps, type Item } from '../runNode';
import type { World } from './world';

const DATA_TABLE = 'n8n-nodes-base.dataTable';

/** Puts rows into one of n8n's data tables, as somebody does who imports a CSV. */
export async function insertRows(world: World, table: string, rows: object[]): Promise<void> {
  const { error } = await runIn(world, rows, {
    operation: 'insert',
    dataTableId: byName(table),
    columns: { mappingMode: 'autoMapInputData', value: null, matchingColumns: [], schema: [] },
  });
  if (error) throw new Error(error.message);
}

/** All rows of a data table, oldest first, with the named columns alone. */
export async function rowsOf(
  world: World,
  table: string,
  columns: string[],
): Promise<Array<Record<string, unknown>>> {
  const { items, error } = await runIn(world, [{}], {
    operation: 'get',
    dataTableId: byName(table),
    returnAll: true,
    orderBy: true,
    orderByColumn: 'id',
    orderByDirection: 'ASC',
  });
  if (error) throw new Error(error.message);
  return items.map(({ json }: Item) =>
    Object.fromEntries(columns.map((column) => [column, json[column]])),
  );
}

async function runIn({ rest, credentials }: World, items: object[], parameters: object) {
  const step = { name: 'Rows', type: DATA_TABLE, parameters: { resource: 'row', ...parameters } };
  return await runSteps({ rest, credentials }, [step], items);
}

function byName(value: string) {
  return { __rl: true, mode: 'name', value };
}
