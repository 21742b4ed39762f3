import { allOf, commonConditions, given } from '../callFilters';
import { dateRange } from '../dateRange';
import { listData, slice } from '../pages';
import { text } from '../params';
import type { CrmRecord, CrmRow } from '../types';
import type { Endpoint } from './endpoint';

const FILTERS = { label: 'labelling', score: 'score', questions: 'asks_count' };

/** API §7.10: the CRM records, by the moment of connection. */
export const crmList: Endpoint = {
  name: 'crmList',
  method: 'POST',
  answer({ platform, account, params }) {
    const { behaviour, clock, crm } = platform;
    const phone = text(params, 'phone');
    const categories = text(params, 'status')?.split(',');
    const template = text(params, 'project_sn');
    const aiUserName = text(params, 'ai_user_name');
    const conditions = [
      ...commonConditions(params, FILTERS, behaviour),
      ...given([
        [phone, (record) => record.phone === phone],
        [categories, (record) => record.status !== null && categories!.includes(record.status)],
        [template, (record) => record.project_sn === template],
        [aiUserName, (record) => record.user_name === aiUserName],
      ]),
    ];
    const { total, rows } = crm.list(
      {
        username: account.username,
        range: dateRange(params, clock.now(), behaviour.endDateInclusive),
        order: behaviour.paging.order,
        filter: allOf(conditions, params, behaviour),
      },
      slice(params, behaviour.paging, 10),
    );
    return { data: listData(rows.map(row), total, behaviour.paging) };
  },
};

function row(record: CrmRecord): CrmRow {
  return {
    id: record.id,
    sn: record.sn,
    user_name: record.user_name,
    team_name: record.team_name,
    phone: record.phone,
    created_at: record.created_at,
    name: record.name,
    address: record.address,
    connected_at: record.connected_at,
    disconnected_at: record.disconnected_at,
    talktimes: record.talktimes,
    endreason: record.endreason,
    recordpath: record.recordpath,
    recordfile: record.recordfile,
    talk_info: record.talk_info,
    labelling: record.labelling,
    score: record.score,
    asks_count: record.asks_count,
    status: record.status,
    cdr_sn: record.cdr_sn,
    project_caption: record.project_caption,
    unit: record.unit,
  };
}
