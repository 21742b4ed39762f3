// Plain JavaScript on Node's own modules: in a fresh clone there is nothing else to build on yet.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ensureInstalled } from '../../scripts/ensureInstalled.mjs';
import { ensureBuilt } from './build.mjs';

const DEMO = join(dirname(fileURLToPath(import.meta.url)), '..');
const ROOT = join(DEMO, '..');
const N8N_NOTICE = 'n8n is 2.8 GB: about 5 minutes, the first time only.';

/** Installs what is missing, builds the package, then runs a TypeScript file of this folder. */
export function runDemo(file, args = process.argv.slice(2)) {
  ensureInstalled(ROOT);
  ensureInstalled(DEMO, N8N_NOTICE);
  ensureBuilt(ROOT);
  runTypeScript(join(DEMO, file), args);
}

function runTypeScript(file, args) {
  const tsx = pathToFileURL(join(ROOT, 'node_modules', 'tsx', 'dist', 'loader.mjs')).href;
  const child = spawn(nodeOfN8n(), ['--import', tsx, file, ...args], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  // A terminal sends Ctrl-C to the child as well; `kill` reaches this process alone.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill('SIGTERM'));
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}

/** n8n wants a newer Node than this package does, so it comes with its own. */
function nodeOfN8n() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  return join(DEMO, 'node_modules', 'node', 'bin', name);
}
