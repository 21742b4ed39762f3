// As much of Jest as the tests use, without what makes it slow to start: files are loaded once, and single tests of
// them run as often as one likes.
const { bind } = require('jest-each');
const { expect } = require('expect');
const { ModernFakeTimers } = require('@jest/fake-timers');
const { ModuleMocker } = require('jest-mock');
const { join } = require('node:path');
const { forget, loadBuilt, ROOT } = require('./loader.cjs');

/** What hooks for a whole suite may take, and a test whose limit is not known. */
const TIMEOUT_MS = 60_000;
const HOOKS = ['beforeAll', 'beforeEach', 'afterEach', 'afterAll'];

let suite;
let tests;

function newSuite(name, parent) {
  return { name, parent, ...Object.fromEntries(HOOKS.map((hook) => [hook, []])) };
}

function describe(name, body) {
  suite = newSuite(name, suite);
  body();
  suite = suite.parent;
}

function it(name, run) {
  const names = [];
  for (let outer = suite; outer.parent; outer = outer.parent) names.unshift(outer.name);
  tests.push({ name: [...names, name].join(' › '), run, suite });
}

describe.each = bind(describe, false);
it.each = bind(it);
it.skip = () => {};
describe.skip = () => {};
it.todo = () => {};

const timers = new ModernFakeTimers({
  config: { rootDir: ROOT, fakeTimers: {} },
  global: globalThis,
});
const mocker = new ModuleMocker(globalThis);
const { setTimeout: realSetTimeout, clearTimeout: realClearTimeout } = globalThis;

Object.assign(globalThis, {
  expect,
  describe,
  it,
  test: it,
  ...Object.fromEntries(HOOKS.map((hook) => [hook, (run) => suite[hook].push(run)])),
});

/** What is called `jest` in a file of tests. */
function jestFor(file) {
  const load = (name) => (name.startsWith('.') ? require(join(file, '..', name)) : require(name));
  return {
    fn: mocker.fn.bind(mocker),
    spyOn: mocker.spyOn.bind(mocker),
    restoreAllMocks: () => mocker.restoreAllMocks(),
    useFakeTimers: (options) => timers.useFakeTimers(options),
    useRealTimers: () => timers.useRealTimers(),
    setSystemTime: (now) => timers.setSystemTime(now),
    requireActual: load,
    isolateModules(body) {
      const kept = { ...require.cache };
      forget();
      body();
      forget();
      Object.assign(require.cache, kept);
    },
  };
}

/** Loads a file of tests as if nothing of the repository had been loaded before. */
function load(file) {
  forget();
  suite = newSuite('');
  tests = [];
  globalThis.jest = jestFor(join(ROOT, file));
  require('../support/seed.ts');
  require(join(ROOT, file));
  // n8n's loader would do so in the middle of the first test that starts it, and only then.
  if (join(ROOT, 'test/support/engine.ts') in require.cache) loadBuilt();
  return tests.map((test, index) => ({ ...test, file, index, jest: globalThis.jest }));
}

/**
 * Runs tests until one fails.
 *
 * @param {(test, error, milliseconds) => void} [onEnd] called after each test
 * @param {(test) => number} [limitOf] what a test may take, in ms
 * @param {(ms) => void} [onStep] called before each test and each hook for a whole suite with what it may take
 * @returns the test that failed, if one did
 */
async function run(
  list,
  {
    onStart = () => {},
    onEnd = () => {},
    onStep = () => {},
    limitOf = () => TIMEOUT_MS,
    bail = true,
  } = {},
) {
  const entered = new Set();
  let failed;
  for (const test of list) {
    onStart(test);
    globalThis.jest = test.jest;
    const started = performance.now();
    const error = await failureOf(() => runOne(test, entered, limitOf(test), onStep));
    onEnd(test, error, performance.now() - started);
    if (error) failed ??= test;
    if (failed && bail) break;
  }
  for (const left of [...entered].reverse()) {
    onStep(TIMEOUT_MS);
    for (const hook of left.afterAll) await failureOf(() => call(hook, TIMEOUT_MS));
  }
  return failed;
}

async function failureOf(work) {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error ?? new Error('Something empty was thrown');
  }
}

async function runOne(test, entered, limitMs, onStep) {
  const suites = [];
  for (let outer = test.suite; outer; outer = outer.parent) suites.unshift(outer);
  for (const outer of suites) {
    if (entered.has(outer)) continue;
    entered.add(outer);
    onStep(TIMEOUT_MS);
    for (const hook of outer.beforeAll) await call(hook, TIMEOUT_MS);
  }
  onStep(limitMs);
  try {
    for (const outer of suites) for (const hook of outer.beforeEach) await call(hook, limitMs);
    await call(test.run, limitMs);
  } finally {
    for (const outer of [...suites].reverse()) {
      for (const hook of outer.afterEach) await call(hook, limitMs);
    }
  }
}

async function call(work, limitMs) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = realSetTimeout(() => reject(new Error('The test took too long')), limitMs);
  });
  try {
    await Promise.race([work(), late]);
  } finally {
    realClearTimeout(timer);
  }
}

module.exports = { load, run };
