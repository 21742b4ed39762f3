import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** The places (`table.column`) of n8n's database in which a text stands. */
export function findInDatabase(userFolder: string, text: string): string[] {
  const file = join(userFolder, '.n8n', 'database.sqlite');
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    return columns(database)
      .filter(({ table, column }) => {
        const query = `SELECT 1 FROM "${table}" WHERE instr(CAST("${column}" AS TEXT), ?) LIMIT 1`;
        return database.prepare(query).get(text) !== undefined;
      })
      .map(({ table, column }) => `${table}.${column}`);
  } finally {
    database.close();
  }
}

function columns(database: DatabaseSync): Array<{ table: string; column: string }> {
  const query = `SELECT t.name AS "table", c.name AS "column"
    FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table'`;
  return database.prepare(query).all() as Array<{ table: string; column: string }>;
}
