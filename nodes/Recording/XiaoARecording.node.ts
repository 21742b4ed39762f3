import { NodeConnectionTypes, type INodeType, type INodeTypeDescription } from 'n8n-workflow';

import { customOperations, operationProperties, subtitleOf } from '../shared/operation';
import { download } from './download';
import { downloadSegment } from './downloadSegment';
import { getPlaybackUrl } from './getPlaybackUrl';
import { getSegments } from './getSegments';

const RESOURCE = { name: 'Recording', value: 'recording' };

const OPERATIONS = [download, downloadSegment, getPlaybackUrl, getSegments];

export class XiaoARecording implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'XiaoA Recording',
    name: 'xiaoARecording',
    icon: { light: 'file:../../icons/xiaoa.svg', dark: 'file:../../icons/xiaoa.dark.svg' },
    group: ['input'],
    version: 1,
    subtitle: subtitleOf(OPERATIONS),
    description: 'Get call recordings and turn-by-turn transcripts from XiaoA',
    defaults: { name: 'XiaoA Recording' },
    usableAsTool: true,
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: 'xiaoAApi', required: true }],
    builderHint: {
      searchHint:
        'Downloads recordings of AI phone calls (XiaoA, 小A). Connect it to XiaoA CRM or the XiaoA CRM Trigger: its fields are then filled in.',
    },
    requestDefaults: { baseURL: '={{ $credentials.baseUrl }}' },
    // A playback URL holds the API key.
    sensitiveOutputFields: ['url'],
    properties: operationProperties(RESOURCE, 'download', OPERATIONS),
  };

  customOperations = customOperations(RESOURCE.value, OPERATIONS);
}
