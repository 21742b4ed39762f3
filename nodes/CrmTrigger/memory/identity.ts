import { shortKey } from '../../../xiaoa/idSet';
import { parsePlatformTime } from '../../../xiaoa/shanghaiTime';
import { text } from '../../../xiaoa/values';
import type { Row } from '../../shared/lists';

/** What tells a record from others. */
export interface Identity {
  /** As `IdSet` takes it. It stays what it is when a score arrives or a time is corrected. */
  readonly key: string;
  /** Beside an id: two records of one id are told apart by it. */
  readonly sn?: string;
}

/**
 * A record is known by its id, if that is a whole number above 0 which JavaScript holds exactly. Otherwise the sn
 * belongs to it, and without one the phone, the call's own number and its times.
 */
export function identify(row: Row): Identity {
  const sn = text(row.sn);
  const id = idOf(row.id);
  if (id !== undefined && /^\d{1,16}$/.test(id) && Number.isSafeInteger(Number(id))) {
    return { key: id, sn };
  }
  const isExact = id !== undefined && !id.startsWith(ROUNDED);
  if (sn !== undefined || isExact) return { key: shortKey(JSON.stringify([id ?? '', sn ?? ''])) };
  const cdrSn = row.cdr_sn === row.dial_task_main_sn ? undefined : text(row.cdr_sn);
  const time = cdrSn === undefined ? text(row.connected_at) : undefined;
  const rest = [id, text(row.phone), cdrSn, text(row.created_at), time];
  return { key: shortKey(JSON.stringify(rest)) };
}

/** The key of a record whose id another record has as well. */
export function keyWithSn({ key, sn }: Identity): string {
  return shortKey(JSON.stringify([key, sn]));
}

/** Says that several records have this id, so that all of them are known by their sn as well. */
export function sharedId(key: string): string {
  return shortKey(JSON.stringify(['several', key]));
}

/** Tells rows apart while a list is read. */
export function rowKey(row: Row): string {
  const { key, sn = '' } = identify(row);
  return `${key} ${sn}`;
}

/** Begins a number that was too large to be read exactly, so that others may look the same. */
const ROUNDED = 'about ';

/** `5`, `"5"` and `"05"` are one id; 0 is none. */
function idOf(value: unknown): string | undefined {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) return ROUNDED + value;
  const written = text(value)?.normalize('NFKC');
  if (written === undefined) return undefined;
  return written.replace(/^0+(?=\d)/, '').replace(/^0$/, '') || undefined;
}

/** When a call was made, in ms since the epoch; undefined if its record does not say. */
export function timeOf(row: Row): number | undefined {
  return parsePlatformTime(row.connected_at) ?? parsePlatformTime(row.disconnected_at);
}
