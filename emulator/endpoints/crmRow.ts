import type { CrmRecord, CrmRow } from '../platform/types';

/** A record as crmList gives it (API §7.10), without what the filters alone go by. */
export function crmRow(record: CrmRecord): CrmRow {
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
