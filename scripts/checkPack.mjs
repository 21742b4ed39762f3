// What `npm pack` would publish, against the list in test/fixtures/pack.txt. `npm run pack:check -- --write` writes
// the list anew, for a reviewer to read; files that can have no business there are refused even then.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const LIST = 'test/fixtures/pack.txt';
const ALLOWED = [
  /^dist\/(credentials|nodes|xiaoa)\/.+\.js$/,
  /^dist\/nodes\/[^/]+\/XiaoA\w+\.node\.json$/,
  /^dist\/icons\/[\w.]+\.svg$/,
  /^(LICENSE|README\.md|package\.json)$/,
];

const { stdout, status } = spawnSync('npm', ['pack', '--dry-run', '--json'], {
  encoding: 'utf8',
  shell: process.platform === 'win32',
});
if (status !== 0) process.exit(status ?? 1);

const [{ files, size }] = Object.values(JSON.parse(stdout.slice(stdout.search(/[[{]/))));
const paths = files.map(({ path }) => path).sort();
const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const wanted = [...manifest.n8n.nodes, ...manifest.n8n.credentials, 'README.md', 'LICENSE'];

if (process.argv.includes('--write')) writeFileSync(LIST, `${paths.join('\n')}\n`);
const listed = readFileSync(LIST, 'utf8').trim().split('\n');

const faults = [
  ...paths
    .filter((path) => !ALLOWED.some((pattern) => pattern.test(path)))
    .map((path) => `does not belong: ${path}`),
  ...wanted.filter((path) => !paths.includes(path)).map((path) => `is missing: ${path}`),
  ...paths.filter((path) => !listed.includes(path)).map((path) => `is not in ${LIST}: ${path}`),
  ...listed.filter((path) => !paths.includes(path)).map((path) => `only in ${LIST}: ${path}`),
];
for (const fault of faults) console.log(fault);
console.log(`${paths.length} files, ${Math.round(size / 1024)} KB packed`);
process.exitCode = faults.length === 0 ? 0 : 1;
