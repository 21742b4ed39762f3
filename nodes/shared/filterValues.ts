import type { IDataObject } from 'n8n-workflow';

/** The value of a resource locator inside a collection, or of a plain field. */
export function locatorValue(value: unknown): string | undefined {
  const plain = isLocator(value) ? value.value : value;
  return text(plain);
}

function isLocator(value: unknown): value is { value: unknown } {
  return typeof value === 'object' && value !== null && '__rl' in value;
}

/** Text, or nothing: an empty field is no filter. */
export function text(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  const trimmed = String(value).trim();
  return trimmed === '' ? undefined : trimmed;
}

/** A number, or nothing for an empty field. An expression may give it as text. */
export function number(value: unknown): number | undefined {
  const written = text(value);
  if (written === undefined) return undefined;
  const read = Number(written);
  if (Number.isNaN(read)) throw new RangeError(`'${written}' is not a number`);
  return read;
}

/** A list as a comma-separated text; an expression may give either. */
export function list(value: unknown): string | undefined {
  const parts = (Array.isArray(value) ? value : String(value ?? '').split(/[,，]/))
    .map((part) => String(part).trim())
    .filter((part) => part !== '');
  return parts.length > 0 ? parts.join(',') : undefined;
}

/** Filter fields that the user has added and filled in, as plain data. */
export type Filters = IDataObject;
