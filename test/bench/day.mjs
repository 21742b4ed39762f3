import { runDemo } from '../../demo/install/run.mjs';
import { ensureQueueServices } from '../../scripts/queueServices.mjs';

ensureQueueServices();
// The platform of the bench keeps two days of a million calls. n8n does not get this.
process.env.NODE_OPTIONS = '--max-old-space-size=10000';
runDemo('../test/bench/day.ts');
