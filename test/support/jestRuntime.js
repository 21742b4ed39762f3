// Packages are loaded by Node itself, once for all test files of a worker. The rest is loaded by Jest, for each file.
const { AsyncLocalStorage } = require('node:async_hooks');
const { createRequire, isBuiltin } = require('node:module');
const { isAbsolute } = require('node:path');
const JestRuntime = require('jest-runtime').default;

const OF_JEST = /^(@jest\/|jest-|expect$)/;

const storage = new AsyncLocalStorage();

/** Jest makes one for each file and never disables it. Until Node 24, each makes every promise of the worker slower. */
class SharedStorage {
  constructor() {
    return storage;
  }
}

module.exports = class SharedPackagesRuntime extends JestRuntime {
  requireModuleOrMock(from, name) {
    const isPackage = !name.startsWith('.') && !isAbsolute(name) && !isBuiltin(name);
    if (!isPackage || OF_JEST.test(name)) return super.requireModuleOrMock(from, name);
    return createRequire(from)(name);
  }

  requireInternalModule(from, name) {
    const loaded = super.requireInternalModule(from, name);
    if (name !== 'node:async_hooks') return loaded;
    return { ...loaded, AsyncLocalStorage: SharedStorage };
  }
};
