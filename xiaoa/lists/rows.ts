import { MalformedAnswer } from '../envelope';
import { isRecord } from '../text';
import { wholeNumber } from '../values';

/**
 * The rows of a list answer: `{total, list}` or a bare list of rows. No data means no rows.
 * `total` is undefined where the answer gives none that can be read.
 *
 * @throws MalformedAnswer on any other shape
 * @source API §7.2, §7.8, §7.10 and the bare lists of §7.3, §7.4
 */
export function rowsOf(data: unknown): {
  rows: Record<string, unknown>[];
  total: number | undefined;
} {
  if (data === null || data === undefined || data === '') return { rows: [], total: undefined };
  if (Array.isArray(data)) return { rows: checkedRows(data, data), total: undefined };
  if (!isRecord(data) || !('list' in data || 'total' in data)) {
    throw new MalformedAnswer('a list of rows', data);
  }
  const total = wholeNumber(data.total);
  return {
    rows: checkedRows(data.list ?? [], data),
    total: total !== undefined && total >= 0 ? total : undefined,
  };
}

function checkedRows(list: unknown, data: unknown): Record<string, unknown>[] {
  if (!Array.isArray(list) || !list.every(isRecord)) {
    throw new MalformedAnswer('a list of rows', data);
  }
  return list;
}
