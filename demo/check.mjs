import { runDemo } from './install/run.mjs';

runDemo('check.ts');
