import { parseUserTime, platformTime } from '../../xiaoa/shanghaiTime';
import { ENDPOINTS } from '../../xiaoa/endpoints';
import { segmentsOf, simplifySegment } from '../../xiaoa/records/segments';
import type { Parameters } from '../../xiaoa/signing/signParameters';
import { named } from '../shared/itemErrors';
import type { Listing } from '../shared/lists';
import type { Operation } from '../shared/operation';
import { outputFields, readOutput } from '../shared/runList';
import type { Run } from '../shared/run';
import { call } from '../shared/request';
import { empty } from './readRecording';
import { recordingFields } from './recordingFields';

/** API §7.9: all segments of a call come in one piece. */
const SEGMENTS: Listing = { endpoint: ENDPOINTS.segments, simplify: simplifySegment };

/** What a model needs to know of a segment; everything else is a choice in the tool. */
const MODEL_FIELDS = ['played', 'said'];

export const getSegments: Operation = {
  name: 'Get Segments',
  value: 'getSegments',
  action: 'Get segments of call',
  description: 'Get what the robot played and the person said, one item per answer',
  endpoint: SEGMENTS.endpoint,
  runsFor: 'eachItem',
  fields: [
    {
      displayName: 'Look Up By',
      name: 'lookUpBy',
      type: 'options',
      options: [
        {
          name: 'Call SN',
          value: 'cdrSn',
          description:
            "By the SN of the call, for call records. Some servers put the task's SN in its place.",
        },
        {
          name: 'CRM Record SN',
          value: 'accountsSn',
          description: 'By the SN of the CRM record. Works on every server.',
        },
      ],
      default: 'accountsSn',
      description: 'How to identify the call',
    },
    {
      displayName: 'CRM Record SN',
      name: 'accountsSn',
      type: 'string',
      required: true,
      displayOptions: { show: { lookUpBy: ['accountsSn'] } },
      default: '={{ $json.sn }}',
      placeholder: 'e.g. account|b2d7d5fd3aab3d1a3a1ba4b2ab5d1a0c',
      description: 'SN of the CRM record. Taken from the incoming CRM record unless you change it.',
    },
    {
      displayName: 'Call SN',
      name: 'cdrSn',
      type: 'string',
      required: true,
      displayOptions: { show: { lookUpBy: ['cdrSn'] } },
      default: '={{ $json.cdrSn ?? $json.cdr_sn }}',
      placeholder: 'e.g. c94d1e70-43a5-11e8-81b6-e71e66bc9eb1',
      description: 'SN of the call. Taken from the incoming record unless you change it.',
    },
    ...recordingFields().map((field) => ({ ...field, required: false })),
    {
      displayName: 'Connected At',
      name: 'connectedAt',
      type: 'string',
      required: true,
      default: '={{ $json.connectedAt ?? $json.connected_at }}',
      placeholder: 'e.g. 2018-04-19 15:46:46',
      description:
        'When the call was connected. Taken from the incoming CRM record unless you change it. Shanghai time if it has no time zone.',
    },
    ...outputFields(SEGMENTS, MODEL_FIELDS),
  ],
  async run(run) {
    const outputOf = readOutput(run, SEGMENTS);
    const parameters = segmentParameters(run);
    const request = { endpoint: SEGMENTS.endpoint, parameters, ...run.site };
    const segments = await call(run.context, request, segmentsOf);
    return segments.map(outputOf(parameters));
  },
};

/** In the order of API §7.9. */
function segmentParameters(run: Run): Parameters {
  const byAccount = run.read<string>('lookUpBy') === 'accountsSn';
  const sn = run.read<string | undefined>(byAccount ? 'accountsSn' : 'cdrSn');
  if (sn === undefined) {
    throw byAccount
      ? empty(
          run,
          'CRM Record SN',
          "The incoming item is not a CRM record. Set 'Look Up By' to Call SN if it is a call record, or fill in the field.",
        )
      : empty(run, 'Call SN', "Set 'Look Up By' to CRM Record SN, or fill in the field.");
  }
  const connected = named(run.node, 'Connected At', () => parseUserTime(run.read('connectedAt')));
  if (connected === undefined) {
    throw empty(run, 'Connected At', 'Enter the time at which the call was connected.');
  }
  return {
    [byAccount ? 'accounts_sn' : 'cdr_sn']: sn,
    // Newer servers need neither.
    recordpath: run.read<string | undefined>('recordPath'),
    recordfile: run.read<string | undefined>('recordFile'),
    connected_at: platformTime(connected.at),
  };
}
