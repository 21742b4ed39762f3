import { PlatformError } from '../platform/codes';
import type { Params } from '../platform/types';

/**
 * Readers of parameters, as forgiving as PHP is: numbers may come as text and text as numbers;
 * absent, null and empty text are all "not given". Anything else is malformed: 20002.
 */
export function text(params: Params, name: string): string | undefined {
  const value = params[name];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  throw new PlatformError(20002);
}

export function requiredText(params: Params, name: string): string {
  const value = text(params, name);
  if (value === undefined) throw new PlatformError(20002);
  return value;
}

/** A whole number, zero or more. */
export function count(params: Params, name: string): number | undefined {
  const value = text(params, name)?.trim();
  if (value === undefined) return undefined;
  if (!/^\d{1,15}$/.test(value)) throw new PlatformError(20002);
  return Number(value);
}

/** What PHP holds to be true: also the text `false`, but not `0`. */
export function phpTruthy(value: unknown): boolean {
  return Boolean(value) && value !== '0';
}
