// npm run scan: n8n's own scanner on what it looks at once a version is published, the source and the packed files.
// What only a published version has (provenance, the repository behind it) is left out.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from '../../demo/install/build.mjs';
import { ensureInstalled } from '../ensureInstalled.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, '..', '..');

ensureInstalled(ROOT);
ensureInstalled(HERE);
ensureBuilt(ROOT);
const { analyzePackage, SOURCE_FILE_PATTERNS } = await import(
  '@n8n/scan-community-package/scanner/scanner.mjs'
);

const folder = mkdtempSync(join(tmpdir(), 'xiaoa-scan-'));
try {
  const scans = [
    ['source', ROOT, SOURCE_FILE_PATTERNS],
    ['packed files', packedInto(folder), ['**/*.js', 'package.json']],
  ];
  let failed = 0;
  for (const [name, directory, patterns] of scans) {
    const { passed, message, details } = await analyzePackage(directory, patterns);
    console.log(`${passed ? 'ok' : 'not ok'} n8n's scanner, ${name}`);
    if (!passed) console.log(details ?? message);
    if (!passed) failed += 1;
  }
  process.exitCode = failed === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Gives the folder with the files of the package as npm publishes them. */
function packedInto(directory) {
  const options = { cwd: ROOT, encoding: 'utf8', shell: process.platform === 'win32' };
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', directory];
  const { status, stdout, stderr } = spawnSync('npm', args, options);
  if (status !== 0) throw new Error(stderr);
  const [{ filename }] = Object.values(JSON.parse(stdout));
  const tar = spawnSync('tar', ['-xzf', filename], { cwd: directory, encoding: 'utf8' });
  if (tar.status !== 0) throw new Error(tar.stderr);
  return join(directory, 'package');
}
