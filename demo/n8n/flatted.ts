/**
 * Reads n8n's execution data, kept as `flatted` JSON: an array of all values, in which every text
 * inside an object or a list is the index of another value. Loops come out as loops.
 */
export function parseFlatted(text: string): unknown {
  const table = JSON.parse(text) as unknown[];
  const done = new Set<unknown>();
  const resolve = (index: number): unknown => {
    const value = table[index];
    if (typeof value !== 'object' || value === null || done.has(value)) return value;
    done.add(value);
    const holder = value as Record<string, unknown>;
    for (const [key, entry] of Object.entries(holder)) {
      if (typeof entry === 'string') holder[key] = resolve(Number(entry));
    }
    return holder;
  };
  return resolve(0);
}
