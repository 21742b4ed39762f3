import { platformTime, toIso } from '../../xiaoa/shanghaiTime';
import { ENDPOINTS } from '../../xiaoa/endpoints';
import { signerOf } from '../../xiaoa/session/session';
import { signedUrl } from '../../xiaoa/signing/signParameters';
import type { Operation } from '../shared/operation';
import { validSession } from '../shared/validSession';
import { readRecording, readSegment, readServer } from './readRecording';
import {
  ON_MISSING_RECORDING,
  recordingFields,
  recordingOptions,
  segmentFileField,
} from './recordingFields';

export const getPlaybackUrl: Operation = {
  name: 'Get Playback URL',
  value: 'getPlaybackUrl',
  action: 'Get playback URL of recording',
  description: 'Get a temporary link that plays a recording in any browser',
  endpoint: ENDPOINTS.recordingFile,
  runsFor: 'eachItem',
  fields: [
    {
      displayName:
        'Anyone with this link can listen without signing in. It stops working after two hours, or earlier when anyone, including n8n, signs in again with this account. To keep a recording, download it.',
      name: 'playbackUrlNotice',
      type: 'notice',
      default: '',
    },
    {
      displayName: 'URL For',
      name: 'urlFor',
      type: 'options',
      options: [
        { name: 'Call', value: 'call', description: 'The recording of the whole call' },
        { name: 'Segment', value: 'segment', description: 'The recording of a single answer' },
      ],
      default: 'call',
      description: 'What the link plays',
    },
    ...recordingFields({ show: { urlFor: ['call'] } }),
    segmentFileField({ show: { urlFor: ['segment'] } }),
    recordingOptions(ON_MISSING_RECORDING),
  ],
  async run(run) {
    const ofSegment = run.read<string>('urlFor') === 'segment';
    const server = readServer(run);
    const parameters = ofSegment ? readSegment(run) : readRecording(run);
    if (!parameters) return [];
    const { account, session } = await validSession(run.context, run.requestOptions, run.itemIndex);
    const endpoint = ofSegment ? ENDPOINTS.segmentFile : ENDPOINTS.recordingFile;
    const signer = signerOf(session, account);
    const url = signedUrl(server ?? account.baseUrl, endpoint, parameters, signer);
    return [{ json: { url, expiresAt: toIso(platformTime(session.expiresAt)) } }];
  },
};
