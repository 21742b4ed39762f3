import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SOURCES = [
  'credentials',
  'nodes',
  'xiaoa',
  'icons',
  'gulpfile.js',
  'package.json',
  'tsconfig.json',
];

/** Builds the package into `dist`, unless that is just as the last build from here left it. */
export function ensureBuilt(root) {
  const dist = join(root, 'dist');
  const stamp = join(root, 'node_modules', '.built-by-demo');
  const sources = SOURCES.map((name) => join(root, name));
  // Whoever else builds touches dist, and may have done so from other sources or in vain.
  if (existsSync(dist) && existsSync(stamp) && newest([dist, ...sources]) <= modified(stamp))
    return;
  const gulp = join(root, 'node_modules', 'gulp', 'bin', 'gulp.js');
  const { status } = spawnSync(process.execPath, [gulp, 'build', '--silent'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
  writeFileSync(stamp, '');
}

/** Folders count as well: removing a file changes nothing else. */
function newest(paths) {
  return Math.max(...paths.map((path) => Math.max(modified(path), ...within(path))));
}

function within(path) {
  if (!statSync(path).isDirectory()) return [];
  return readdirSync(path, { recursive: true }).map((name) => modified(join(path, name)));
}

function modified(path) {
  return statSync(path).mtimeMs;
}
