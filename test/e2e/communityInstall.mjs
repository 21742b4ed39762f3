// npm run test:e2e:install [-- 1.123.81]: on the n8n of the demo, or on another that has a folder in demo/versions.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runDemo } from '../../demo/install/run.mjs';
import { ensureInstalled } from '../../scripts/ensureInstalled.mjs';

const FOLDER = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'demo', 'versions');
const [version] = process.argv.slice(2);
if (version !== undefined) {
  if (!existsSync(join(FOLDER, version, 'package.json'))) {
    console.error(`No folder for n8n ${version} in demo/versions.`);
    process.exit(1);
  }
  ensureInstalled(join(FOLDER, version), 'n8n is 2.5 GB: about 5 minutes, the first time only.');
}
runDemo('../test/e2e/communityInstall.ts');
