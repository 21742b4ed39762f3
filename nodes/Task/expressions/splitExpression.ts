/** A part of an expression: text as it stands, or code from between double braces. */
export interface Chunk {
  readonly kind: 'code' | 'text';
  readonly text: string;
}

/**
 * Takes an expression such as `=Hello {{ $json.name }}` apart, as n8n does.
 *
 * @returns nothing for the rare forms (escapes, braces that do not close), which are left to n8n
 */
export function splitTemplate(expression: string): Chunk[] | undefined {
  const chunks: Chunk[] = [];
  let rest = expression.slice(1);
  for (;;) {
    const open = rest.indexOf('{{');
    const text = open === -1 ? rest : rest.slice(0, open);
    if (text.includes('\\') || text.includes('}}')) return undefined;
    if (text !== '') chunks.push({ kind: 'text', text });
    if (open === -1) return chunks;

    const close = rest.indexOf('}}', open + 2);
    if (close === -1) return undefined;
    const code = rest.slice(open + 2, close);
    if (code.trim() === '' || code.includes('{{') || code.endsWith('\\')) return undefined;
    chunks.push({ kind: 'code', text: code });
    rest = rest.slice(close + 2);
  }
}

/** What may stand beside `$json` in code that is the same for every item but for the item's own JSON. */
const SAME_FOR_ALL_ITEMS = new Set([
  '$json',
  '$now',
  '$today',
  '$vars',
  '$workflow',
  '$execution',
  '$runIndex',
  '$if',
  '$ifEmpty',
  '$max',
  '$min',
  '$jmespath',
]);

/** `$('Form').first()`, `$input.all()` and the like: data of other items, but the same ones for each item. */
const SAME_DATA = /\$(?:input|\(\s*(["'`])(?:(?!\1).)*\1\s*\))\s*\.\s*(?:first|last|all)\(\s*\)/g;

function names(code: string): string[] {
  return code.replace(SAME_DATA, '').match(/\$[\w$]*/g) ?? [];
}

/** Whether the code reads nothing of an item but its JSON. */
export function dependsOnJsonAlone(code: string): boolean {
  return !/\bthis\b/.test(code) && names(code).every((name) => SAME_FOR_ALL_ITEMS.has(name));
}

/** Whether the code gives one value for all items of a run. */
export function isSameForAllItems(code: string): boolean {
  return dependsOnJsonAlone(code) && !names(code).includes('$json');
}
