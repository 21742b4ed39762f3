import { allOf, commonConditions, given } from './callFilters';
import { crmRow } from './crmRow';
import { dateRange } from './dateRange';
import { listData, slice } from './pages';
import { text } from './params';
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
        filter: allOf(conditions, params, behaviour, 'crmList'),
      },
      slice(params, behaviour.paging, 10),
    );
    return { data: listData(rows.map(crmRow), total, behaviour.paging) };
  },
};
