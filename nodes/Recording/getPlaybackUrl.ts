import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { platformTime, toIso } from '../../xiaoa/shanghaiTime';
import { ENDPOINTS } from '../../xiaoa/endpoints';
import { signedUrl } from '../../xiaoa/signing/signParameters';
import { itemOperation } from '../shared/itemOperation';
import { validSession } from '../shared/validSession';
import { readRecording, readSegment } from './readRecording';
import { recordingFields, segmentFileField } from './recordingFields';

const displayOptions = { show: { resource: ['recording'], operation: ['getPlaybackUrl'] } };

export const option: INodePropertyOptions = {
  name: 'Get Playback URL',
  value: 'getPlaybackUrl',
  action: 'Get playback URL of a recording',
  description: 'Make a link that plays a recording in any browser, for a short time',
  routing: itemOperation(ENDPOINTS.recordingFile, async (context, { itemIndex, connection }) => {
    const ofSegment = context.getNodeParameter('urlFor', 'call') === 'segment';
    const parameters = ofSegment ? readSegment(context) : readRecording(context);
    const { account, session } = await validSession(context, connection, itemIndex);
    const endpoint = ofSegment ? ENDPOINTS.segmentFile : ENDPOINTS.recordingFile;
    const signer = { ...session, encoding: account.signatureEncoding };
    const url = signedUrl(account.baseUrl, endpoint, parameters, signer);
    return [{ json: { url, expiresAt: toIso(platformTime(session.expiresAt)) } }];
  }),
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
