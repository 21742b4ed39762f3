// npm run test:versions [-- 2.8.4 …]: installs these versions of n8n, a folder each, and runs the checks on them.
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runDemo } from '../../demo/install/run.mjs';
import { ensureInstalled } from '../../scripts/ensureInstalled.mjs';

const FOLDER = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'demo', 'versions');
const NOTICE = 'n8n is 2.5 GB: about 5 minutes, the first time only.';

const known = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort((one, other) => one.localeCompare(other, 'en', { numeric: true }));
const asked = process.argv.slice(2);
const strangers = asked.filter((version) => !known.includes(version));
if (strangers.length > 0) {
  console.error(`No folder for n8n ${strangers.join(', ')}. There are ${known.join(', ')}.`);
  process.exit(1);
}
const versions = asked.length > 0 ? asked : known;
for (const version of versions) ensureInstalled(join(FOLDER, version), NOTICE);
runDemo('../test/e2e/versions.ts', versions);
