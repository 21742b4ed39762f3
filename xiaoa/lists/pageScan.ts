import type { Page, PageRequest } from './readAll';
import type { Counting } from './reader';

/** How far a scan has come that did not fit into one go. JSON values only. */
export interface PageProgress {
  /** The next `pageIndex` to ask for. */
  readonly pageIndex: number;
  readonly pageCap: number;
  /** Undefined until the second page. */
  readonly counting?: Counting;
  /** Pages that have come so far. */
  readonly pages: number;
}

export interface PageScanOptions<T> {
  fetchPage(request: PageRequest): Promise<Page<T>>;
  /** Undefined to begin. */
  readonly progress?: PageProgress;
  /** Rows to ask for at first; the platform may grant fewer. */
  readonly pageSize: number;
  keyOf(row: T): string;
  /** Called for each row that comes; rows can come again. */
  visit(row: T): void;
  /** Asked between two requests: whether this is enough for now. */
  isOver(): boolean;
}

export type PageOutcome =
  | { kind: 'whole' }
  | { kind: 'partial'; progress: PageProgress }
  /** There are more pages than any list has. */
  | { kind: 'endless'; pages: number };

/** Ends a list that never does. */
const MOST_PAGES = 2_000;
/** So many pages without a row that was not there before end a list that goes on repeating its last page. */
const PAGES_WITHOUT_NEWS = 3;

/**
 * Reads a list whose answers do not say how many rows there are: page after page, until one is empty. Rows that are
 * put in front meanwhile come twice; a row that is taken away can hide another one, which the next scan finds. A scan
 * that goes on looks at the first page before that, because that is mostly where new rows appear.
 *
 * @source API §7.10, where some platforms leave `total` out
 */
export async function scanPages<T>(options: PageScanOptions<T>): Promise<PageOutcome> {
  const { fetchPage, keyOf, visit, isOver, progress } = options;
  const seen = new Set<string>();
  const read = async (pageIndex: number, pageSize: number) => {
    const { rows } = await fetchPage({ pageIndex, pageSize });
    const keys = rows.map(keyOf);
    const news = keys.filter((key) => !seen.has(key)).length;
    keys.forEach((key) => seen.add(key));
    rows.forEach((row) => visit(row));
    return { keys, news };
  };

  let { pageIndex, pageCap, counting, pages }: PageProgress = progress ?? {
    pageIndex: 1,
    pageCap: options.pageSize,
    pages: 1,
  };
  const first = await read(0, pageCap);
  if (first.keys.length === 0) return { kind: 'whole' };
  if (!progress) pageCap = first.keys.length;

  let idle = 0;
  while (!isOver()) {
    if (pages >= MOST_PAGES) return { kind: 'endless', pages };
    const { keys, news } = await read(pageIndex, pageCap);
    pages++;
    // Index 1 gives mostly the same rows again if it counts rows.
    counting ??= news * 2 <= keys.length && news > 0 ? 'rows' : 'pages';
    idle = news === 0 ? idle + 1 : 0;
    if (keys.length > 0 && idle < PAGES_WITHOUT_NEWS) {
      pageIndex += counting === 'rows' ? keys.length : 1;
    } else if (counting === 'rows') {
      // Rows that moved can make page numbers look like row numbers: see what was jumped over.
      counting = 'pages';
      pageIndex = 2;
      idle = 0;
    } else {
      return { kind: 'whole' };
    }
  }
  return { kind: 'partial', progress: { pageIndex, pageCap, counting, pages } };
}
