import { runDemo } from '../../../demo/install/run.mjs';
import { ensureQueueServices } from '../../../scripts/queueServices.mjs';

ensureQueueServices();
runDemo('../test/e2e/queue/main.ts');
