// What `npm pack` would publish: compiled code, icons, codex and the documents, and nothing else.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

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
const paths = files.map(({ path }) => path);
const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const wanted = [...manifest.n8n.nodes, ...manifest.n8n.credentials, 'README.md', 'LICENSE'];

const faults = [
  ...paths
    .filter((path) => !ALLOWED.some((pattern) => pattern.test(path)))
    .map((path) => `does not belong: ${path}`),
  ...wanted.filter((path) => !paths.includes(path)).map((path) => `is missing: ${path}`),
  ...(manifest.dependencies ? ['package.json has runtime dependencies'] : []),
];
for (const fault of faults) console.log(fault);
console.log(`${paths.length} files, ${Math.round(size / 1024)} KB packed`);
process.exitCode = faults.length === 0 ? 0 : 1;
