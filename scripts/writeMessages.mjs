// npm run docs:messages: writes docs/messages.md, every text of the package that a person can get to see, read from the
// source, so that all of them can be read in one go. With --check it only says whether the list is up to date.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const DOCUMENT = join(ROOT, 'docs', 'messages.md');

/** Properties of n8n's descriptions that the editor shows. */
const ON_SCREEN = new Set([
  'displayName',
  'description',
  'hint',
  'placeholder',
  'action',
  'notice',
]);

/** The name of a field, an operation or a choice. */
const TITLE = /^(?:[A-Z(][\w()]*(?: |$))+$/;

const printer = ts.createPrinter({ removeComments: true });

/** Texts of one file: those in the panel, and those that come up at run time. */
function textsOf(file) {
  const source = ts.createSourceFile(
    file,
    readFileSync(join(ROOT, file), 'utf8'),
    ts.ScriptTarget.ES2022,
    true,
  );
  const texts = { panel: new Set(), messages: new Set() };
  const visit = (node) => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node)) return;
    const text = textOf(node, source);
    if (text !== undefined && isProse(text))
      texts[isOnScreen(node) || TITLE.test(text) ? 'panel' : 'messages'].add(text);
    if (text === undefined || ts.isTemplateExpression(node)) ts.forEachChild(node, visit);
  };
  visit(source);
  return texts;
}

function textOf(node, source) {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (ts.isTemplateExpression(node)) {
    const spans = node.templateSpans.map(
      ({ expression, literal }) => `‹${nameOf(expression, source)}›${literal.text}`,
    );
    return node.head.text + spans.join('');
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const sides = [textOf(node.left, source), textOf(node.right, source)];
    if (sides.every((side) => side !== undefined)) return sides.join('');
  }
  return undefined;
}

/** What stands in a gap, in a word or two. */
function nameOf(expression, source) {
  const code = printer.printNode(ts.EmitHint.Expression, expression, source);
  const names = code.match(/[A-Za-z]+/g) ?? ['…'];
  return code.length <= 24 && /^[\w.]+$/.test(code) ? names.at(-1) : '…';
}

/** Two words at least, and neither code nor an expression of n8n. */
function isProse(text) {
  return /[A-Za-z]{2,} [A-Za-z‹']/.test(text) && !/^=|=>|^\w+\/\w+;|[{}]\)/.test(text);
}

function isOnScreen(node) {
  let { parent } = node;
  while (parent && !ts.isPropertyAssignment(parent) && !ts.isStatement(parent))
    ({ parent } = parent);
  if (!parent || !ts.isPropertyAssignment(parent)) return false;
  const name = parent.name.getText().replace(/['"]/g, '');
  const beside = parent.parent.properties.map((property) => property.name?.getText());
  return (
    ON_SCREEN.has(name) && ['name', 'displayName', 'value'].some((key) => beside.includes(key))
  );
}

function list() {
  const files = ['credentials', 'nodes', 'xiaoa']
    .flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true }).map((name) => `${folder}/${name}`),
    )
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.ts'))
    .sort();
  const sections = { panel: [], messages: [] };
  for (const file of files) {
    const texts = textsOf(file);
    for (const kind of Object.keys(sections)) {
      if (texts[kind].size === 0) continue;
      const lines = [...texts[kind]].map((text) => `- ${text.replace(/\s*\n\s*/g, ' ').trim()}`);
      sections[kind].push(`### ${file}\n\n${lines.join('\n')}`);
    }
  }
  return `# All texts

Every text that a person can get to see, for whoever writes or checks them. \`npm run docs:messages\` makes this list from the source. \`‹name›\` stands for a value. What is shown when which fault happens is in [faults.md](faults.md).

## When something happens

${sections.messages.join('\n\n')}

## In the editor

${sections.panel.join('\n\n')}
`;
}

const text = list();
if (process.argv.includes('--check')) {
  if (readFileSync(DOCUMENT, 'utf8') !== text) {
    console.error('docs/messages.md is out of date: npm run docs:messages');
    process.exitCode = 1;
  }
} else {
  writeFileSync(DOCUMENT, text);
}
