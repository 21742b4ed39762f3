import type {
  IDataObject,
  IExecutePaginationFunctions,
  INodeProperties,
  INodePropertyOptions,
} from 'n8n-workflow';

import { parseUserTime, platformTime } from '../../xiaoa/shanghaiTime';
import { ENDPOINTS } from '../../xiaoa/endpoints';
import { segmentsOf, simplifySegment } from '../../xiaoa/records/segments';
import type { Parameters } from '../../xiaoa/signing/signParameters';
import { named } from '../shared/inputErrors';
import { simplifyOnDemandField } from '../shared/fields';
import { text } from '../../xiaoa/values';
import { itemOperation } from '../shared/itemOperation';
import { call } from '../shared/request';
import { empty, readRecording } from './readRecording';
import { recordingFields } from './recordingFields';

const displayOptions = { show: { resource: ['recording'], operation: ['getSegments'] } };

export const option: INodePropertyOptions = {
  name: 'Get Segments',
  value: 'getSegments',
  action: 'Get segments of a call',
  description: 'List what was played and said in a call, one item for each answer',
  routing: itemOperation(ENDPOINTS.segments, async (context, item) => {
    const parameters = segmentParameters(context);
    const request = { endpoint: ENDPOINTS.segments, parameters, ...item };
    const segments = await call(context, request, segmentsOf);
    const simplify = context.getNodeParameter('simplify', false) === true;
    return segments.map((segment) => ({
      json: (simplify ? simplifySegment(segment) : segment) as IDataObject,
    }));
  }),
};

export const fields: INodeProperties[] = [
  {
    displayName: 'Look Up By',
    name: 'lookUpBy',
    type: 'options',
    displayOptions,
    options: [
      {
        name: 'Account SN',
        value: 'accountsSn',
        description: "By the CRM record's own SN",
      },
      {
        name: 'Call SN',
        value: 'cdrSn',
        description: 'By the SN of the call, which call records have, too',
      },
    ],
    default: 'accountsSn',
    description: 'How to name the call',
  },
  {
    displayName: 'Account SN',
    name: 'accountsSn',
    type: 'string',
    required: true,
    displayOptions: { show: { ...displayOptions.show, lookUpBy: ['accountsSn'] } },
    default: '={{ $json.sn }}',
    placeholder: 'e.g. account|b2d7d5fd3aab3d1a3a1ba4b2ab5d1a0c',
    description: 'SN of the CRM record. Taken from the incoming CRM record unless you change it.',
  },
  {
    displayName: 'Call SN',
    name: 'cdrSn',
    type: 'string',
    required: true,
    displayOptions: { show: { ...displayOptions.show, lookUpBy: ['cdrSn'] } },
    default: '={{ $json.cdrSn ?? $json.cdr_sn }}',
    placeholder: 'e.g. c94d1e70-43a5-11e8-81b6-e71e66bc9eb1',
    description: 'SN of the call. Taken from the incoming record unless you change it.',
  },
  ...recordingFields(displayOptions),
  {
    displayName: 'Connected At',
    name: 'connectedAt',
    type: 'string',
    required: true,
    displayOptions,
    default: '={{ $json.connectedAt ?? $json.connected_at }}',
    placeholder: 'e.g. 2018-04-19 15:46:46',
    description:
      'When the call was connected. Taken from the incoming CRM record unless you change it. Without a time zone it is read as Shanghai time.',
  },
  simplifyOnDemandField(displayOptions),
];

/** In the order of API §7.9. */
function segmentParameters(context: IExecutePaginationFunctions): Parameters {
  const byAccount = context.getNodeParameter('lookUpBy', 'accountsSn') === 'accountsSn';
  const sn = text(context.getNodeParameter(byAccount ? 'accountsSn' : 'cdrSn', ''));
  const recording = readRecording(context);
  if (sn === undefined) {
    throw byAccount
      ? empty(
          context,
          'Account SN',
          "The incoming item is no CRM record. Set 'Look Up By' to Call SN if it is a call record, or fill in the field.",
        )
      : empty(context, 'Call SN', "Set 'Look Up By' to Account SN, or fill in the field.");
  }
  const connected = named(context.getNode(), 'Connected At', () =>
    parseUserTime(context.getNodeParameter('connectedAt', '')),
  );
  if (connected === undefined) {
    throw empty(context, 'Connected At', 'Give the moment at which the call was connected.');
  }
  return {
    [byAccount ? 'accounts_sn' : 'cdr_sn']: sn,
    ...recording,
    connected_at: platformTime(connected.at),
  };
}
