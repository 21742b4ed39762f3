import { IdSet } from '../../xiaoa/idSet';
import { scanWhole, type Opening } from '../../xiaoa/lists/fullScan';
import { scanPages } from '../../xiaoa/lists/pageScan';
import type { Page, PageRequest } from '../../xiaoa/lists/readAll';
import type { ListReader } from '../../xiaoa/lists/reader';
import type { Row } from '../shared/lists';
import { orderOfRows } from './crmList';
import { identify, rowKey } from './memory/identity';
import type { Pause } from './memory/seenRecords';
import type { Sightings } from './sightings';
import type { LastRead, ListMemory, ReadingUnderWay } from './memory/state';

/** Large enough that a day's records are few requests, small enough that one answer stays a few MB. */
export const PAGE_SIZE = 1_000;
/** Among so many of the newest rows those are remembered that have not come out. */
export const FRONT_ROWS = 2_000;

export interface ReadEverythingOptions {
  /** The first day that is asked for. */
  readonly from: string;
  /** When the poll began. */
  readonly started: number;
  readonly last: LastRead;
  /** The front of the list, as far as the reading under way has come. */
  readonly lastFront: IdSet | undefined;
  /** All rows of the list, if that is what its beginning turned out to be. */
  readonly opening?: Opening<Row>;
  readonly reader: ListReader<Row>;
  readonly sightings: Sightings;
  readonly pause: Pause;
  fetchPage(request: PageRequest): Promise<Page<Row>>;
  now(): number;
  isOver(): boolean;
  warn(message: string): void;
}

export interface WholeReading {
  readonly read: LastRead;
  /** When it has ended: what is known of the list now, when it began, and whether this poll alone has read it. */
  readonly ended?: { readonly list: ListMemory; readonly began: number; readonly isOneGo: boolean };
}

/** Reads the whole list, or goes on where an earlier poll had to stop. */
export async function readEverything(options: ReadEverythingOptions): Promise<WholeReading> {
  const { from, started, last, reader, sightings, now, isOver, warn } = options;
  const progress = last.progress?.from === from ? last.progress : undefined;
  const began = now();
  let days = { ...progress?.days };
  let front = (progress && options.lastFront) ?? new IdSet();
  const begin = () => {
    days = {};
    front = new IdSet();
  };
  const sofar = async (): Promise<Omit<ReadingUnderWay, 'rows' | 'pages'>> => ({
    from,
    days,
    front: await front.format(),
    began: progress?.began ?? started,
    took: (progress?.took ?? 0) + now() - began,
  });

  let list: Pick<ListMemory, 'total' | 'order'> = { total: null, order: 'none' };
  const rows = progress?.pages
    ? ({ kind: 'inconsistent' } as const)
    : await scanWhole(reader, {
        progress: progress?.rows,
        opening: options.opening,
        pageSize: PAGE_SIZE,
        keyOf: rowKey,
        orderOf: orderOfRows,
        begin,
        visit: (row, { fromFront, counts }) => {
          const isDone = sightings.look(row);
          const day = sightings.dayOf(row);
          if (counts) days[day] = (days[day] ?? 0) + 1;
          if (!isDone && fromFront !== undefined && fromFront < FRONT_ROWS) {
            front.add(identify(row).key);
          }
        },
        isOver,
      });
  await options.pause();
  if (rows.kind === 'partial') {
    return { read: { ...last, progress: { ...(await sofar()), rows: rows.progress } } };
  }
  if (rows.kind === 'whole') {
    list = rows;
    if (rows.missing > 0) {
      warn(
        `XiaoA reports ${rows.total} calls, but ${rows.missing} of them were missing in three readings`,
      );
    }
  } else {
    begin();
    const pages = await scanPages<Row>({
      fetchPage: async (request) => await options.fetchPage(request),
      progress: progress?.pages,
      pageSize: PAGE_SIZE,
      keyOf: rowKey,
      visit: (row) => void sightings.look(row),
      isOver,
    });
    if (pages.kind === 'partial') {
      return { read: { ...last, progress: { ...(await sofar()), pages: pages.progress } } };
    }
    if (pages.kind === 'endless') {
      warn(
        `XiaoA's list of calls hasn't ended after ${pages.pages} pages. Older calls are not watched.`,
      );
    }
  }
  const { took, began: readFrom, ...known } = await sofar();
  const { counting, pageCap } = reader;
  const { total, order } = list;
  return {
    // The beginning alone does not show whether its total is still right.
    read: { at: options.opening?.isKnown ? last.at : now(), took },
    ended: {
      list: { ...known, total, order, counting, pageCap },
      began: readFrom,
      isOneGo: progress === undefined,
    },
  };
}
