import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { ENDPOINTS } from '../../xiaoa/endpoints';
import { fileNameOption, outputFileField } from '../shared/fileFields';
import { fileOperation } from '../shared/fileOperation';
import { readSegment } from './readRecording';
import { segmentFileField } from './recordingFields';

const displayOptions = { show: { resource: ['recording'], operation: ['downloadSegment'] } };

export const option: INodePropertyOptions = {
  name: 'Download Segment',
  value: 'downloadSegment',
  action: 'Download a segment',
  description: 'Download the recording of a single answer',
  routing: fileOperation(ENDPOINTS.segmentFile, (context) => {
    const { recordfile } = readSegment(context);
    return {
      parameters: { recordfile },
      naming: { path: recordfile, fallback: 'segment' },
      origin: { segmentFile: recordfile },
    };
  }),
};

export const fields: INodeProperties[] = [
  segmentFileField(displayOptions),
  outputFileField(displayOptions),
  fileNameOption(displayOptions),
];
