import { runDemo } from './install/run.mjs';

runDemo('start.ts');
