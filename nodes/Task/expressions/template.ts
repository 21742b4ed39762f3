/** A part of an expression: text as it stands, or code from between double braces. */
export interface Chunk {
  readonly kind: 'code' | 'text';
  readonly text: string;
}

export function isExpression(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith('=');
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
