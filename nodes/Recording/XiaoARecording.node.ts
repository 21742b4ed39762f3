import { NodeConnectionTypes, type INodeType, type INodeTypeDescription } from 'n8n-workflow';

import { operationProperties } from '../shared/operation';
import { hiddenResource } from '../shared/fields';
import * as download from './download';
import * as downloadSegment from './downloadSegment';
import * as getPlaybackUrl from './getPlaybackUrl';
import * as getSegments from './getSegments';

export class XiaoARecording implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'XiaoA Recording',
    name: 'xiaoARecording',
    icon: { light: 'file:../../icons/xiaoa.svg', dark: 'file:../../icons/xiaoa.dark.svg' },
    group: ['input'],
    version: 1,
    subtitle: '={{ $parameter["operation"] }}',
    description: 'Get the recordings of the calls of the XiaoA voice robot',
    defaults: { name: 'XiaoA Recording' },
    usableAsTool: true,
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: 'xiaoAApi', required: true }],
    requestDefaults: { baseURL: '={{ $credentials.baseUrl }}' },
    properties: [
      hiddenResource('Recording', 'recording'),
      ...operationProperties('recording', 'download', [
        download,
        downloadSegment,
        getPlaybackUrl,
        getSegments,
      ]),
    ],
  };
}
