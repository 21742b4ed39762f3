import { shanghaiToMs } from '../platform/clock';
import { Random } from '../platform/random';
import type { Catalog, Exchange, Manner, Row } from './manner';

const IDS: Record<string, string> = { crmList: 'id', cdrlist: 'cdr_id' };

/** Each row's id, made of the one that it has. */
function ids(make: (id: number, row: Row) => unknown): Manner {
  return {
    row(row, { endpoint }) {
      const name = IDS[endpoint];
      return name === undefined ? row : { ...row, [name]: make(Number(row[name]), row) };
    },
  };
}

/**
 * Digits that JavaScript has no number for stand in the JSON as a number all the same; also in JSON text that is itself
 * a value of the JSON.
 */
const RAW = /\\?"@raw:(\d+)\\?"/g;

function ofCalls(change: (row: Row, exchange: Exchange) => Row): Manner {
  return {
    row: (row, exchange) =>
      exchange.endpoint === 'crmList' || exchange.endpoint === 'cdrlist'
        ? change(row, exchange)
        : row,
  };
}

/** A call that nobody answered has never been connected: its times are not there, in some writing. */
function neverConnected(time: unknown): Manner {
  return ofCalls((row) =>
    Number(row.talktimes) > 0 ? row : { ...row, connected_at: time, disconnected_at: time },
  );
}

function textsOf(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'number' ? String(value) : value,
    ]),
  );
}

const NEW_REASONS = ['稍后再拨', '停机', '用户拒接', '欠费', '无人应答'];

const NOT_YET = {
  disconnected_at: '',
  endreason: '',
  talktimes: 0,
  recordpath: '',
  recordfile: '',
  talk_info: '',
  labelling: '',
  score: null,
  asks_count: null,
  status: null,
};

/** Between its start and its end a call rings for the first half and is talking in the second. */
function whileItRings(row: Row, { platform }: Exchange): Row {
  const start = shanghaiToMs(String(row.connected_at));
  const end = shanghaiToMs(String(row.disconnected_at));
  const now = platform.clock.now();
  if (now >= end) return row;
  return { ...row, ...NOT_YET, connected_at: now < (start + end) / 2 ? '' : row.connected_at };
}

/** How a server writes what is in a row. */
export const ROWS: Catalog = {
  'random-ids': {
    about: 'gives CRM records random ids of 15 digits',
    make: () =>
      ids((id) => new Random(id, 'random id').between(100_000_000_000_000, 999_999_999_999_999)),
  },
  'huge-ids': {
    about: 'gives CRM records ids beyond 2^53, as numbers in the JSON',
    make: () => ({
      ...ids((id) => `@raw:9007199254740${String(id).padStart(7, '0')}`),
      reply: (answer) => ({ ...answer, text: answer.text.replace(RAW, '$1') }),
    }),
  },
  'text-ids': { about: 'gives the ids of CRM records as text', make: () => ids(String) },
  'zero-ids': { about: 'gives every CRM record the id 0', make: () => ids(() => 0) },
  'no-ids': {
    about: 'gives CRM records no id',
    make: () => ids(() => undefined),
  },
  'text-rows': {
    about: 'writes every number of a row as text, as MySQL hands them to PHP',
    make: () => ({ row: textsOf }),
  },
  'null-as-text': {
    about: 'writes null as ""',
    make: () => ({
      row: (row) =>
        Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value ?? ''])),
    }),
  },
  'epoch-times': {
    about: 'writes the times of a call that nobody answered as 1970-01-01 08:00:00',
    make: () => neverConnected('1970-01-01 08:00:00'),
  },
  'zero-times': {
    about: 'writes the times of a call that nobody answered as 0000-00-00 00:00:00',
    make: () => neverConnected('0000-00-00 00:00:00'),
  },
  'no-times': {
    about: 'has null for the times of a call that nobody answered',
    make: () => neverConnected(null),
  },
  ringing: {
    about: 'lists calls while they ring and while people talk, and completes them at the end',
    make: () => ofCalls(whileItRings),
  },
  'late-scores': {
    about: 'has scores, labels and categories N seconds after the end of a call',
    value: 60,
    make: (seconds) =>
      ofCalls((row, { platform }) => {
        const end = shanghaiToMs(String(row.disconnected_at));
        return platform.clock.now() < end + seconds * 1000
          ? { ...row, score: null, labelling: '', asks_count: null, status: null }
          : row;
      }),
  },
  'score-percent': {
    about: 'writes scores as "85%"',
    make: () =>
      ofCalls((row) => {
        const name = 'asr_c' in row ? 'asr_c' : 'score';
        return row[name] === null ? row : { ...row, [name]: `${String(row[name])}%` };
      }),
  },
  'label-commas': {
    about: 'separates labels by 、',
    make: () =>
      ofCalls((row) => {
        const name = 'asr_b' in row ? 'asr_b' : 'labelling';
        const labels = row[name];
        return typeof labels === 'string'
          ? { ...row, [name]: labels.trim().replace(/ +/g, '、') }
          : row;
      }),
  },
  'new-reasons': {
    about: 'has end reasons of newer servers, such as 用户拒接 and 无人应答',
    make: () =>
      ofCalls((row) =>
        Number(row.talktimes) > 0
          ? row
          : { ...row, endreason: NEW_REASONS[Number(row.id ?? row.cdr_id) % NEW_REASONS.length] },
      ),
  },
  'more-fields': {
    about: 'has further fields in CRM records, as newer servers do',
    make: () => ({
      row: (row, { endpoint }) =>
        endpoint === 'crmList'
          ? {
              ...row,
              source: '春季回访',
              started_at: row.created_at,
              status_manual: null,
              number_status: Number(row.talktimes) > 0 ? 100 : 5,
              area_code: '0755',
              mark: '',
            }
          : row,
    }),
  },
  'cdr-sn-of-task': {
    about: "gives the task's sn as cdr_sn of a CRM record, as the document's sample does",
    make: () => ({
      row: (row, { endpoint, platform }) =>
        endpoint === 'crmList'
          ? {
              ...row,
              cdr_sn: platform.crm.ofCall(platform.accounts.main.username, { sn: String(row.sn) })
                ?.dial_task_main_sn,
            }
          : row,
    }),
  },
};
