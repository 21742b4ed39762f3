import { NodeApiError } from 'n8n-workflow';

import type { Endpoint } from '../../xiaoa/endpoints';
import type { Page, PageRequest } from '../../xiaoa/lists/readAll';
import { InconsistentList } from '../../xiaoa/lists/reader';
import { rowsOf, type Row } from '../../xiaoa/lists/rows';
import type { Parameters } from '../../xiaoa/signing/signParameters';
import { CREDENTIAL_TYPE, type Connection, type TransportContext } from './context';
import { call } from './request';

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
