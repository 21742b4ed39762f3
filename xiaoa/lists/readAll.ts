import { PagesAhead } from './pagesAhead';

/** One page of rows, with the count of all rows if the answer gives one. */
export interface Page<T> {
  rows: T[];
  total: number | undefined;
}

/** As the platform's `pageIndex` and `pageSize`. */
export interface PageRequest {
  pageIndex: number;
  pageSize: number;
}

export interface ReadAllOptions<T, R = T> {
  fetchPage(request: PageRequest): Promise<Page<T>>;
  /** What identifies a row; rows without it are told apart by their content. */
  keyOf(row: T): string | undefined;
  /** Rows to ask for at first; the platform may grant fewer. */
  pageSize: number;
  /** keep only these rows; default all */
  accept?(row: T): boolean;
  /** what to keep of a row; default the row */
  make?(row: T): R;
  /** Called after each row. The reading waits for what it gives, so that the rest of the program gets its turn. */
  pauseIfDue?(): Promise<void> | undefined;
  /** stop after so many accepted rows */
  limit?: number;
  /** ask for so many pages at the same time where that is safe; default 1 */
  pagesAtOnce?: number;
  /** Called at the end if rows are missing though they were read for again. */
  onShort?(found: number, total: number): void;
}

/** How often a list is read again in which rows are missing. */
const FURTHER_PASSES = 2;

/** Page sizes that servers grant by themselves: a total of just so many rows may count those of the page. */
const OWN_PAGE_SIZES: ReadonlySet<number> = new Set([5, 10, 20, 50]);

/** So many rows may be put in front between two requests without ending the reading. */
const TOLERATED_ROWS = 12;
/** … and at least so many pages without a new row. */
const TOLERATED_PAGES = 3;

/**
 * Reads a list to its end, each row once, in the order in which they came.
 *
 * The API document leaves open whether `pageIndex` counts pages or rows, how large a page may
 * be and whether rows move meanwhile (§7.2, §7.10). So: the number of rows in the first answer
 * is the page size from then on. Pages are asked for by number, which loses nothing in either
 * reading: should pageIndex count rows, each answer still brings one new row. An answer that
 * mostly repeats the one before shows that it may count rows; then the index moves on by rows,
 * and where that ends too early, again by pages. The total says when all rows are there; where
 * there is none, or one that rows contradict, an empty page does. If rows are missing
 * at the end, or if rows moved and no total can tell, the list is read again, up to twice.
 *
 * A row that is there from the first request to the last is found, also if others are put in
 * front of it, taken away or change places, as long as one of the passes is not disturbed.
 *
 * @source API §7.2, §7.8, §7.10
 */
export async function readAll<T, R = T>(options: ReadAllOptions<T, R>): Promise<R[]> {
  if (options.limit !== undefined && options.limit <= 0) return [];
  return await new Reading(options).read();
}

/** What one pass through the list has seen. */
interface Pass {
  keys: Set<string>;
  /** the largest total in its answers */
  total: number | undefined;
  /** rows came twice where none should, or the total changed */
  moved: boolean;
}

/** An answer's rows as keys, and how many of them its pass had seen before. */
interface Answer {
  keys: string[];
  repeated: number;
}

/** An answer repeated the one before: where to go on if it is rows that count, or pages. */
interface Turn {
  rowIndex: number;
  pageIndex: number;
}

class Reading<T, R> {
  private readonly seen = new Set<string>();
  private readonly accepted: R[] = [];
  /** The largest total of all answers. */
  private total: number | undefined;
  private latestTotal: number | undefined;
  /** The page size that the platform grants, from the first rows on. */
  private pageCap = 0;
  private readonly pages: PagesAhead<Page<T>>;

  constructor(private readonly options: ReadAllOptions<T, R>) {
    this.pages = new PagesAhead(
      async (pageIndex) =>
        await options.fetchPage({ pageIndex, pageSize: this.pageCap || options.pageSize }),
      options.pagesAtOnce ?? 1,
    );
  }

  async read(): Promise<R[]> {
    for (let further = 0; further <= FURTHER_PASSES; further++) {
      const before = this.seen.size;
      // The first pass sees what all passes have seen: a second set of 100,000 keys takes its time.
      const keys = further === 0 ? this.seen : new Set<string>();
      const pass: Pass = { keys, total: undefined, moved: false };
      await this.readOnce(pass);
      if (this.isDone(pass)) return this.accepted;
      if (this.total === undefined && !pass.moved) return this.accepted;
      const broughtNothing = further > 0 && this.seen.size === before;
      if (broughtNothing && (this.total === undefined || !pass.moved)) break;
    }
    // Rows taken away meanwhile make the largest total too large: the latest one judges.
    if (this.latestTotal !== undefined && this.seen.size < this.latestTotal) {
      this.options.onShort?.(this.seen.size, this.latestTotal);
    }
    return this.accepted;
  }

  private async readOnce(pass: Pass): Promise<void> {
    const first = await this.ask(0, pass);
    if (first.keys.length === 0 || (this.isDone(pass) && !this.mayCountPage(first, pass))) return;
    this.pageCap ||= first.keys.length;

    const turn = await this.walkPages(1, first, pass);
    if (!turn) return;
    await this.walkRows(turn.rowIndex, pass);
    // Rows that moved can make page numbers look like row numbers: see what was jumped over.
    if (!this.isDone(pass)) await this.walkPages(turn.pageIndex, undefined, pass);
  }

  /**
   * Goes on by page numbers, until the list ends or proves to be counted in rows.
   *
   * @param previous the answer before; undefined to go on by pages whatever they repeat
   * @returns where to go on in either way of counting, or undefined at the end
   */
  private async walkPages(
    from: number,
    previous: Answer | undefined,
    pass: Pass,
  ): Promise<Turn | undefined> {
    const patience = new Patience(this.pageCap);
    for (let pageIndex = from; ; pageIndex++) {
      // The second answer tells whether pageIndex counts pages at all.
      const countsPages = previous !== undefined && pageIndex > 1;
      const answer = await this.ask(pageIndex, pass, countsPages);
      if (answer.keys.length === 0 || this.isDone(pass)) return undefined;
      if (previous && this.repeats(previous, answer)) {
        return { rowIndex: pageIndex + answer.keys.length, pageIndex: pageIndex + 1 };
      }
      if (previous && answer.repeated > 0) pass.moved = true;
      if (patience.endsAt(answer)) return undefined;
      if (previous) previous = answer;
    }
  }

  /** Goes on by row numbers until the list ends. */
  private async walkRows(from: number, pass: Pass): Promise<void> {
    const patience = new Patience(this.pageCap);
    let rowIndex = from;
    for (;;) {
      const answer = await this.ask(rowIndex, pass);
      if (answer.keys.length === 0 || this.isDone(pass)) return;
      if (answer.repeated > 0) pass.moved = true;
      if (patience.endsAt(answer)) return;
      rowIndex += answer.keys.length;
    }
  }

  /** Counted in rows, the next index gives all rows of the page before but one. */
  private repeats(previous: Answer, answer: Answer): boolean {
    // With a single row a page, pages and rows are the same.
    if (this.pageCap === 1 || answer.repeated * 2 < this.pageCap) return false;
    const known = new Set(previous.keys);
    const overlap = answer.keys.filter((key) => known.has(key)).length;
    return overlap * 2 >= this.pageCap;
  }

  /** @param inRow whether the pages after this one, as far as there are some, are asked for next */
  private async ask(pageIndex: number, pass: Pass, inRow = false): Promise<Answer> {
    const isWanted = (further: number) => inRow && this.isWanted(pageIndex, further);
    const { rows, total } = await this.pages.get(pageIndex, isWanted);
    if (total !== undefined) {
      if (pass.total !== undefined && total !== pass.total) pass.moved = true;
      pass.total = Math.max(total, pass.total ?? 0);
      this.total = Math.max(total, this.total ?? 0);
      this.latestTotal = total;
    }
    const keys = this.keysOf(rows);
    const answer: Answer = { keys, repeated: 0 };
    for (const [at, key] of keys.entries()) {
      if (!addTo(pass.keys, key)) {
        answer.repeated++;
        continue;
      }
      if (pass.keys !== this.seen && !addTo(this.seen, key)) continue;
      this.keep(rows[at]);
      const pause = this.options.pauseIfDue?.();
      if (pause) await pause;
    }
    if (this.total !== undefined && pass.keys.size > this.total) {
      // It counts something else, such as the rows of the page, or counts no further than to some number.
      this.total = this.latestTotal = pass.total = undefined;
    }
    return answer;
  }

  /** Whether a page after the one that is asked for now has rows that are needed. */
  private isWanted(pageIndex: number, further: number): boolean {
    const { limit = Infinity } = this.options;
    const { pageCap, accepted, latestTotal = 0 } = this;
    return (
      (pageIndex + further) * pageCap < latestTotal && accepted.length + further * pageCap < limit
    );
  }

  private keep(row: T): void {
    const { accept, make, limit = Infinity } = this.options;
    if (this.accepted.length >= limit || (accept && !accept(row))) return;
    this.accepted.push(make ? make(row) : (row as unknown as R));
  }

  /** Whether the total may be that of the page: one that is as full as servers or the request make it. */
  private mayCountPage({ keys: { length } }: Answer, pass: Pass): boolean {
    const { limit = Infinity, pageSize } = this.options;
    const isFull = length >= pageSize || length % 100 === 0 || OWN_PAGE_SIZES.has(length);
    return isFull && length === pass.total && this.accepted.length < limit;
  }

  private isDone(pass: Pass): boolean {
    const { limit = Infinity } = this.options;
    if (this.accepted.length >= limit) return true;
    // The pass of its own may be whole where an earlier one saw rows that are gone by now.
    return (
      (this.total !== undefined && this.seen.size >= this.total) ||
      (pass.total !== undefined && pass.keys.size >= pass.total)
    );
  }

  private keysOf(rows: readonly T[]): string[] {
    const alike = new Map<string, number>();
    return rows.map((row) => {
      const key = this.options.keyOf(row);
      if (key !== undefined && key !== '') return `key ${key}`;
      // Within one answer the same content twice is two rows; on another page it is a repeat.
      const content = JSON.stringify(row) ?? '';
      const nth = alike.get(content) ?? 0;
      alike.set(content, nth + 1);
      return `content ${nth} ${content}`;
    });
  }
}

/**
 * To look first whether it is there would be a second search: of 100,000 keys that takes its time.
 *
 * @returns whether it was not there yet
 */
function addTo(keys: Set<string>, key: string): boolean {
  const { size } = keys;
  return keys.add(key).size > size;
}

/**
 * Ends a walk on which page after page brings nothing that the pass has not seen: a platform that answers any index
 * beyond the end with its last page would be asked for ever.
 */
class Patience {
  private left: number;
  private readonly pages: number;

  constructor(pageCap: number) {
    this.pages = Math.max(TOLERATED_PAGES, Math.ceil(TOLERATED_ROWS / pageCap));
    this.left = this.pages;
  }

  endsAt(answer: Answer): boolean {
    const bringsNew = answer.repeated < answer.keys.length;
    this.left = bringsNew ? this.pages : this.left - 1;
    return this.left <= 0;
  }
}
