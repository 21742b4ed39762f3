const { spawnSync } = require('node:child_process');
const { rm } = require('node:fs/promises');
const { dest, parallel, series, src } = require('gulp');

const DIST = 'dist';

async function clean() {
  await rm(DIST, { recursive: true, force: true });
}

async function compile() {
  const { status } = spawnSync(
    process.execPath,
    [require.resolve('typescript/bin/tsc'), '--project', 'tsconfig.json'],
    { stdio: 'inherit' },
  );
  if (status !== 0) throw new Error('TypeScript found mistakes, listed above');
}

// SVG is text, but gulp 5 would re-encode what it takes for text: hence `encoding: false`.
function icons() {
  return src('icons/*.svg', { encoding: false }).pipe(dest(`${DIST}/icons`));
}

function codex() {
  return src('nodes/**/*.node.json', { encoding: false }).pipe(dest(`${DIST}/nodes`));
}

exports.clean = clean;
exports.compile = compile;
exports.icons = icons;
exports.codex = codex;
exports.build = series(clean, parallel(compile, icons, codex));
exports.default = exports.build;
