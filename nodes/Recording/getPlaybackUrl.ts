import { platformTime, toIso } from '../../xiaoa/shanghaiTime';
import { ENDPOINTS } from '../../xiaoa/endpoints';
import { signedUrl } from '../../xiaoa/signing/signParameters';
import type { Operation } from '../shared/operation';
import { validSession } from '../shared/validSession';
import { readRecording, readSegment } from './readRecording';
import { recordingFields, segmentFileField } from './recordingFields';

export const getPlaybackUrl: Operation = {
  name: 'Get Playback URL',
  value: 'getPlaybackUrl',
  action: 'Get playback URL of a recording',
  description: 'Make a link that plays a recording in any browser, for a short time',
  endpoint: ENDPOINTS.recordingFile,
  runsFor: 'eachItem',
  fields: [
    {
      displayName:
        'Whoever has the link can listen, without signing in. It dies with the key in it: after two hours at most, and as soon as anyone, n8n included, signs in to the API with this account again. To keep a recording, download it.',
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
      description: 'What the link is to play',
    },
    ...recordingFields({ show: { urlFor: ['call'] } }),
    segmentFileField({ show: { urlFor: ['segment'] } }),
  ],
  async run(run) {
    const ofSegment = run.read<string>('urlFor') === 'segment';
    const parameters = ofSegment ? readSegment(run) : readRecording(run);
    const { account, session } = await validSession(run.context, run.requestOptions, run.itemIndex);
    const endpoint = ofSegment ? ENDPOINTS.segmentFile : ENDPOINTS.recordingFile;
    const signer = { ...session, encoding: account.signatureEncoding };
    const url = signedUrl(account.baseUrl, endpoint, parameters, signer);
    return [{ json: { url, expiresAt: toIso(platformTime(session.expiresAt)) } }];
  },
};
