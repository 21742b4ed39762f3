import { runDemo } from '../../demo/install/run.mjs';

runDemo('../test/soak/main.ts');
