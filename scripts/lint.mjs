// n8n's strict rules for what is published (its configuration has to stay as n8n ships it),
// TypeScript's for the rest; then types and formatting of everything.
import { spawnSync } from 'node:child_process';

const CHECKS = [
  ['eslint', '--max-warnings=0', 'package.json', 'credentials', 'nodes', 'xiaoa'],
  [
    'eslint',
    '--max-warnings=0',
    '--config',
    'eslint.dev.config.mjs',
    'emulator',
    'demo',
    'test',
    'scripts',
    'gulpfile.js',
    'jest.config.js',
  ],
  ['tsc', '--noEmit', '--project', 'tsconfig.dev.json'],
  ['prettier', '--check', '--log-level=warn', '.'],
];

let failed = 0;
for (const [command, ...args] of CHECKS) {
  console.log(`${command} ${args.join(' ')}`);
  const { status } = spawnSync(command, args, {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) failed += 1;
}
process.exit(failed === 0 ? 0 : 1);
