import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

/**
 * What names a recording. The defaults take it from the incoming item: a CRM record, raw or simplified,
 * a call record, a segment, or what the CRM Trigger gives.
 */
export function recordingFields(displayOptions?: IDisplayOptions): INodeProperties[] {
  return [
    {
      displayName: 'Record Path',
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
      displayName: 'Record File',
      name: 'recordFile',
      type: 'string',
      required: true,
      displayOptions,
      default: '={{ $json.recordFile ?? $json.recordfile }}',
      placeholder: 'e.g. /20180419/20180419154646_15999679436.mp3',
      description:
        'Path of the recording below its directory. Taken from the incoming CRM record unless you change it. Calls that nobody answered have none.',
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
      "Whole path of the segment's recording. Taken from an incoming segment or transcript turn unless you change it.",
  };
}
