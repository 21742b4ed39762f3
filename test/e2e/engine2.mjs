import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from '../../scripts/ensureInstalled.mjs';
import { ensureQueueServices } from '../../scripts/queueServices.mjs';
import { runDemo } from '../../demo/install/run.mjs';

const VERSIONS = fileURLToPath(new URL('../../demo/versions/', import.meta.url));
const [version] = process.argv.slice(2);

ensureQueueServices();
if (version) ensureInstalled(join(VERSIONS, version), 'n8n is 2.8 GB: about 5 minutes.');
runDemo('../test/e2e/engine2.ts');
