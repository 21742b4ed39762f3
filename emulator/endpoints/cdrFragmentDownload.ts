import { PlatformError } from '../platform/codes';
import { requiredText } from './params';
import { soundFor } from '../platform/sound';
import type { Endpoint } from './endpoint';

/** What one answer takes, in seconds. */
const SEGMENT_SECONDS = 4;

/** API §7.12: the recording of one answer, named by its whole path. */
export const cdrFragmentDownload: Endpoint = {
  name: 'cdrFragmentDownload',
  method: 'GET',
  answer({ platform, account, params }) {
    const file = requiredText(params, 'recordfile');
    if (!platform.crm.ofSegment(account.username, file)) throw new PlatformError(50001);
    return { file: { name: file.split('/').pop()!, ...soundFor(file, SEGMENT_SECONDS) } };
  },
};
