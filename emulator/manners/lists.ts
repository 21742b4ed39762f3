import type { Catalog, Envelope, Manner, Row } from './manner';

const isList = (endpoint: string) => ['index', 'crmList', 'cdrlist'].includes(endpoint);

/** `{"1": …, "3": …}`: what json_encode makes of a list from which array_filter took some. */
function gapped(rows: Row[]): unknown {
  return rows.length === 0 ? rows : Object.fromEntries(rows.map((row, at) => [2 * at + 1, row]));
}

function emptyAs(nothing: unknown): Manner {
  return { rows: (rows) => (rows.length === 0 ? nothing : rows) };
}

function onLists(change: (data: Row, envelope: Envelope) => Envelope): Manner {
  return {
    envelope: (envelope, { endpoint }) =>
      envelope.code === 0 && isList(endpoint) ? change(envelope.data as Row, envelope) : envelope,
  };
}

/** The last page again for every page behind it, as ThinkPHP does when it rolls. */
function rolled(rows: Row[], last: Row[]): Row[] {
  return rows.length === 0 ? last : rows;
}

/** How a server writes its lists. */
export const LISTS: Catalog = {
  'gap-lists': {
    about: 'writes lists as objects with gaps: {"1": …, "3": …}',
    make: () => ({ rows: gapped }),
  },
  'empty-text': { about: 'writes an empty list as ""', make: () => emptyAs('') },
  'empty-object': { about: 'writes an empty list as {}', make: () => emptyAs({}) },
  'empty-false': { about: 'writes an empty list as false', make: () => emptyAs(false) },
  'empty-null': { about: 'writes an empty list as null', make: () => emptyAs(null) },
  'empty-data': {
    about: 'answers "" as data where a list has no rows',
    make: () =>
      onLists((data, envelope) => {
        const { list } = data;
        return Array.isArray(list) && list.length === 0 ? { ...envelope, data: '' } : envelope;
      }),
  },
  'nested-fragments': {
    about: 'answers the segments of a call as a list in a list',
    make: () => ({ rows: (rows, { endpoint }) => (endpoint === 'cdrshow' ? [rows] : rows) }),
  },
  'total-beside': {
    about: 'answers rows as data, with total beside it',
    make: () => onLists(({ list, total }, { code, msg }) => ({ code, msg, total, data: list })),
  },
  'total-missing': {
    about: 'tells no total',
    make: () => onLists(({ list }, envelope) => ({ ...envelope, data: { list } })),
  },
  'total-text': {
    about: 'writes total as text',
    make: () => ({ behaviour: { paging: { total: 'text' } } }),
  },
  paginator: {
    about: 'answers as Laravel does: current_page, data, per_page, total',
    make: () =>
      onLists(({ list, total }, envelope) => ({
        ...envelope,
        data: { current_page: 1, data: list, per_page: 15, total },
      })),
  },
  'oldest-first': {
    about: 'lists the oldest row first',
    make: () => ({ behaviour: { paging: { order: 'oldest' } } }),
  },
  shuffled: {
    about: 'lists rows in an order that follows nothing',
    make: () => ({ behaviour: { paging: { order: 'shuffled' } } }),
  },
  offset: {
    about: 'takes pageIndex as the number of a row, not of a page',
    make: () => ({ behaviour: { paging: { index: 'offset' } } }),
  },
  'last-page-again': {
    about: 'tells no total, and gives the last page again for every page behind it',
    make() {
      const lastPages = new Map<string, Row[]>();
      const withoutTotal = LISTS['total-missing'].make(0);
      return {
        ...withoutTotal,
        rows(rows, { endpoint, params }) {
          const { url, pageIndex, ...query } = params;
          const key = JSON.stringify([endpoint, query]);
          const page = rolled(rows, lastPages.get(key) ?? []);
          if (isList(endpoint)) lastPages.set(key, page);
          void url;
          void pageIndex;
          return isList(endpoint) ? page : rows;
        },
      };
    },
  },
  endless: {
    about: 'tells no total, and finds further CRM records on every page for ever',
    make() {
      const withoutTotal = LISTS['total-missing'].make(0);
      return {
        ...withoutTotal,
        rows(rows, { endpoint, params }) {
          if (endpoint !== 'crmList') return rows;
          const size = Number(params.pageSize ?? 10);
          const first = Number(params.pageIndex ?? 0) * size;
          const model = rows[0] ?? {};
          const more = Array.from({ length: Math.max(0, size - rows.length) }, (_, at) => {
            const id = 1_000_000_000 - first - at;
            return { ...model, id, sn: `account|${String(id).padStart(32, '0')}` };
          });
          return [...rows, ...more];
        },
      };
    },
  },
};
