import { count } from './params';
import { PlatformError } from '../platform/codes';
import type { Slice } from '../platform/crmStore';
import type { Params } from '../platform/types';
import type { Paging } from '../platform/behaviour';

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
