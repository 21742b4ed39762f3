// All tests with random runs, at full length: see test/support/randomRuns.ts.
process.env.DEEP ??= '1';

module.exports = require('./jest.config.js');
