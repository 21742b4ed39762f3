import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';

import { DEEP } from '../support/randomRuns';
import { cpuMs } from '../support/cpuTime';

const ROOT = join(__dirname, '..', '..');
/** With the random tests at full length, hostile text is 100,000 characters long, else long enough to tell. */
const LENGTH = DEEP > 0 ? 100_000 : 20_000;
/**
 * Processor time. A linear pattern takes a few milliseconds for such a text, a quadratic one many seconds: the bound
 * is no measure of speed.
 */
const PATIENCE_MS = 400;

interface Pattern {
  readonly place: string;
  readonly source: string;
  readonly flags: string;
}

/** Every regular expression that stands in what is published. */
function patternsIn(folder: string): Pattern[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => patternsOf(join(ROOT, folder, name)));
}

function patternsOf(file: string): Pattern[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022);
  const found: Pattern[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      const { line } = source.getLineAndCharacterOfPosition(node.pos);
      found.push({
        place: `${relative(ROOT, file)}:${line + 1}`,
        source: node.text.slice(1, end),
        flags: node.text.slice(end + 1),
      });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Text that makes a careless pattern try again and again: runs of what it likes, and an end that it does not. */
function hostileTexts({ source }: Pattern): string[] {
  const liked = new Set(' \t\n\u00a0\u3000019aZ电/\\.,;:-_+*=<>()[]{}"\'`|&%#@!?~^$'.split(''));
  for (const character of source) liked.add(character);
  const pairs = [
    '0-',
    '1 ',
    ' 1',
    'a ',
    '##',
    '#@',
    '@@',
    '0,',
    '1.',
    '{"',
    '\\"',
    '\\\\',
    '<a',
    '%2',
    '&#',
    '((',
    '()',
  ];
  const words = source.match(/[\p{L}\p{N}_=:/'"-]{2,}/gu) ?? [];
  const units = [...liked, ...pairs, ...words];
  const runs = units.map((unit) => unit.repeat(Math.ceil(LENGTH / unit.length)).slice(0, LENGTH));
  return runs.flatMap((run) => [`${run}\u0000`, `0${run}!`]);
}

const PATTERNS = ['credentials', 'nodes', 'xiaoa'].flatMap(patternsIn);

it('finds the patterns of the package', () => {
  expect(PATTERNS.length).toBeGreaterThan(50);
});

it.each(
  PATTERNS.map(
    (pattern) => [pattern.place, `/${pattern.source}/${pattern.flags}`, pattern] as const,
  ),
)('%s %s is linear', (_, __, pattern) => {
  let slowest = { ms: 0, text: '' };
  for (const text of hostileTexts(pattern)) {
    const expression = new RegExp(pattern.source, pattern.flags);
    const ms = cpuMs(() =>
      expression.global ? text.replace(expression, '') : expression.exec(text),
    );
    if (ms > slowest.ms) slowest = { ms, text: text.slice(0, 20) };
    if (ms > PATIENCE_MS) break;
  }
  expect(slowest.ms).toBeLessThan(PATIENCE_MS);
});
