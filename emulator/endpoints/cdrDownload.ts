import { PlatformError } from '../platform/codes';
import { requiredText } from './params';
import { soundFor } from '../platform/sound';
import type { Endpoint } from './endpoint';

/** API §7.11: the recording of a whole call, as long as the call was. */
export const cdrDownload: Endpoint = {
  name: 'cdrDownload',
  method: 'GET',
  answer({ platform, account, params }) {
    const path = requiredText(params, 'recordpath');
    const file = requiredText(params, 'recordfile');
    const record = platform.crm.ofRecording(account.username, path, file);
    if (!record) throw new PlatformError(50001);
    return { file: { name: file.split('/').pop()!, ...soundFor(file, record.talktimes) } };
  },
};
