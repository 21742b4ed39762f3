// One process in which all mutants are tried, one after the other. The process that started it ends it when it hangs.
const { readFileSync } = require('node:fs');

require('../support/coreSettings.cjs');
const { install } = require('./loader.cjs');
const { load, run } = require('./harness.cjs');

const [codeFile] = process.argv.slice(2);
install(JSON.parse(readFileSync(codeFile, 'utf8')));

/** The switches, as the instrumented code reads them. */
const switches = (globalThis.__stryker__ = {});
/** Loops that a mutant makes endless pass its switch again and again. */
const HIT_FACTOR = 100;

/** By their keys: the tests as they were loaded without a mutant. */
const known = new Map();
const loaded = new Set();
/** What each test took without a mutant, in ms. */
const times = new Map();
/** What a test may take beyond ten times that: a mutant may leave it waiting for ever. */
const PATIENCE_MS = 2_000;
/** What loading a file of tests may take. */
const LOADING_MS = 60_000;
const limits = {
  limitOf: (test) => PATIENCE_MS + 10 * (times.get(keyOf(test)) ?? PATIENCE_MS),
  onStep: (limitMs) => process.send({ limitMs }),
};
const keyOf = ({ file, index, name }) => `${file} › ${index} › ${name}`;

// A mutant may leave a promise behind that nobody waits for any more.
process.on('unhandledRejection', () => {});
process.on('uncaughtException', () => {});

const WORK = {
  /** Learns from another process what each test takes. */
  async learn({ tests }) {
    for (const { key, ms } of tests) times.set(key, ms);
    return {};
  },

  /** Loads all files and runs all tests without a mutant. */
  async prepare({ files }) {
    const outcome = { tests: [], atLoad: {}, failed: [] };
    for (const file of files) {
      switches.mutantCoverage = { static: {}, perTest: {} };
      switches.currentTestId = undefined;
      const tests = loadAndKeep(file);
      await run(tests, {
        bail: false,
        onStep: limits.onStep,
        onStart: (test) => (switches.currentTestId = keyOf(test)),
        onEnd(test, error, ms) {
          if (error)
            outcome.failed.push(`${keyOf(test)}: ${String(error.message).split('\n', 1)[0]}`);
          else {
            times.set(keyOf(test), ms);
            outcome.tests.push({ key: keyOf(test), file, ms });
          }
        },
      });
      switches.currentTestId = undefined;
      outcome.atLoad[file] = Object.keys(switches.mutantCoverage.static);
      for (const test of outcome.tests) {
        if (test.file === file) test.hits = switches.mutantCoverage.perTest[test.key] ?? {};
      }
    }
    return outcome;
  },

  /** Tries one mutant with the tests named, in this order. `reload` where code that runs when loaded is mutated. */
  async attempt({ mutant, keys, files, hits, reload }) {
    const killer = await tryOn(mutant, keys, files, hits, reload);
    if (killer === undefined) return { killer };
    // A test that fails without the mutant as well was upset by an earlier one.
    const alone = await tryOn(undefined, [killer], files, 0, reload);
    if (alone === undefined) return { killer };
    for (const file of files) loadAndKeep(file);
    return { killer: await tryOn(mutant, keys, files, hits, true), again: true };
  },
};

function loadFile(file) {
  limits.onStep(LOADING_MS);
  return load(file);
}

function loadAndKeep(file) {
  const tests = loadFile(file);
  for (const test of tests) known.set(keyOf(test), test);
  loaded.add(file);
  return tests;
}

async function tryOn(mutant, keys, files, hits, reload) {
  if (!reload) for (const file of files) if (!loaded.has(file)) loadAndKeep(file);
  switches.activeMutant = mutant;
  switches.hitCount = 0;
  switches.hitLimit = Math.max(hits, 100) * HIT_FACTOR;
  try {
    if (!reload) {
      const failed = await run(keys.map((key) => known.get(key)).filter(Boolean), limits);
      return failed && keyOf(failed);
    }
    const wanted = new Set(keys);
    for (const file of files) {
      const wantedHere = loadFile(file).filter((test) => wanted.has(keyOf(test)));
      const failed = await run(wantedHere, limits);
      if (failed) return keyOf(failed);
    }
    return undefined;
  } catch {
    // The file could not even be loaded.
    return keys[0];
  } finally {
    switches.activeMutant = undefined;
  }
}

process.on('message', async ({ work, ...order }) => {
  try {
    process.send(await WORK[work](order));
  } catch (error) {
    console.error(error);
    process.exit(1);
  }
});
