const STEP =
  /\s*(?:\??\.\s*([\p{ID_Start}_$][\p{ID_Continue}$]*)|\[\s*(?:"([^"\\]*)"|'([^'\\]*)'|(\d+))\s*\])/uy;

/** n8n's sandbox has its own mind about these, so it is asked. */
const NOT_PLAIN = new Set(['__proto__', 'prototype', 'constructor']);

/**
 * The keys of code that does nothing but walk into the item, such as `$json.lead["电话"]`.
 *
 * @returns nothing for any other code
 */
export function plainPath(code: string): string[] | undefined {
  const trimmed = code.trim();
  if (!trimmed.startsWith('$json')) return undefined;
  const path: string[] = [];
  STEP.lastIndex = '$json'.length;
  while (STEP.lastIndex < trimmed.length) {
    const step = STEP.exec(trimmed);
    if (!step) return undefined;
    const key = step[1] ?? step[2] ?? step[3] ?? step[4];
    if (NOT_PLAIN.has(key)) return undefined;
    path.push(key);
  }
  return path;
}

/** Walks the path; whatever is missing on the way gives `undefined`, as in n8n. */
export function readPath(start: unknown, path: readonly string[]): unknown {
  let value = start;
  for (const key of path) {
    if (value === undefined || value === null) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}
