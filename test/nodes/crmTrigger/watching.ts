import { IdSet } from '../../../xiaoa/idSet';
import { readState } from '../../../nodes/CrmTrigger/memory/readState';
import type { TriggerState } from '../../../nodes/CrmTrigger/memory/state';
import { watch } from '../../../nodes/CrmTrigger/watch';
import type { Row } from '../../../nodes/shared/lists';
import type { PageRequest } from '../../../xiaoa/lists/readAll';
import { platformTime } from '../../../xiaoa/shanghaiTime';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const NOON = Date.parse('2026-05-08T12:00:00+08:00');

interface Request extends PageRequest {
  readonly first: string;
  readonly last: string;
}

/** A platform with a list of calls, and a trigger that polls it. */
export class Watching {
  now = NOON;
  /** In the order of their calls. */
  rows: Row[] = [];
  order: 'newest' | 'oldest' | 'none' = 'newest';
  cap = 1_000;
  counting: 'pages' | 'rows' = 'pages';
  hasTotal = true;
  /** Added to the total that the platform gives. */
  surplus = 0;
  /** Whether there is always a further page. */
  isEndless = false;
  msPerRequest = 0;
  lookbackDays = 1;
  emitExisting = false;
  rescanMs = 30 * MINUTE;
  limits = { baselineMs: 5 * MINUTE, pollMs: 30_000 };
  accept?: (row: Row) => boolean = undefined;
  process?: string = undefined;
  onRequest: () => void = () => {};
  /** Of the last poll. */
  requests: Request[] = [];
  readonly warnings: string[] = [];
  state!: TriggerState;
  sns = new Map<string, string>();
  private nextId = 1;

  /** Calls that were made just now, or the given time ago. */
  add(count: number, more: Row = {}, msAgo = 0): unknown[] {
    return Array.from({ length: count }, () => {
      const id = this.nextId++;
      const connected_at = platformTime(this.now - msAgo);
      const row: Row = { id, sn: `sn-${id}`, connected_at, endreason: '对方挂机', ...more };
      this.rows.push(row);
      return row.id;
    });
  }

  row(id: unknown): Row {
    return this.rows.find((row) => row.id === id)!;
  }

  remove(...ids: unknown[]): void {
    this.rows = this.rows.filter(({ id }) => !ids.includes(id));
  }

  /** The ids of what comes out. */
  async poll(ms = 0): Promise<unknown[]> {
    this.now += ms;
    this.requests = [];
    this.warnings.length = 0;
    const { rows, state } = await watch({
      state: this.state ?? (await this.read(undefined)),
      lookbackDays: this.lookbackDays,
      rescanMs: this.rescanMs,
      emitExisting: this.emitExisting,
      accept: this.accept,
      limits: this.limits,
      process: this.process,
      sns: this.sns,
      pause: async () => await Promise.resolve(),
      now: () => this.now,
      fetchPage: async (days, request) => await Promise.resolve(this.page({ ...days, ...request })),
      warn: (message) => this.warnings.push(message),
    });
    this.state = JSON.parse(JSON.stringify(state)) as TriggerState;
    return rows.map(({ id }) => id);
  }

  async read(stored: unknown): Promise<TriggerState> {
    return await readState(stored, {
      scope: { account: 'a'.repeat(16), filters: 'f'.repeat(16) },
      today: platformTime(this.now).slice(0, 10),
      lookbackDays: this.lookbackDays,
      pause: async () => await Promise.resolve(),
      warn: (message) => this.warnings.push(message),
    });
  }

  /** What was asked for in the last poll: the index and size of each page. */
  get asked(): string {
    return this.requests.map(({ pageIndex, pageSize }) => `${pageIndex}:${pageSize}`).join(' ');
  }

  /** Whether the last poll has read everything, or begun to. */
  get hasReadAll(): boolean {
    return this.requests.some(({ pageSize }) => pageSize === 1_000);
  }

  async front(text = this.state.list?.front): Promise<string[]> {
    return (await IdSet.parse(text ?? '')).keys();
  }

  private page(request: Request) {
    this.requests.push(request);
    this.now += this.msPerRequest;
    this.onRequest();
    const { first, last, pageIndex, pageSize } = request;
    const list = this.rows.filter(({ connected_at: at }) => {
      const day = String(at).slice(0, 10);
      return at === '' || (day >= first && day <= last);
    });
    if (this.order === 'newest') list.reverse();
    if (this.order === 'none') list.sort((a, b) => mixed(a) - mixed(b));
    const size = Math.min(pageSize, this.cap);
    const start = this.counting === 'rows' ? pageIndex : pageIndex * size;
    const rows = list.slice(start, start + size);
    while (this.isEndless && rows.length < size) {
      const id = 1e9 + start + rows.length;
      rows.push({ id, connected_at: `${first} 00:00:01`, endreason: '空号' });
    }
    return { rows, total: this.hasTotal ? list.length + this.surplus : undefined };
  }
}

function mixed({ id }: Row): number {
  return (Number(id) * 7_919) % 1_009;
}
