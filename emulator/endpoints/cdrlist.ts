import { allOf, commonConditions, given } from './callFilters';
import { shanghaiText, shanghaiToMs } from '../platform/clock';
import { dateRange } from './dateRange';
import { listData, slice } from './pages';
import { text } from './params';
import { TEAM } from '../platform/templates';
import type { CrmRecord } from '../platform/types';
import type { Endpoint } from './endpoint';

const FILTERS = { label: 'asr_b', score: 'asr_c', questions: 'asr_d' };
/** Call records have numbers of their own. */
const ID_OFFSET = 1_900_000;
const RING_SECONDS = 12;

/** API §7.8, deprecated: the same calls as crmList, in the words of the telephone system. */
export const cdrlist: Endpoint = {
  name: 'cdrlist',
  method: 'POST',
  answer({ platform, account, params }) {
    const { behaviour, clock, crm } = platform;
    const callee = text(params, 'callee');
    const caller = text(params, 'caller');
    const batch = text(params, 'batch_number');
    const conditions = [
      ...commonConditions(params, FILTERS, behaviour),
      ...given([
        [callee, (record) => record.phone === callee],
        [caller, () => caller === TEAM.caller_group],
        [batch, (record) => record.batch_number === batch],
      ]),
    ];
    const { total, rows } = crm.list(
      {
        username: account.username,
        range: dateRange(params, clock.now(), behaviour.endDateInclusive),
        order: behaviour.paging.order,
        filter: allOf(conditions, params, behaviour, 'cdrlist'),
      },
      slice(params, behaviour.paging, 5),
    );
    return { data: listData(rows.map(row), total, behaviour.paging) };
  },
};

function row(record: CrmRecord): object {
  const rung = shanghaiText(shanghaiToMs(record.connected_at) - RING_SECONDS * 1000);
  return {
    cdr_id: ID_OFFSET + record.id,
    cdr_sn: record.cdr_sn,
    project_sn: record.project_sn,
    caller: TEAM.caller_group,
    callee: record.phone,
    user_name: record.user_name,
    team_name: record.team_name,
    connected_at: record.connected_at,
    disconnected_at: record.disconnected_at,
    talktimes: record.talktimes,
    endreason: record.endreason,
    recordpath: record.recordpath,
    recordfile: record.recordfile,
    direction: '0',
    startqueue_at: rung,
    endqueue_at: rung,
    queuetimes: 0,
    startring_at: rung,
    endring_at: record.connected_at,
    ringtimes: RING_SECONDS,
    asr_a: record.talk_info,
    asr_b: record.labelling,
    asr_c: record.score,
    asr_d: record.asks_count,
    dial_task_main_sn: record.dial_task_main_sn,
    user_sn: record.ai_user_sn,
    team_sn: TEAM.team_sn,
  };
}
