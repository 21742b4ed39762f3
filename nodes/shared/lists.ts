import { type IDataObject, NodeApiError } from 'n8n-workflow';

import { ENDPOINTS, type Endpoint } from '../../xiaoa/endpoints';
import { readAll, type Page, type PageRequest } from '../../xiaoa/lists/readAll';
import { InconsistentList } from '../../xiaoa/lists/reader';
import { rowsOf, type Row } from '../../xiaoa/lists/rows';
import { simplifyAiUser } from '../../xiaoa/records/aiUser';
import { simplifyCallRecord } from '../../xiaoa/records/callRecord';
import { simplifyCrmRecord } from '../../xiaoa/records/crmRecord';
import { simplifyTask } from '../../xiaoa/records/task';
import { simplifyTemplate } from '../../xiaoa/records/template';
import type { Parameters } from '../../xiaoa/signing/signParameters';
import { text } from '../../xiaoa/values';
import { type Connection, type TransportContext, CREDENTIAL_TYPE } from './context';
import { watchEventLoop } from './eventLoop';
import { call } from './request';

export type { Row } from '../../xiaoa/lists/rows';

/** What to ask a list for, and which of its rows to keep. */
export interface Query {
  readonly parameters: Parameters;
  /** For what the platform cannot filter, or filters only by the day. */
  readonly accept?: (row: Row) => boolean;
}

/** A list of the platform. */
export interface Listing {
  readonly endpoint: Endpoint;
  /** What identifies a row; lists without it come in one piece (API §7.3, §7.4). */
  readonly keyOf?: (row: Row) => string | undefined;
  /** @param asked what the list was asked for, which tells what rows leave out, and `includeTranscriptTurns` */
  readonly simplify: (row: Row, asked?: Parameters) => object;
}

const keyOf =
  (idField: string, snField: string) =>
  (row: Row): string | undefined => {
    const id = text(row[idField]);
    const sn = text(row[snField]);
    if (id === undefined || id === '0') return sn;
    // Numbers above 2^53 may have been rounded to the same one.
    return sn === undefined ? id : `${id} ${sn}`;
  };

/** API §7.2. */
export const TASKS: Listing = {
  endpoint: ENDPOINTS.tasks,
  keyOf: keyOf('dial_task_main_id', 'dial_task_main_sn'),
  simplify: simplifyTask,
};

/** API §7.3. */
export const AI_USERS: Listing = { endpoint: ENDPOINTS.aiUsers, simplify: simplifyAiUser };

/** API §7.4. */
export const TEMPLATES: Listing = { endpoint: ENDPOINTS.templates, simplify: simplifyTemplate };

/** API §7.8, deprecated by the vendor. */
export const CALL_RECORDS: Listing = {
  endpoint: ENDPOINTS.callRecords,
  keyOf: keyOf('cdr_id', 'cdr_sn'),
  simplify: simplifyCallRecord,
};

/** API §7.10. */
export const CRM_RECORDS: Listing = {
  endpoint: ENDPOINTS.crmRecords,
  keyOf: keyOf('id', 'sn'),
  simplify: simplifyCrmRecord,
};

export interface ReadOptions<R = Row> {
  readonly limit?: number;
  readonly itemIndex?: number;
  readonly connection?: Connection;
  /** Whether nothing else asks the platform at the same time. */
  readonly alone?: boolean;
  /** What to keep of a row; the row itself by default. A long list needs half the memory if that is less. */
  readonly make?: (row: Row) => R;
}

/** Large enough that a day's records are few requests, small enough that one answer stays a few MB. */
const PAGE_SIZE = 1_000;
/** Most of the time of a long list is waiting for the platform; a browser asks for as many files at a time. */
const PAGES_AT_ONCE = 5;
/** Where rows are dropped here, a page of just the limit would mean a request for every few results. */
const SMALL_PAGE = 100;

/**
 * Reads the rows that a query asks for, each once, over as many pages as it takes.
 *
 * @throws {NodeApiError}
 */
export async function readRows<R = Row>(
  context: TransportContext,
  listing: Listing,
  query: Query,
  options: ReadOptions<R> = {},
): Promise<R[]> {
  const { endpoint, keyOf } = listing;
  const { limit, itemIndex, connection, alone, make = (row) => row as R } = options;
  const request = { endpoint, parameters: query.parameters, itemIndex, connection };
  if (!keyOf) {
    const { rows } = await call(context, request, rowsOf);
    return rows
      .filter(query.accept ?? (() => true))
      .slice(0, limit)
      .map(make);
  }
  const { pauseIfDue, turned } = watchEventLoop();
  return await readAll<Row, R>({
    fetchPage: async (page) => {
      const answer = await fetchPage(context, request, page);
      turned();
      return answer;
    },
    keyOf,
    pageSize: pageSizeFor(limit, query.accept !== undefined),
    accept: query.accept,
    make,
    pauseIfDue,
    limit,
    pagesAtOnce: alone ? PAGES_AT_ONCE : 1,
    onShort: (found, total) =>
      context.logger.warn(
        `XiaoA reports ${total} rows at ${endpoint.path}, but gave ${found} after reading all pages again`,
      ),
  });
}

function pageSizeFor(limit: number | undefined, dropsRows: boolean): number {
  if (limit === undefined) return PAGE_SIZE;
  return Math.min(dropsRows ? Math.max(limit, SMALL_PAGE) : limit, PAGE_SIZE);
}

/** The fields of a record as people want to see them, or as the platform sent them. */
export function shape(
  listing: Listing,
  row: Row,
  simplify: boolean,
  asked?: Parameters,
): IDataObject {
  return (simplify ? listing.simplify(row, asked) : row) as IDataObject;
}

/** A list, what to ask it for, and what the errors have to name. */
export interface ListRequest {
  readonly endpoint: Endpoint;
  readonly parameters: Parameters;
  readonly itemIndex?: number;
  readonly connection?: Connection;
}

/** The platform's word for a parameter that it does not like, such as too large a page. */
const WRONG_FORMAT = '20002';
/** Sizes to fall back to. The smallest is the platform's own default (API §7.2). */
const SMALLEST_PAGE = 5;
const SMALLER_PAGES = [100, 50, 20, 10, SMALLEST_PAGE];
/** A server may be changed: then larger pages are tried again. */
const REMEMBERED_MS = 6 * 3600 * 1000;

interface PageCap {
  readonly size: number;
  readonly until: number;
}

/** The page sizes that servers accepted after they had refused larger ones, by credential and list. */
const pageCaps = new Map<string, PageCap>();
const MOST_CAPS = 1_000;

/**
 * Asks for one page of a list. Some servers refuse large pages: then it asks for smaller ones, and goes on with the
 * size that is accepted.
 *
 * @throws {NodeApiError}
 * @throws {InconsistentList} when a further page is refused for its size, after the server was changed
 */
export async function fetchPage(
  context: TransportContext,
  request: ListRequest,
  { pageIndex, pageSize }: PageRequest,
): Promise<Page<Row>> {
  const place = `${context.getNode().credentials?.[CREDENTIAL_TYPE]?.id ?? ''} ${request.endpoint.path}`;
  const { parameters, ...site } = request;
  const ask = async (size: number) =>
    await call(
      context,
      { ...site, parameters: { pageIndex, pageSize: size, ...parameters } },
      rowsOf,
    );

  if (pageIndex > 0) {
    const further = await unlessRefused(ask(pageSize));
    if ('rows' in further) return further;
    // Of another size it would begin elsewhere. What is known of the list no longer holds: read its beginning again.
    if (pageSize > SMALLEST_PAGE) throw new InconsistentList('Pages of this size are refused');
    return await Promise.reject(further);
  }
  const accepted = Math.min(pageSize, capOf(place));
  const first = await unlessRefused(ask(accepted));
  if ('rows' in first) return first;
  for (const size of SMALLER_PAGES.filter((smaller) => smaller < accepted)) {
    const page = await unlessRefused(ask(size));
    if (!('rows' in page)) continue;
    remember(place, size);
    return page;
  }
  return await Promise.reject(first);
}

/** The page, or the error that may be about its size. */
async function unlessRefused(page: Promise<Page<Row>>): Promise<Page<Row> | NodeApiError> {
  return await page.catch(async (error: unknown) =>
    isWrongFormat(error) ? error : await Promise.reject(error),
  );
}

function isWrongFormat(error: unknown): error is NodeApiError {
  return error instanceof NodeApiError && error.httpCode === WRONG_FORMAT;
}

function capOf(place: string): number {
  const cap = pageCaps.get(place);
  return cap !== undefined && Date.now() < cap.until ? cap.size : Infinity;
}

function remember(place: string, size: number): void {
  if (pageCaps.size >= MOST_CAPS) pageCaps.clear();
  pageCaps.set(place, { size, until: Date.now() + REMEMBERED_MS });
}
