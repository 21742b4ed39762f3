import { runDemo } from './install/run.mjs';

runDemo('screenshots.ts');
