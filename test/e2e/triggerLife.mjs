import { runDemo } from '../../demo/install/run.mjs';

runDemo('../test/e2e/triggerLife.ts');
