import { scanFront } from '../../xiaoa/lists/frontScan';
import type { Opening } from '../../xiaoa/lists/fullScan';
import type { Order } from '../../xiaoa/lists/rows';
import { unlessInconsistent, type ListReader } from '../../xiaoa/lists/reader';
import type { Row } from '../shared/lists';
import { identify, rowKey } from './memory/identity';
import type { ListMemory } from './memory/state';
import type { Memory } from './memory/unpack';
import { PAGE_SIZE } from './readEverything';
import type { Sightings } from './sightings';

/** Small enough to cost next to nothing, large enough for what an ordinary minute brings. */
const PROBE_SIZE = 20;
/** So many pages are read to find calls that had not ended. */
const PAGES_FOR_OPEN_CALLS = 5;

export interface ReadNewsOptions {
  /** What is known of the list. */
  readonly list: ListMemory;
  /** Its front has been read. */
  readonly memory: Memory;
  readonly reader: ListReader<Row>;
  readonly sightings: Sightings;
  /** More new rows than this are left to a reading of the whole list. */
  readonly mostRows: number;
}

/** The new rows, as far as the total and the front of the list explain what has happened to it. */
export type News =
  | { kind: 'explained'; list: ListMemory }
  | ({ kind: 'short' } & Opening<Row>)
  | { kind: 'unexplained' };

/** Looks for what is new since the list was read, with requests in proportion to that. */
export async function readNews(options: ReadNewsOptions): Promise<News> {
  const { list, memory, reader, sightings, mostRows } = options;
  const { order, total } = list;
  const front = memory.front!;
  const added = new Map<string, { row: Row; isDone: boolean }>();
  const outcome = await scanFront(reader, {
    order,
    total: total ?? 0,
    probeSize: PROBE_SIZE,
    pageSize: PAGE_SIZE,
    mostAdded: mostRows,
    keyOf: rowKey,
    isKnown: (row) => sightings.isSeen(row) || front.has(identify(row).key),
    visit: (row, isKnown) => {
      const isDone = sightings.look(row);
      if (!isKnown) added.set(rowKey(row), { row, isDone });
    },
  });
  if (outcome.kind !== 'explained') return outcome;
  await unlessInconsistent(lookForOpenCalls(options, order, outcome), undefined);
  if (added.size === 0) return { kind: 'explained', list };
  const days = { ...list.days };
  for (const { row, isDone } of added.values()) {
    const day = sightings.dayOf(row);
    days[day] = (days[day] ?? 0) + 1;
    if (!isDone) front.add(identify(row).key);
  }
  const known = { total: outcome.total, days, front: await front.format() };
  return { kind: 'explained', list: { ...list, ...known } };
}

/** Calls that had not ended stand near the end where new rows appear: they are looked at until they have ended. */
async function lookForOpenCalls(
  { memory, reader, sightings }: ReadNewsOptions,
  order: Order,
  { total, covered }: { total: number; covered: number },
): Promise<void> {
  let place = covered;
  for (let page = 0; page < PAGES_FOR_OPEN_CALLS; page++) {
    if (memory.open.unmet === 0 || place >= total || order === 'none') return;
    const { start, rows } =
      order === 'newest'
        ? await reader.slice(place, 'first', PAGE_SIZE)
        : await reader.slice(total - place - 1, 'last', PAGE_SIZE);
    rows.forEach((row) => sightings.look(row));
    place = order === 'newest' ? start + rows.length : total - start;
  }
}
