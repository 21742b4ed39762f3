import { inspect } from 'node:util';

/**
 * The secrets that can be read in what n8n would keep, in any of the forms in which text gets into
 * records: as it is, in an address, in JSON (also inside JSON), in a page, in Base64.
 *
 * @returns which of them, and in which form; not the secrets themselves
 */
export function secretsFoundIn(kept: unknown, secrets: readonly string[]): string[] {
  const texts = everyText(kept);
  return secrets.flatMap((secret, index) =>
    formsOf(secret)
      .filter(([, form]) => texts.some((text) => text.includes(form)))
      .map(([how]) => `secret ${index}, ${how}`),
  );
}

/** Searches what n8n wrote, such as a log or a database. */
export function formsOf(secret: string): Array<readonly [how: string, form: string]> {
  const json = (text: string) => JSON.stringify(text).slice(1, -1);
  const php = json(secret)
    .replaceAll('/', '\\/')
    .replace(/[\u0080-\uffff]/g, (unit) => {
      return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
    });
  return [
    ['as it is', secret],
    ['in an address', encodeURIComponent(secret)],
    ['in a form', new URLSearchParams([['', secret]]).toString().slice(1)],
    ['in JSON', json(secret)],
    ['in JSON inside JSON', json(json(secret))],
    ["in PHP's JSON", php],
    ["in PHP's JSON inside JSON", json(php)],
    ['in a page', secret.replaceAll('&', '&#038;').replaceAll('"', '&#034;')],
    ...[0, 1, 2].map(
      (shift) => [`in Base64 from byte ${shift} on`, base64(secret, shift)] as const,
    ),
  ];
}

/** The part of the Base64 text that does not depend on what stands around the secret. */
function base64(secret: string, before: number): string {
  const whole = Buffer.from('x'.repeat(before) + secret).toString('base64');
  return whole.replace(/=+$/, '').slice(before === 0 ? 0 : before + 1, -1);
}

/** All text in a value, whatever it hangs on: hidden fields, causes, stacks, names of fields, bytes. */
function everyText(root: unknown): string[] {
  const texts: string[] = [];
  const seen = new Set<unknown>();
  const visit = (value: unknown): void => {
    if (typeof value === 'string') texts.push(value);
    if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return;
    if (seen.has(value)) return;
    seen.add(value);
    if (value instanceof Uint8Array) {
      texts.push(Buffer.from(value).toString('latin1'), Buffer.from(value).toString('utf8'));
      return;
    }
    if (value instanceof Map || value instanceof Set) [...value].forEach(visit);
    for (const name of Reflect.ownKeys(value)) {
      texts.push(String(name));
      visit(Object.getOwnPropertyDescriptor(value, name)?.value);
    }
  };
  visit(root);
  // What a log makes of it, and what n8n stores.
  texts.push(inspect(root, { depth: 12, showHidden: true, maxStringLength: null }));
  return [...texts, ...stored(root)];
}

function stored(root: unknown): string[] {
  const seen = new Set<unknown>();
  return [
    JSON.stringify(root, (_, value: unknown) => {
      if (typeof value !== 'object' || value === null) return value;
      if (seen.has(value)) return undefined;
      seen.add(value);
      return value;
    }) ?? '',
  ];
}
