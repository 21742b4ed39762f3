// Sees to it that redis-server and PostgreSQL can be started by their names. Debian's are installed when they are missing.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const PROGRAMS = ['redis-server', 'initdb', 'postgres', 'psql'];
const PACKAGES = ['redis-server', 'postgresql'];
const DEBIAN_POSTGRESQL = '/usr/lib/postgresql';

/** Puts the programs on this process's PATH, or ends it with a hint. */
export function ensureQueueServices() {
  const isDebian = existsSync('/etc/debian_version');
  if (isDebian && missing().length > 0 && process.getuid() === 0) install();
  process.env.PATH = folders().join(delimiter);
  const absent = missing();
  if (absent.length === 0) return;
  console.error(
    `Not found: ${absent.join(', ')}. ` +
      (isDebian
        ? `Install them with: sudo apt-get install ${PACKAGES.join(' ')}`
        : 'Install Redis and PostgreSQL and put their programs on the PATH.'),
  );
  process.exit(1);
}

function missing() {
  return PROGRAMS.filter((name) => !folders().some((folder) => existsSync(join(folder, name))));
}

function install() {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...PACKAGES]]) {
    const { status } = spawnSync('apt-get', args, { stdio: 'inherit', env });
    if (status !== 0) return;
  }
}

function folders() {
  return [...postgresqlFolders(), ...(process.env.PATH ?? '').split(delimiter)];
}

/** Debian keeps a folder for each version, off the PATH. The newest comes first. */
function postgresqlFolders() {
  if (!existsSync(DEBIAN_POSTGRESQL)) return [];
  return readdirSync(DEBIAN_POSTGRESQL)
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(DEBIAN_POSTGRESQL, version, 'bin'));
}
