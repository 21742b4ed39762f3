import { PlatformError } from '../platform/codes';
import { requiredText, text } from './params';
import { lineOf, readTalkInfo } from '../platform/talkInfo';
import { findTemplate } from '../platform/templates';
import type { CrmRecord } from '../platform/types';
import type { Endpoint } from './endpoint';

/** API §7.9: the turns of one call, by its cdr_sn or by the CRM record's sn. */
export const cdrshow: Endpoint = {
  name: 'cdrshow',
  method: 'POST',
  answer({ platform, account, params }) {
    const cdrSn = text(params, 'cdr_sn');
    const sn = text(params, 'accounts_sn');
    const recordpath = requiredText(params, 'recordpath');
    const recordfile = requiredText(params, 'recordfile');
    requiredText(params, 'connected_at');
    const record = platform.crm.ofCall(account.username, { cdrSn, sn });
    if (record?.recordpath !== recordpath || record.recordfile !== recordfile) {
      throw new PlatformError(50001);
    }
    const { hostname, port } = new URL(platform.url);
    const data = {
      recordfile,
      recordpath,
      cdr_sn: record.cdr_sn,
      ip: hostname,
      port,
      fragment: fragments(record),
    };
    return { data: platform.behaviour.segmentsAnswer === 'list' ? [data] : data };
  },
};

function fragments(record: CrmRecord): object[] {
  const template = findTemplate(record.project_sn);
  return readTalkInfo(record.talk_info).map(({ played, said, recording }, index) => {
    const line = lineOf(template, played);
    return {
      vocfile: line?.vocfile ?? played,
      caption: line?.caption ?? '',
      title: line?.title ?? String(index + 1),
      answer: said,
      fenduanluyin: recording,
    };
  });
}
