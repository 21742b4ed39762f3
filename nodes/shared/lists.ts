import type { IDataObject } from 'n8n-workflow';

import { ENDPOINTS, type Endpoint } from '../../xiaoa/endpoints';
import { readAll } from '../../xiaoa/lists/readAll';
import { rowsOf, type Row } from '../../xiaoa/lists/rows';
import { simplifyAiUser } from '../../xiaoa/records/aiUser';
import { simplifyCallRecord } from '../../xiaoa/records/callRecord';
import { simplifyCrmRecord } from '../../xiaoa/records/crmRecord';
import { simplifyTask } from '../../xiaoa/records/task';
import { simplifyTemplate } from '../../xiaoa/records/template';
import type { Parameters } from '../../xiaoa/signing/signParameters';
import { text } from '../../xiaoa/values';
import { call } from './request';
import type { Connection, TransportContext } from './context';
import { fetchPage } from './pages';

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
export interface ReadOptions {
  readonly limit?: number;
  readonly itemIndex?: number;
  readonly connection?: Connection;
  /** Whether nothing else asks the platform at the same time. */
  readonly alone?: boolean;
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
export async function readRows(
  context: TransportContext,
  listing: Listing,
  query: Query,
  options: ReadOptions = {},
): Promise<Row[]> {
  const { endpoint, keyOf } = listing;
  const { limit, itemIndex, connection, alone } = options;
  const request = { endpoint, parameters: query.parameters, itemIndex, connection };
  if (!keyOf) {
    const { rows } = await call(context, request, rowsOf);
    return rows.filter(query.accept ?? (() => true)).slice(0, limit);
  }
  return await readAll<Row>({
    fetchPage: async (page) => await fetchPage(context, request, page),
    keyOf,
    pageSize: pageSizeFor(limit, query.accept !== undefined),
    accept: query.accept,
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
