// One realm for all test files of a worker. Jest gives each file a context of its own, in which n8n-core would have to
// be loaded again (2 to 4 s a file), and in which `instanceof` fails on what was loaded outside.
// Test files, and the code of this repository that they import, are still loaded for each file: see jestRuntime.js.
const { dirname } = require('node:path');
const vm = require('node:vm');
const { ModernFakeTimers } = require('@jest/fake-timers');
const { ModuleMocker } = require('jest-mock');

require('./coreSettings.cjs');

/** Stands for the realm of the process where Jest asks for a context. */
const OWN_REALM = vm.createContext();

const { compileFunction } = vm;
/** A module is compiled once a worker, although it runs anew for each file. File name → its code and function. */
const compiled = new Map();
vm.compileFunction = (code, parameters, options) => {
  if (options?.parsingContext !== OWN_REALM) return compileFunction(code, parameters, options);
  const { filename } = options;
  const known = compiled.get(filename);
  if (known?.code === code) return known.run;
  const run = compileFunction(code, parameters, { ...options, parsingContext: undefined });
  compiled.set(filename, { code, run });
  return run;
};

/** What Jest puts into the realm for one file, and would otherwise find there for the next. */
const OF_ONE_FILE = [Symbol.for('EVENT_HANDLERS')];

module.exports = class OneRealmEnvironment {
  constructor({ projectConfig }) {
    this.global = globalThis;
    this.moduleMocker = new ModuleMocker(globalThis);
    this.fakeTimers = null;
    this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: globalThis });
    this.before = { console, exit: process.exit, stackTraceLimit: Error.stackTraceLimit };
    // Jest adds its `expect` and its own frames to each stack.
    Error.stackTraceLimit = 100;
  }

  async setup() {}

  async teardown() {
    this.fakeTimersModern.dispose();
    globalThis.console = this.before.console;
    process.exit = this.before.exit;
    Error.stackTraceLimit = this.before.stackTraceLimit;
    for (const name of OF_ONE_FILE) delete globalThis[name];
    forgetBuiltPackage();
  }

  exportConditions() {
    return ['node', 'node-addons'];
  }

  getVmContext() {
    return OWN_REALM;
  }
};

/** The nodes keep logins and locks in memory: no file of tests is to meet those of another. */
function forgetBuiltPackage() {
  for (const file of Object.keys(require.cache)) {
    if (!/[\\/]node_modules[\\/]/.test(file) && dirname(file) !== __dirname)
      delete require.cache[file];
  }
}
