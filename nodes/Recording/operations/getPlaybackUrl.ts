import type {
  IExecutePaginationFunctions,
  INodeExecutionData,
  INodeProperties,
  INodePropertyOptions,
} from 'n8n-workflow';

import { toIso } from '../../../xiaoa/calendar';
import { ENDPOINTS } from '../../../xiaoa/endpoints';
import { platformTime } from '../../../xiaoa/platformTime';
import { signedUrl } from '../../../xiaoa/session/signedUrl';
import { connectionOf } from '../../shared/transport/connection';
import { validSession } from '../../shared/transport/session';
import { readRecording, readSegment } from '../readRecording';
import { recordingFields, segmentFileField } from '../recordingFields';

const displayOptions = { show: { resource: ['recording'], operation: ['getPlaybackUrl'] } };

export const option: INodePropertyOptions = {
  name: 'Get Playback URL',
  value: 'getPlaybackUrl',
  action: 'Get playback URL of a recording',
  description: 'Make a link that plays a recording in any browser, for a short time',
  routing: {
    request: { method: ENDPOINTS.recordingFile.method, url: ENDPOINTS.recordingFile.path },
    send: { paginate: true },
    operations: {
      async pagination(this: IExecutePaginationFunctions, request): Promise<INodeExecutionData[]> {
        const item = this.getItemIndex();
        const ofSegment = this.getNodeParameter('urlFor', 'call') === 'segment';
        const parameters = ofSegment ? readSegment(this) : readRecording(this);
        const { account, session } = await validSession(this, connectionOf(request.options), item);
        const endpoint = ofSegment ? ENDPOINTS.segmentFile : ENDPOINTS.recordingFile;
        const url = signedUrl(endpoint, parameters, account, session);
        const expiresAt = toIso(platformTime(session.expiresAt));
        return [{ json: { url, expiresAt }, pairedItem: { item } }];
      },
    },
  },
};

export const fields: INodeProperties[] = [
  {
    displayName:
      'Whoever has the link can listen, without signing in. It dies with the key in it: after two hours at most, and as soon as anyone, n8n included, signs in to the API with this account again. To keep a recording, download it.',
    name: 'playbackUrlNotice',
    type: 'notice',
    displayOptions,
    default: '',
  },
  {
    displayName: 'URL For',
    name: 'urlFor',
    type: 'options',
    displayOptions,
    options: [
      { name: 'Call', value: 'call', description: 'The recording of the whole call' },
      { name: 'Segment', value: 'segment', description: 'The recording of a single answer' },
    ],
    default: 'call',
    description: 'What the link is to play',
  },
  ...recordingFields({ show: { ...displayOptions.show, urlFor: ['call'] } }),
  segmentFileField({ show: { ...displayOptions.show, urlFor: ['segment'] } }),
];
