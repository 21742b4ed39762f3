// Which files of tests can run through which sources: what they import, and what that imports.
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/** Through n8n's own loader a test reaches every source. */
const LOADS_ALL = 'test/support/engine.ts';

/**
 * @param {string} root the repository's root, on which the other paths stand
 * @returns {(testFile: string, sources: readonly string[]) => boolean}
 */
export function reachIn(root) {
  const imports = new Map();
  const importsOf = (file) => {
    if (!imports.has(file)) imports.set(file, readImports(root, file));
    return imports.get(file);
  };
  return (testFile, sources) => {
    const seen = new Set([testFile]);
    for (const file of seen) for (const imported of importsOf(file)) seen.add(imported);
    return seen.has(LOADS_ALL) || sources.some((source) => seen.has(source));
  };
}

function readImports(root, file) {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(/(?:from|import|import\(|require\()\s*'(\.[^']*)'/g)]
    .map(([, name]) => posix.join(posix.dirname(file), name))
    .map((path) => [path, `${path}.ts`, `${path}/index.ts`].find((one) => isFile(root, one)))
    .filter((path) => path?.endsWith('.ts'));
}

function isFile(root, path) {
  return /\.\w+$/.test(path) && existsSync(join(root, path));
}
