import { runDemo } from '../../demo/install/run.mjs';

runDemo('../test/bench/main.ts');
