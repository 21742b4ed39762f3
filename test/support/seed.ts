import fc from 'fast-check';

import { SEED } from './randomRuns';

// For random tests that name no seed of their own.
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: SEED });
