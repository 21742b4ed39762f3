import { readFile } from 'node:fs/promises';
import { readCredential, testCredential } from '../n8n/credentials';
import type { TemporaryDemo } from '../stage/temporaryDemo';
import { differs, type Report } from '../base/report';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Neither the password nor any key shows up where somebody could read it. */
export async function checkSecrets(
  demo: TemporaryDemo,
  password: string,
  report: Report,
): Promise<void> {
  const { rest, folder, n8n, credentials } = demo;
  const secrets = [password, ...keysUsed(demo)];

  await report.check('the credential passes its test', async () => {
    const credential = await readCredential(rest, credentials.xiaoa.id);
    const { status, message } = await testCredential(rest, credential);
    return status === 'OK' ? undefined : message;
  });
  await report.check('n8n does not give password and key out again', async () => {
    const answer = await rest.text('GET', `/credentials/${credentials.xiaoa.id}?includeData=true`);
    const isThere = answer.includes(demo.emulator.url) ? undefined : 'the data is not there at all';
    return isThere ?? told(secrets.filter((secret) => answer.includes(secret)));
  });
  await report.check('no secret is in what n8n logged', async () => {
    const log = await readFile(n8n.logFile, 'utf8');
    return told(secrets.filter((secret) => log.includes(secret)));
  });
  await report.check('no secret is in the database, executions included', () => {
    const isSearched = findInDatabase(folder, '13800138001').some((place) =>
      place.startsWith('execution_data.'),
    );
    if (!isSearched) return 'the executions are not there at all';
    return differs(
      'found in',
      secrets.flatMap((secret) => findInDatabase(folder, secret)),
      [],
    );
  });
}

/** Every key that a request carried, and there has to be one. */
function keysUsed({ emulator }: TemporaryDemo): string[] {
  const keys = new Set(emulator.requests.map(({ params }) => params.api_key));
  keys.delete(undefined);
  if (keys.size === 0) throw new Error('No request carried a key: nothing to look for');
  return [...keys].map(String);
}

/** Without saying the secret. */
function told(secrets: string[]): string | undefined {
  return secrets.length > 0 ? `${secrets.length} of the secrets can be read there` : undefined;
}

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
