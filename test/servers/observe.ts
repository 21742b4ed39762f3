import { isDeepStrictEqual } from 'node:util';

import type { Operation } from './operations/operation';
import { openPlace, type Place } from './place';
import type { ServerRow } from './rows';

/** `works`, the words that the user sees, or what came instead of what is right. */
export type Seen = { works: true } | { message: string; description: string } | { wrong: string };

export async function observe(
  row: ServerRow,
  operations: readonly Operation[],
): Promise<Map<Operation, Seen>> {
  const place = await openPlace(row);
  const seen = new Map<Operation, Seen>();
  try {
    for (const operation of operations) seen.set(operation, await see(place, operation));
  } finally {
    await place.close();
  }
  return seen;
}

async function see(place: Place, operation: Operation): Promise<Seen> {
  try {
    const { got, want } = await operation.run(place);
    if (isDeepStrictEqual(got, want)) return { works: true };
    return { wrong: `got ${excerpt(got)}, want ${excerpt(want)}` };
  } catch (error) {
    const { message, description } = error as { message: string; description?: string | null };
    return {
      message: withoutPlace(place, message),
      description: withoutPlace(place, description ?? ''),
    };
  }
}

function excerpt(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 200 ? `${text.slice(0, 200)}… (${text.length})` : text;
}

/** Ports and numbers of tasks differ from run to run. */
function withoutPlace({ emulator }: Place, text: string): string {
  return text
    .replaceAll(emulator.url, '<Base URL>')
    .replace(/http(s?):\/\/127\.0\.0\.1:\d+/g, 'http$1://<host>');
}
