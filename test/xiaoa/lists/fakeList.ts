import type { Page, PageRequest } from '../../../xiaoa/lists/readAll';

export interface FakeListOptions {
  /** What `pageIndex` counts. */
  readonly counts?: 'pages' | 'rows';
  /** The most rows that come at once. */
  readonly cap?: number;
  /** Answers an index behind the end with the last page. */
  readonly clamps?: boolean;
  /** The total beside the rows. */
  readonly total?: (all: number, request: number) => number | undefined;
}

/** A platform's list that keeps what it was asked for, as `<pageIndex>:<pageSize>`. */
export class FakeList<T> {
  readonly log: string[] = [];
  /** Called before a request is answered, with its number from 1 on. */
  onRequest: (request: number) => void = () => {};

  constructor(
    public rows: T[],
    private readonly options: FakeListOptions = {},
  ) {}

  readonly fetchPage = async ({ pageIndex, pageSize }: PageRequest): Promise<Page<T>> => {
    const { counts = 'pages', cap = 10, clamps = false, total = (all) => all } = this.options;
    this.log.push(`${pageIndex}:${pageSize}`);
    this.onRequest(this.log.length);
    const { length } = this.rows;
    const size = Math.min(pageSize, cap);
    const at = counts === 'pages' ? pageIndex * size : pageIndex;
    const last = counts === 'pages' ? Math.floor((length - 1) / size) * size : length - 1;
    const start = clamps && length > 0 ? Math.min(at, last) : at;
    return await Promise.resolve({
      rows: this.rows.slice(start, start + size),
      total: total(length, this.log.length),
    });
  };
}

/** The numbers from one to another, up or down. */
export function numbers(first: number, last: number): number[] {
  const step = first <= last ? 1 : -1;
  return Array.from({ length: Math.abs(last - first) + 1 }, (_, at) => first + step * at);
}
