// n8n's strict rules for what is published (its configuration has to stay as n8n ships it),
// TypeScript's for the rest; then who imports whom, GitHub's workflows, types and formatting of everything.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

const PUBLISHED_FOLDERS = ['credentials', 'nodes', 'xiaoa'];
const PUBLISHED = ['package.json', ...PUBLISHED_FOLDERS];
const OTHERS = ['emulator', 'demo', 'test', 'scripts', 'gulpfile.js', 'jest.config.js'];
const CHECKS = [
  ['eslint', '--max-warnings=0', ...PUBLISHED],
  ['eslint', '--max-warnings=0', '--config', 'eslint.dev.config.mjs', ...OTHERS],
  ['depcruise', '--config', '.dependency-cruiser.cjs', ...PUBLISHED_FOLDERS, 'emulator', 'demo'],
  ['node', 'scripts/lintWorkflows.mjs'],
  ['node', 'scripts/writeMessages.mjs', '--check'],
  ['tsc', '--noEmit', '--project', 'tsconfig.dev.json'],
  ['prettier', '--check', '--log-level=warn', '.'],
];

let failed = 0;
for (const [command, ...args] of CHECKS) {
  const { status, error } = spawnSync(programOf(command), args, {
    cwd: ROOT,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (error) throw error;
  console.log(`${status === 0 ? 'ok' : 'not ok'} ${command} ${args.join(' ')}`);
  if (status !== 0) failed += 1;
}
process.exitCode = failed === 0 ? 0 : 1;

function programOf(command) {
  return command === 'node' ? process.execPath : join(ROOT, 'node_modules', '.bin', command);
}
