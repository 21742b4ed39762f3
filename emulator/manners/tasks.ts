import type { Params } from '../platform/types';
import type { Catalog, Manner } from './manner';

const WORDS = ['未发送', '发送中', '已发送', '暂停发送', '终止'];

/** The numbers of: not sent, sending, sent, paused, terminated. */
function numbered(...numbers: number[]): Manner {
  return {
    row(row, { endpoint }) {
      if (endpoint !== 'index') return row;
      const waits = row.status === '暂停发送' && Number(row.send_count) === 0 && !row.started_at;
      const state = WORDS.indexOf(String(row.status));
      // Only a list that tells "not sent" from "paused" has a number for it.
      return { ...row, status: numbers[waits && numbers[0] >= 0 ? 0 : state] };
    },
  };
}

const FILTERS = [
  'status',
  'talktimes_min',
  'talktimes_max',
  'score',
  'asks_count',
  'asr_c',
  'asr_d',
];

function withoutZeros(params: Params): Params {
  return Object.fromEntries(
    Object.entries(params).filter(
      ([name, value]) => !(FILTERS.includes(name) && (value === 0 || value === '0')),
    ),
  );
}

/** What is particular about tasks, filters and imports. */
export const TASKS: Catalog = {
  'zero-is-empty': {
    about: 'holds a filter of 0 to be empty, as PHP does: no status 0, no score 0',
    make: () => ({ params: withoutZeros }),
  },
  'end-exclusive': {
    about: 'takes an end date without a time as the midnight before that day',
    make: () => ({ behaviour: { endDateInclusive: false } }),
  },
  'score-equal': {
    about: 'finds the records with exactly the score of the filter',
    make: () => ({ behaviour: { scoreFilter: 'equal' } }),
  },
  'status-filter-numbers': {
    about: "tells a task's status by the filter's numbers: 0 sending, 1 sent, 4 paused",
    make: () => numbered(-1, 0, 1, 4, 5),
  },
  'status-table-numbers': {
    about: "tells a task's status by the table's numbers: 1 not sent, 2 sent, 3 calling, 4 paused",
    make: () => numbered(1, 3, 2, 4, 5),
  },
  'status-import-numbers': {
    about: "tells a task's status as 20 not sent, 21 done, 22 sending, 24 paused",
    make: () => numbered(20, 22, 21, 24, 25),
  },
  'status-stored-numbers': {
    about: "tells a task's status as 0 not sent, 1 done, 2 sending, 4 paused",
    make: () => numbered(0, 2, 1, 4, 5),
  },
  terminates: {
    about: 'knows the operation "end", which terminates a task (newer servers)',
    make: () => ({ behaviour: { terminates: true } }),
  },
  'pkeys-sn': {
    about: "takes a task's sn in pkeys as well (newer servers)",
    make: () => ({
      params(params, { platform }) {
        const task = platform.tasks.all.find(
          ({ dial_task_main_sn }) => dial_task_main_sn === params.pkeys,
        );
        return task ? { ...params, pkeys: String(task.dial_task_main_id) } : params;
      },
    }),
  },
  'import-counts': {
    about: 'drops phones that end in 44 as not to be called, and counts them (newer servers)',
    make: () => ({ behaviour: { doNotCall: '44' } }),
  },
  'access-id': {
    about: 'takes logins by access ID, too, which leave the old key in place (newer servers)',
    make: () => ({ behaviour: { accessIdLogin: true } }),
  },
  'odd-user-sn': {
    about: 'has user_sn that are short numbers',
    make: () => ({
      params: (params, { platform }) =>
        params.user_sn === '1024' ? { ...params, user_sn: platform.accounts.main.userSn } : params,
      envelope: (envelope, { endpoint }) =>
        endpoint === 'login' && envelope.code === 0
          ? { ...envelope, data: { ...(envelope.data as object), user_sn: '1024' } }
          : envelope,
    }),
  },
  'wrong-clock': {
    about: 'has a clock that is N seconds ahead, or behind if N is negative',
    value: -3_600,
    make: (clockOffsetSeconds) => ({ behaviour: { clockOffsetSeconds } }),
  },
};
