import type { Page, PageRequest } from './readAll';

/** What `pageIndex` counts (the API document allows either reading). */
export type Counting = 'pages' | 'rows';

/** Rows that follow each other, and how many rows there are in all. */
export interface Slice<T> {
  readonly rows: T[];
  /** The place of the first of them in the list, from 0. */
  readonly start: number;
  readonly total: number;
}

/** What came back is not what the platform's known habits let expect: what is known of them is to be doubted. */
export class InconsistentList extends Error {
  override readonly name = 'XiaoAInconsistentList';
}

/** What the work gives, or the other value if the platform contradicted itself. */
export async function unlessInconsistent<T, U>(work: Promise<T>, otherwise: U): Promise<T | U> {
  return await work.catch(async (error: unknown) =>
    error instanceof InconsistentList ? otherwise : await Promise.reject(error),
  );
}

/**
 * Reads any part of a list, once it is known what `pageIndex` counts and how many rows the platform grants.
 * Each answer is checked against that, so that a wrong belief is noticed and never passed on.
 *
 * @source API §7.2, §7.10
 */
export class ListReader<T> {
  constructor(
    private readonly fetchPage: (request: PageRequest) => Promise<Page<T>>,
    /** Undefined until `learnCounting`. */
    public counting?: Counting,
    /** The most rows that were seen to come at once while there were more. */
    public pageCap?: number,
  ) {}

  /** The beginning of the list, which needs no knowledge. `total` is undefined if the answer has none. */
  async beginning(size: number): Promise<{ rows: T[]; total: number | undefined }> {
    const { rows, total } = await this.ask({ pageIndex: 0, pageSize: size });
    if (total !== undefined && rows.length < size && rows.length < total && rows.length > 0) {
      this.pageCap = rows.length;
    }
    return { rows, total };
  }

  /** A single row: as a page of one, it has the same index in both ways of counting. */
  async row(index: number): Promise<Slice<T>> {
    return await this.checked({ pageIndex: index, pageSize: 1 }, index);
  }

  /** A row behind the end, if the platform has one: its total is not the number of its rows then. */
  async behind(total: number): Promise<T | undefined> {
    const page = await this.ask({ pageIndex: total, pageSize: 1 });
    return page.total !== undefined && page.total > total ? undefined : page.rows[0];
  }

  /**
   * Finds out what `pageIndex` counts: index 1 gives mostly the same rows again if it counts rows. A row asked
   * for by itself, whose index is the same in both readings, confirms it.
   *
   * @param first the keys of as many rows from the beginning as the platform grants
   * @returns the rows at index 1, and the total after that; undefined if the answer has no total, or more rows than that
   * @throws {InconsistentList} when it is not confirmed, because rows have moved meanwhile
   */
  async learnCounting(
    first: readonly string[],
    keyOf: (row: T) => string,
  ): Promise<{ second: Slice<T>; total: number } | undefined> {
    this.pageCap = first.length;
    const { rows, total } = await this.ask({ pageIndex: 1, pageSize: first.length });
    const known = new Set(first);
    const overlap = rows.filter((row) => known.has(keyOf(row))).length;
    // With a single row a page, pages and rows are the same.
    this.counting = first.length > 1 && overlap * 2 >= first.length ? 'rows' : 'pages';
    const start = this.counting === 'rows' ? 1 : first.length;
    if (total === undefined || start + rows.length > total) return undefined;
    const after = await this.row(start);
    const confirming: T | undefined = after.rows[0];
    // Some new rows in front are no harm.
    if (confirming === undefined || hasMovedFar(first, rows.map(keyOf), keyOf(confirming))) {
      throw new InconsistentList('Whether pageIndex counts pages or rows does not become clear');
    }
    return { second: { rows, total, start }, total: after.total };
  }

  /**
   * Rows among which the one at `index` is: as the first of them, or as the last, as far as pages allow.
   *
   * @param index must lie within the list
   * @throws {InconsistentList}
   */
  async slice(index: number, end: 'first' | 'last', wanted: number): Promise<Slice<T>> {
    const size = Math.max(1, Math.min(wanted, this.pageCap ?? wanted));
    if (size === 1) return await this.row(index);
    if (this.counting === 'rows') {
      const start = end === 'first' ? index : Math.max(0, index - size + 1);
      const pageSize = end === 'first' ? size : index - start + 1;
      return await this.checked({ pageIndex: start, pageSize }, start);
    }
    if (this.counting === undefined && index >= size) {
      throw new InconsistentList('What pageIndex counts is not known');
    }
    const pageIndex = Math.floor(index / size);
    return await this.checked({ pageIndex, pageSize: size }, pageIndex * size);
  }

  private async checked(request: PageRequest, start: number): Promise<Slice<T>> {
    const { rows, total } = await this.ask(request);
    if (total === undefined) throw new InconsistentList('The answer has no total');
    const expected = Math.max(0, Math.min(request.pageSize, total - start));
    if (rows.length !== expected) {
      throw new InconsistentList(`Expected ${expected} rows of ${total}, got ${rows.length}`);
    }
    return { rows, total, start };
  }

  private async ask(request: PageRequest): Promise<Page<T>> {
    const { rows, total } = await this.fetchPage(request);
    // A total below the rows beside it counts something else.
    const usable = total !== undefined && Number.isInteger(total) && total >= rows.length;
    return { rows, total: usable ? total : undefined };
  }
}

/** Whether the row that should be the first of the later ones stands far from there, in them or in front of them. */
function hasMovedFar(first: readonly string[], later: readonly string[], key: string): boolean {
  const place = later.indexOf(key);
  const moved = place >= 0 ? place : first.length - first.lastIndexOf(key);
  return moved > first.length / 4;
}
