import { InconsistentList, unlessInconsistent, type ListReader } from './reader';
import type { Order } from './rows';

export interface FrontScanOptions<T> {
  /** What is remembered of the list: its order, and how many rows it had. */
  readonly order: Order;
  readonly total: number;
  /** Rows to look at first: few, since mostly there is nothing new. */
  readonly probeSize: number;
  /** Rows of a large page, as long as it is not known how many the platform grants. */
  readonly pageSize: number;
  /** More new rows than this are left to a reading of the whole list, which can be spread over time. */
  readonly mostAdded: number;
  keyOf(row: T): string;
  /** Whether the row was there when the list was remembered. */
  isKnown(row: T): boolean;
  /** Called for each row that comes; rows can come again. */
  visit(row: T, isKnown: boolean): void;
}

export type FrontOutcome<T> =
  /** The list is what it was and the new rows are among the visited ones, `covered` from the front on; `total` in all. */
  | { kind: 'explained'; total: number; covered: number }
  /** The beginning turned out to be all of it, known or not; nothing has been visited. */
  | { kind: 'short'; rows: T[]; total: number; isKnown: boolean }
  /** There is more to it than rows at the front: the list has to be read as a whole. */
  | { kind: 'unexplained' };

/** More requests than about this many are left to it as well. */
const MOST_REQUESTS = 20;

/**
 * Finds what is new in a list that was read before, with requests in proportion to that. The total says how
 * many rows there are to be found; they are looked for from the end at which new rows appear.
 * Just as many unknown rows as the total has grown, and behind them rows that are known: that is what it takes
 * to believe that nothing else has happened.
 */
export async function scanFront<T>(
  reader: ListReader<T>,
  options: FrontScanOptions<T>,
): Promise<FrontOutcome<T>> {
  const outcome: Promise<FrontOutcome<T>> = new FrontScan(reader, options).run();
  return await unlessInconsistent(outcome, { kind: 'unexplained' as const });
}

class FrontScan<T> {
  private readonly known = new Set<string>();
  private readonly unknown = new Set<string>();
  /** Rows from the front on that have been looked at, without a gap. */
  private covered = 0;

  constructor(
    private readonly reader: ListReader<T>,
    private readonly options: FrontScanOptions<T>,
  ) {}

  async run(): Promise<FrontOutcome<T>> {
    const { order, total, probeSize } = this.options;
    return order === 'oldest' && total > probeSize
      ? await this.fromLastKnown()
      : await this.fromBeginning();
  }

  /** The newest rows come last: the row that used to be the last one shows whether it still stands there. */
  private async fromLastKnown(): Promise<FrontOutcome<T>> {
    const { rows, total } = await this.reader.row(this.options.total - 1);
    this.look(rows);
    if (this.known.size === 0) return { kind: 'unexplained' };
    return await this.search(total);
  }

  private async fromBeginning(): Promise<FrontOutcome<T>> {
    const { order, probeSize, total: before } = this.options;
    const { rows, total } = await this.reader.beginning(probeSize);
    if (total === undefined) return { kind: 'unexplained' };
    if (rows.length === total) {
      return {
        kind: 'short',
        rows,
        total,
        isKnown: this.oldestFirst(rows).every(this.options.isKnown),
      };
    }
    this.look(rows);
    if (order === 'newest') {
      this.covered = rows.length;
      return await this.search(total);
    }
    // Without an order, or far from the front, unknown rows may have been here before.
    if (total === before) return { kind: 'explained', total, covered: 0 };
    this.known.clear();
    this.unknown.clear();
    return order === 'oldest' ? await this.search(total) : { kind: 'unexplained' };
  }

  private async search(totalAtFirst: number): Promise<FrontOutcome<T>> {
    const { pageSize, mostAdded, total: before } = this.options;
    let total = totalAtFirst;
    let isFirst = true;
    for (;;) {
      const added = total - before;
      const pageCap = this.reader.pageCap ?? pageSize;
      if (added === this.unknown.size && (this.known.size > 0 || before === 0)) {
        return { kind: 'explained', total, covered: this.covered };
      }
      if (added > Math.min(mostAdded, MOST_REQUESTS * pageCap)) return { kind: 'unexplained' };
      const enough = 2 * (added + 1) + 2 * pageCap;
      if (this.unknown.size > added || this.covered >= Math.min(total, enough)) {
        return { kind: 'unexplained' };
      }
      // The first rows come in one answer with those looked at before, whatever pageIndex counts.
      if (isFirst && this.options.order === 'newest') total = await this.lookAgain(added + 1);
      else await this.lookFurther(total, isFirst ? added + 1 : pageCap);
      isFirst = false;
    }
  }

  private async lookAgain(wanted: number): Promise<number> {
    const { probeSize, pageSize } = this.options;
    const size = Math.min(Math.max(wanted, probeSize), this.reader.pageCap ?? pageSize);
    const { rows, total } = await this.reader.beginning(size);
    if (total === undefined) throw new InconsistentList('The answer has no total');
    this.unknown.clear();
    this.look(rows);
    this.covered = rows.length;
    return total;
  }

  /** @param total when the reading began: rows that came later are left to the next one */
  private async lookFurther(total: number, wanted: number): Promise<void> {
    const size = Math.max(wanted, this.options.probeSize);
    if (this.options.order === 'newest') {
      const { start, rows } = await this.reader.slice(this.covered, 'first', size);
      this.look(rows);
      this.covered = start + rows.length;
    } else {
      const { start, rows } = await this.reader.slice(total - this.covered - 1, 'last', size);
      this.look(rows.slice(0, total - start));
      this.covered = total - start;
    }
  }

  /** Of two rows that look like one, the older one is the known one. */
  private oldestFirst(rows: readonly T[]): readonly T[] {
    return this.options.order === 'newest' ? [...rows].reverse() : rows;
  }

  private look(rows: readonly T[]): void {
    const { keyOf, isKnown, visit } = this.options;
    for (const row of this.oldestFirst(rows)) {
      const known = isKnown(row);
      (known ? this.known : this.unknown).add(keyOf(row));
      visit(row, known);
    }
  }
}
