// Puts all mutants of the given files into their code, each behind a switch, and compiles the result.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

import { Instrumenter } from '@stryker-mutator/instrumenter';

const { compile } = createRequire(import.meta.url)('./loader.cjs');

const SILENT = { debug() {}, info() {}, warn() {}, isDebugEnabled: () => false };

/** What n8n shows of a field or an operation: nobody wants tests that repeat it. */
const SHOWN = {
  shouldIgnore({ node, parent }) {
    const isField = keysOf(node).has('displayName');
    const keys = keysOf(parent);
    const isOption = keys.has('action') || (keys.has('name') && keys.has('value'));
    const isText = isOption && ['action', 'description'].includes(node.key?.name);
    const isTitle = keys.has('action') && ['name', 'notice'].includes(node.key?.name);
    return isField || isText || isTitle ? 'Only shown' : undefined;
  },
};

function keysOf(node) {
  const properties = node?.type === 'ObjectExpression' ? node.properties : [];
  return new Set(properties.map(({ key }) => key?.name));
}

/**
 * @param {string[]} files paths from the repository's root on
 * @returns {Promise<{mutants: Mutant[], code: Record<string, string>}>} `code` by file
 * @typedef {{id: string, file: string, line: number, column: number, kind: string, from: string, to: string}} Mutant
 */
export async function instrument(files) {
  const contents = new Map(files.map((file) => [file, readFileSync(file, 'utf8')]));
  const result = await new Instrumenter(SILENT).instrument(
    [...contents].map(([name, content]) => ({ name, content, mutate: true })),
    { ignorers: [SHOWN], excludedMutations: [], plugins: null },
  );
  return {
    mutants: result.mutants
      .filter(({ status }) => status !== 'Ignored')
      .map(({ id, fileName, location: { start, end }, ...mutant }) => ({
        id,
        file: fileName,
        line: start.line + 1,
        column: start.column + 1,
        kind: mutant.mutatorName,
        from: cut(contents.get(fileName), start, end),
        to: mutant.replacement,
      })),
    code: Object.fromEntries(
      result.files.map(({ name, content }) => [name, compile(content, name)]),
    ),
  };
}

function cut(content, start, end) {
  const lines = content.split('\n').slice(start.line, end.line + 1);
  lines[lines.length - 1] = lines.at(-1).slice(0, end.column);
  lines[0] = lines[0].slice(start.column);
  return lines.join('\n');
}
