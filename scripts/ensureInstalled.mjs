// Installs the development dependencies when they are missing or older than the lock file, so that
// every command of the README works in a fresh clone. Plain Node: nothing else is there yet.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

/**
 * Runs `npm ci` in a folder unless its node_modules already came from the very lock file that lies there.
 * The stamp is written after a successful install, so an interrupted one is done again.
 */
export function ensureInstalled(folder = ROOT, notice = '') {
  const lock = createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .digest('hex');
  const stamp = join(folder, 'node_modules', '.installed-from-lock');
  try {
    if (readFileSync(stamp, 'utf8') === lock) return;
  } catch {
    // No stamp: never installed here.
  }
  console.log(`Installing the dependencies in ${folder} …${notice ? ` ${notice}` : ''}`);
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: folder,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(status ?? 1);
  writeFileSync(stamp, lock);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) ensureInstalled();
