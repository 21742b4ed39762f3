import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

/**
 * What names a recording. The defaults take it from the incoming item: a CRM record, raw or simplified,
 * a call record, a segment, or what the CRM Trigger gives.
 */
export function recordingFields(displayOptions?: IDisplayOptions): INodeProperties[] {
  return [
    {
      displayName: 'Recording Path',
      name: 'recordPath',
      type: 'string',
      required: true,
      displayOptions,
      default: '={{ $json.recordPath ?? $json.recordpath }}',
      placeholder: 'e.g. /home/record',
      description:
        'Directory of the recording. Taken from the incoming CRM record unless you change it.',
    },
    {
      displayName: 'Recording File',
      name: 'recordFile',
      type: 'string',
      required: true,
      displayOptions,
      default: '={{ $json.recordFile ?? $json.recordfile }}',
      placeholder: 'e.g. /20180419/20180419154646_15999679436.mp3',
      description:
        'Path of the recording in its directory. Taken from the incoming CRM record unless you change it. Empty if nobody answered the call.',
    },
  ];
}

export function segmentFileField(displayOptions?: IDisplayOptions): INodeProperties {
  return {
    displayName: 'Segment File',
    name: 'segmentFile',
    type: 'string',
    required: true,
    displayOptions,
    default: '={{ $json.fenduanluyin ?? $json.recording }}',
    placeholder: 'e.g. /home/record/20180419/fenduan_20180419154651.mp3',
    description:
      "Full path of the segment's recording. Taken from the incoming segment or transcript turn unless you change it.",
  };
}

export function recordingOptions(...further: INodeProperties[]): INodeProperties {
  return {
    displayName: 'Options',
    name: 'options',
    type: 'collection',
    placeholder: 'Add option',
    default: {},
    options: [
      ...further,
      {
        displayName: 'Recording Server',
        name: 'recordingServer',
        type: 'string',
        default: '',
        placeholder: 'e.g. http://192.168.1.20:8089',
        description:
          "Address of the server that keeps the recordings, if it isn't the one in the Base URL. Get Segments returns it as 'recordingServer'.",
      },
    ],
  };
}

export const ON_MISSING_RECORDING: INodeProperties = {
  displayName: 'On Missing Recording',
  name: 'onMissingRecording',
  type: 'options',
  options: [
    { name: 'Fail', value: 'fail', description: 'Stop with an error' },
    { name: 'Skip', value: 'skip', description: 'Leave this item out of the output' },
  ],
  default: 'skip',
  description: 'What to do if there is no recording, for example because nobody answered',
};
