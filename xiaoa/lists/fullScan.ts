import {
  InconsistentList,
  unlessInconsistent,
  type Counting,
  type ListReader,
  type Slice,
} from './reader';
import type { Order } from './rows';

/** How far a reading has come that did not fit into one go. JSON values only. */
export interface Progress {
  readonly order: Order;
  readonly counting: Counting;
  readonly pageCap: number;
  /** Rows that are read, counted from the end at which the reading began. */
  readonly done: number;
  /** Rows of the list when that was counted. */
  readonly total: number;
  /** Rows that turned up where the reading may have been past already. */
  readonly missed: number;
}

export interface Opening<T> {
  readonly rows: T[];
  readonly total: number;
  /** All of them have been there before, so that the total is still the one that was checked then. */
  readonly isKnown: boolean;
}

export interface FullScanOptions<T> {
  /** Undefined to begin. */
  readonly progress?: Progress;
  /** All rows of the list, if that is what its beginning turned out to be just now. */
  readonly opening?: Opening<T>;
  /** Rows to ask for at first; the platform may grant fewer. */
  readonly pageSize: number;
  keyOf(row: T): string;
  /** Where the newest of these rows, which follow each other, stand. */
  orderOf(rows: readonly T[]): Order;
  /**
   * Called for each row that comes, oldest rows first as far as the list has an order; rows can come again.
   *
   * @param fromFront its distance from the end at which new rows appear; undefined in a list without order
   * @param counts whether it is to be counted: true once for each row of the list
   */
  visit(row: T, place: { fromFront: number | undefined; counts: boolean }): void;
  /** Called when the reading begins again from the start, so that all counting does, too. */
  begin(): void;
  /** Asked between two requests: whether this is enough for now. */
  isOver(): boolean;
}

export type Outcome =
  /** Every row has been visited; `total` of them are known. */
  | { kind: 'whole'; order: Order; total: number; missing: number }
  | { kind: 'partial'; progress: Progress }
  /** The platform gives no total, or contradicts itself all the time: this way of reading is no good. */
  | { kind: 'inconsistent' };

/** How often a list is read in which rows are missing, or whose answers contradict each other. */
const PASSES = 3;
/** So often may rows move between two requests before a pass is given up. */
const STANDSTILLS = 10;

/**
 * Reads a whole list, over several calls if need be. It begins at the end where the oldest rows stand, since
 * nothing moves there when new rows appear: a place counted from that end stays the same place. All
 * movement is seen in the total that comes with each answer, and made up for: where rows were taken away, as
 * many are read once more.
 *
 * A reading in one go is checked by the number of different rows, and repeated when some are missing; and no row may
 * stand behind those that the total counts.
 */
export async function scanWhole<T>(
  reader: ListReader<T>,
  options: FullScanOptions<T>,
): Promise<Outcome> {
  let { opening } = options;
  let progress = opening ? undefined : options.progress;
  for (let pass = 1; pass <= PASSES; pass++) {
    const reading = new Pass(reader, options, progress);
    const outcome = await unlessInconsistent(reading.run(opening), undefined);
    const again =
      !outcome ||
      (outcome.kind === 'whole' && outcome.missing > 0 && pass < PASSES && !options.isOver());
    if (!again) return outcome;
    progress = undefined;
    opening = undefined;
  }
  return { kind: 'inconsistent' };
}

class Pass<T> {
  private readonly seen = new Set<string>();
  private readonly wholeHere: boolean;
  private order: Order = 'none';
  private done = 0;
  private total = 0;
  private missed = 0;

  constructor(
    private readonly reader: ListReader<T>,
    private readonly options: FullScanOptions<T>,
    private readonly progress: Progress | undefined,
  ) {
    this.wholeHere = progress === undefined;
  }

  async run(opening: FullScanOptions<T>['opening']): Promise<Outcome> {
    const ended = this.progress ? this.resume(this.progress) : await this.begin(opening);
    if (ended) return ended;
    for (let standstills = 0; this.done < this.total; ) {
      if (this.options.isOver()) return { kind: 'partial', progress: this.snapshot() };
      const before = this.done;
      await this.step();
      standstills = this.done > before ? 0 : standstills + 1;
      if (standstills > STANDSTILLS) throw new InconsistentList('The list does not stop moving');
    }
    if (await this.goesOn()) return { kind: 'inconsistent' };
    const { order, total, missed } = this;
    // In one go the rows were counted; over several, rows that may be missing are left for the next reading to find.
    return this.wholeHere
      ? { kind: 'whole', order, total, missing: Math.max(0, total - this.seen.size) }
      : { kind: 'whole', order, total: total - missed, missing: 0 };
  }

  private resume({ order, counting, pageCap, done, total, missed }: Progress): undefined {
    Object.assign(this.reader, { counting, pageCap });
    Object.assign(this, { order, done, total, missed });
  }

  private async begin(opening: FullScanOptions<T>['opening']): Promise<Outcome | undefined> {
    const { keyOf, orderOf, pageSize } = this.options;
    this.options.begin();
    const { rows, total } = opening ?? (await this.reader.beginning(pageSize));
    if (total === undefined) return { kind: 'inconsistent' };
    this.order = orderOf(rows);
    this.total = total;
    if (rows.length === total || rows.length === 0) {
      this.visit({ rows, start: 0, total }, () => true);
      if (!opening?.isKnown && (await this.goesOn())) return { kind: 'inconsistent' };
      return { kind: 'whole', order: this.order, total, missing: total - rows.length };
    }
    const learnt = await this.reader.learnCounting(rows.map(keyOf), keyOf);
    if (!learnt) return { kind: 'inconsistent' };
    if (this.order === 'newest') {
      // These are the newest rows: they come again, in their turn.
      this.total = learnt.total;
      return undefined;
    }
    this.visit({ rows, start: 0, total }, () => true);
    this.done = rows.length;
    this.take(learnt.second);
    this.follow(learnt.total);
    return undefined;
  }

  /** Some platforms count the rows of the answer, or no further than to some number. Others repeat their last row. */
  private async goesOn(): Promise<boolean> {
    if (!this.wholeHere) return false;
    const row = await this.reader.behind(this.total);
    return row !== undefined && !this.seen.has(this.options.keyOf(row));
  }

  private async step(): Promise<void> {
    const { reader, total, done } = this;
    const size = reader.pageCap ?? 1;
    this.take(
      this.order === 'newest'
        ? await reader.slice(total - done - 1, 'last', size)
        : await reader.slice(done, 'first', size),
    );
  }

  private take(slice: Slice<T>): void {
    const { start, rows, total } = slice;
    this.follow(total);

    const end = start + rows.length;
    const [from, to] = this.order === 'newest' ? [total - end, total - start] : [start, end];
    const done = this.done;
    // Rows behind a gap come again, once what lies in between has come.
    const isNext = from <= done;
    this.visit(
      slice,
      (index) => isNext && (this.order === 'newest' ? total - 1 - index : index) >= done,
    );
    if (isNext) this.done = Math.max(done, to);
  }

  private follow(total: number): void {
    if (total < this.total) this.done = Math.max(0, this.done - (this.total - total));
    // In an ordered list new rows are in front of the reading; in another one they may be behind it.
    else if (this.order === 'none') this.missed += total - this.total;
    this.total = total;
  }

  private visit({ rows, start, total }: Slice<T>, counts: (index: number) => boolean): void {
    const { keyOf, visit } = this.options;
    const order = this.order;
    const alike = new Map<string, number>();
    const visitAt = (at: number) => {
      const index = start + at;
      const key = keyOf(rows[at]);
      // Rows of one answer are different rows, even if nothing tells them apart.
      const nth = alike.get(key) ?? 0;
      alike.set(key, nth + 1);
      this.seen.add(nth === 0 ? key : `${key} (${nth})`);
      visit(rows[at], { fromFront: distance(order, index, total), counts: counts(index) });
    };
    if (order === 'newest') for (let at = rows.length - 1; at >= 0; at--) visitAt(at);
    else for (let at = 0; at < rows.length; at++) visitAt(at);
  }

  private snapshot(): Progress {
    const { order, done, total, missed, reader } = this;
    return {
      order,
      done,
      total,
      missed,
      counting: reader.counting ?? 'pages',
      pageCap: reader.pageCap ?? 1,
    };
  }
}

function distance(order: Order, index: number, total: number): number | undefined {
  if (order === 'none') return undefined;
  return order === 'newest' ? index : total - 1 - index;
}
