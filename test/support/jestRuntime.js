// Packages are loaded by Node itself, once for all test files of a worker. The rest is loaded by Jest, for each file.
const { createRequire, isBuiltin } = require('node:module');
const { isAbsolute } = require('node:path');
const JestRuntime = require('jest-runtime').default;

const OF_JEST = /^(@jest\/|jest-|expect$)/;

module.exports = class SharedPackagesRuntime extends JestRuntime {
  requireModuleOrMock(from, name) {
    const isPackage = !name.startsWith('.') && !isAbsolute(name) && !isBuiltin(name);
    if (!isPackage || OF_JEST.test(name)) return super.requireModuleOrMock(from, name);
    return createRequire(from)(name);
  }
};
