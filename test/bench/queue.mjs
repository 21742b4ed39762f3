import { runDemo } from '../../demo/install/run.mjs';
import { ensureQueueServices } from '../../scripts/queue-services.mjs';

ensureQueueServices();
runDemo('../test/bench/queue.ts');
