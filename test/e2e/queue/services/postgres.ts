import { execFile } from 'node:child_process';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import type { Lifetime } from '../../../../demo/base/lifetime';
import { freePort } from '../../../../demo/base/ports';
import { startService } from './service';

const run = promisify(execFile);

export interface Postgres {
  readonly port: number;
  /** Its superuser, who needs no password: it listens on this machine alone, and only for a while. */
  readonly user: string;
  readonly database: string;
}

/** A PostgreSQL of its own, with the settings that it comes with. */
export async function startPostgres(lifetime: Lifetime): Promise<Postgres> {
  const folder = await mkdtemp(join(tmpdir(), 'xiaoa-postgres-'));
  await lifetime.add(async () => await rm(folder, { recursive: true, force: true }));
  const user = await unprivilegedUser();
  if (user) await chown(folder, user.uid, user.gid);

  const data = join(folder, 'data');
  const port = await freePort();
  const initArgs = ['-D', data, '-U', 'n8n', '-A', 'trust', '-E', 'UTF8', '--locale=C'];
  await run('initdb', initArgs, { cwd: '/', ...user });
  await startService(
    {
      command: 'postgres',
      args: ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder],
      port,
      logFile: join(folder, 'postgres.log'),
      stopSignal: 'INT',
      user,
    },
    lifetime,
  );
  return { port, user: 'n8n', database: 'postgres' };
}

/** PostgreSQL refuses to run as root; Debian's package brings a user for it. */
async function unprivilegedUser(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const id = async (option: string) => Number((await run('id', [option, 'postgres'])).stdout);
  return { uid: await id('-u'), gid: await id('-g') };
}

/** The rows that a query gives, as texts. */
export async function query({ port, user, database }: Postgres, sql: string): Promise<string[][]> {
  const connection = ['-h', '127.0.0.1', '-p', String(port), '-U', user, '-d', database];
  const { stdout } = await run('psql', [...connection, '-X', '-A', '-t', '-F', '\t', '-c', sql]);
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t'));
}
