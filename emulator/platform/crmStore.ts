import type { Paging } from './behaviour';
import type { CrmRecord } from './types';

/** Shanghai texts, both included; they compare as text. */
export interface DateRange {
  from: string;
  to: string;
}

/** A page of a list. */
export interface Slice {
  /** First row, from 0. */
  start: number;
  /** How many rows. */
  size: number;
}

export interface CrmQuery {
  username: string;
  range: DateRange;
  order: Paging['order'];
  /** Further conditions; their key must tell them apart. */
  filter?: { key: string; matches: (record: CrmRecord) => boolean };
}

interface Days {
  /** Day (`2018-05-08`) → its records by id. */
  byDay: Map<string, CrmRecord[]>;
  /** The days, sorted. */
  days: string[];
}

/** Lists that a query needed more than an index for; the next page wants the same one. */
const LISTS_KEPT = 8;

/**
 * All CRM records, indexed by account and day of connection. "Newest first" is by day, and by id
 * within the day.
 */
export class CrmStore {
  /** As they were added. */
  readonly records: CrmRecord[] = [];

  private readonly accounts = new Map<string, Days>();
  private readonly byId = new Map<number, CrmRecord>();
  private readonly bySn = new Map<string, CrmRecord>();
  private readonly byCdrSn = new Map<string, CrmRecord>();
  private readonly byFile = new Map<string, CrmRecord>();
  private readonly bySegment = new Map<string, CrmRecord>();
  private readonly lists = new Map<string, CrmRecord[]>();
  private lastId = 55_018;

  /** The id that the next record takes, unless it brings one along. */
  nextId(): number {
    return this.lastId + 1;
  }

  add(record: CrmRecord): void {
    if (this.byId.has(record.id)) throw new Error(`There is a CRM record ${record.id} already`);
    this.lastId = Math.max(this.lastId, record.id);
    this.records.push(record);
    this.byId.set(record.id, record);
    this.index(record);
  }

  get(id: number): CrmRecord {
    const record = this.byId.get(id);
    if (!record) throw new Error(`There is no CRM record ${id}`);
    return record;
  }

  update(id: number, changes: Partial<CrmRecord>): CrmRecord {
    const record = this.get(id);
    if (changes.id !== undefined && changes.id !== id) throw new Error('An id does not change');
    this.unindex(record);
    Object.assign(record, changes);
    this.index(record);
    return record;
  }

  /** The record that a whole recording belongs to. */
  ofRecording(username: string, recordpath: string, recordfile: string): CrmRecord | undefined {
    const record = this.byFile.get(recordfile);
    return record?.username === username && record.recordpath === recordpath ? record : undefined;
  }

  /** The record that a segment's recording belongs to: its name ends with the call's cdr_sn. */
  ofSegment(username: string, file: string): CrmRecord | undefined {
    const cdrSn = /([^_/]+)\.\w+$/.exec(file)?.[1] ?? '';
    const record = this.bySegment.get(file) ?? this.byCdrSn.get(cdrSn);
    if (record?.username !== username) return undefined;
    return record.talk_info.includes(`#@${file}`) ? record : undefined;
  }

  /** Has segments found that are not named after the call, as in a talk_info written by hand. */
  noteSegments(record: CrmRecord, files: string[]): void {
    for (const file of files) this.bySegment.set(file, record);
  }

  /** By cdr_sn or by the record's own sn. */
  ofCall(username: string, key: { cdrSn?: string; sn?: string }): CrmRecord | undefined {
    const record = key.cdrSn ? this.byCdrSn.get(key.cdrSn) : this.bySn.get(key.sn ?? '');
    return record?.username === username ? record : undefined;
  }

  list(query: CrmQuery, { start, size }: Slice): { total: number; rows: CrmRecord[] } {
    const days = this.daysOf(query);
    const wholeDays = query.range.from.endsWith('00:00:00') && query.range.to.endsWith('23:59:59');
    if (query.filter || !wholeDays || query.order === 'shuffled') {
      const all = this.materialize(query, days);
      return { total: all.length, rows: all.slice(start, start + size) };
    }
    return walk(days, query.order, start, size);
  }

  /** The records of each day that the range touches, in the order of the query. */
  private daysOf({ username, range, order }: CrmQuery): CrmRecord[][] {
    const account = this.accounts.get(username);
    if (!account) return [];
    const from = range.from.slice(0, 10);
    const to = range.to.slice(0, 10);
    const days = account.days.filter((day) => day >= from && day <= to);
    if (order === 'newest') days.reverse();
    return days.map((day) => account.byDay.get(day)!);
  }

  private materialize(query: CrmQuery, days: CrmRecord[][]): CrmRecord[] {
    const { range, order, filter } = query;
    const key = JSON.stringify([query.username, range, order, filter?.key]);
    const kept = this.lists.get(key);
    if (kept) return kept;
    const list: CrmRecord[] = [];
    for (const day of days) {
      for (let index = 0; index < day.length; index += 1) {
        const record = day[order === 'newest' ? day.length - 1 - index : index];
        if (record.connected_at < range.from || record.connected_at > range.to) continue;
        if (!filter || filter.matches(record)) list.push(record);
      }
    }
    if (order === 'shuffled') list.sort((a, b) => scatter(a.id) - scatter(b.id));
    if (this.lists.size >= LISTS_KEPT) this.lists.delete(this.lists.keys().next().value!);
    this.lists.set(key, list);
    return list;
  }

  private index(record: CrmRecord): void {
    this.lists.clear();
    this.bySn.set(record.sn, record);
    this.byCdrSn.set(record.cdr_sn, record);
    if (record.recordfile) this.byFile.set(record.recordfile, record);
    const { byDay, days } = this.accountOf(record.username);
    const day = record.connected_at.slice(0, 10);
    const list = byDay.get(day);
    if (!list) {
      byDay.set(day, [record]);
      days.splice(
        placeFor(days, (other) => other > day),
        0,
        day,
      );
    } else if (list[list.length - 1].id < record.id) {
      list.push(record);
    } else {
      list.splice(
        placeFor(list, (other) => other.id > record.id),
        0,
        record,
      );
    }
  }

  private unindex(record: CrmRecord): void {
    this.bySn.delete(record.sn);
    this.byCdrSn.delete(record.cdr_sn);
    this.byFile.delete(record.recordfile);
    const { byDay, days } = this.accountOf(record.username);
    const day = record.connected_at.slice(0, 10);
    const list = byDay.get(day)!;
    list.splice(list.indexOf(record), 1);
    if (list.length > 0) return;
    byDay.delete(day);
    days.splice(days.indexOf(day), 1);
  }

  private accountOf(username: string): Days {
    let account = this.accounts.get(username);
    if (!account) this.accounts.set(username, (account = { byDay: new Map(), days: [] }));
    return account;
  }
}

/** A page out of whole days, without putting them together. */
function walk(
  days: CrmRecord[][],
  order: Paging['order'],
  start: number,
  size: number,
): { total: number; rows: CrmRecord[] } {
  const rows: CrmRecord[] = [];
  let total = 0;
  for (const day of days) {
    const first = Math.max(0, start - total);
    for (let index = first; index < day.length && rows.length < size; index += 1) {
      rows.push(day[order === 'newest' ? day.length - 1 - index : index]);
    }
    total += day.length;
  }
  return { total, rows };
}

/** Where to put something into a sorted list: before the first that `isAfter`. */
function placeFor<T>(list: T[], isAfter: (item: T) => boolean): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isAfter(list[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** A fixed order that follows neither id nor time. */
function scatter(id: number): number {
  return Math.imul(id, 0x9e3779b1) >>> 0;
}
