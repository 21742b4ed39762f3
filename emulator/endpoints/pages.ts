import { count } from '../server/params';
import { PlatformError } from '../server/codes';
import type { Params } from '../server/signature';
import type { Paging } from '../types';

export interface Slice {
  /** First row, from 0. */
  start: number;
  /** How many rows. */
  size: number;
}

/** Which rows pageIndex and pageSize ask for, in this platform's way of reading them. */
export function slice(params: Params, paging: Paging, defaultSize: number): Slice {
  const index = count(params, 'pageIndex') ?? 0;
  const asked = count(params, 'pageSize') ?? defaultSize;
  if (asked === 0) throw new PlatformError(20002);
  const size = Math.min(asked, paging.maxPageSize ?? Infinity);
  return { start: paging.index === 'page' ? index * size : index, size };
}

/** `data` of a list answer. */
export function listData<T>(list: T[], total: number, paging: Paging): object {
  return { total: paging.total === 'text' ? String(total) : total, list };
}
