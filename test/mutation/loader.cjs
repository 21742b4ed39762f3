// Loads TypeScript, and mutated code in the place of the code it was made from: from the sources, and from dist/,
// from where n8n-core loads the package.
const { readFileSync } = require('node:fs');
const { join, relative } = require('node:path');
const { transformSync } = require('@swc/core');

const ROOT = join(__dirname, '..', '..');

/** TypeScript as the CommonJS that Jest makes of it. */
function compile(code, file) {
  return transformSync(code, {
    filename: file,
    configFile: false,
    swcrc: false,
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'commonjs' },
  }).code;
}

/** In dist/: what mutated code takes the place of. */
let built = [];

/** @param mutated code by the path of its source, from the repository's root on */
function install(mutated) {
  built = Object.keys(mutated).map((source) => join(ROOT, 'dist', source.replace(/\.ts$/, '.js')));
  const compiled = new Map();
  require.extensions['.ts'] = (module, path) => {
    const source = relative(ROOT, path);
    if (mutated[source] === undefined && !compiled.has(path)) {
      compiled.set(path, compile(readFileSync(path, 'utf8'), path));
    }
    module._compile(mutated[source] ?? compiled.get(path), path);
  };
  const loadJs = require.extensions['.js'];
  // Sources come first, as in Jest: beside XiaoATask.node.ts there is an XiaoATask.node.json.
  for (const extension of ['.js', '.json', '.node']) {
    const loadIt = require.extensions[extension];
    delete require.extensions[extension];
    require.extensions[extension] = loadIt;
  }
  require.extensions['.js'] = (module, path) => {
    const [, source] = /^dist[\\/](.*)\.js$/.exec(relative(ROOT, path)) ?? [];
    const code = mutated[`${source}.ts`];
    if (code === undefined) loadJs(module, path);
    else module._compile(code, path);
  };
}

/** Loads the mutated code in the place of what was built. */
function loadBuilt() {
  for (const path of built) require(path);
}

/** Forgets all that was loaded from the repository, packages excepted. */
function forget() {
  for (const path of Object.keys(require.cache)) {
    const own = relative(ROOT, path);
    if (!/node_modules|^test[\\/]mutation/.test(own)) delete require.cache[path];
  }
}

module.exports = { ROOT, compile, install, loadBuilt, forget };
