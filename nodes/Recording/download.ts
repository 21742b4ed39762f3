import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { ENDPOINTS } from '../../xiaoa/endpoints';
import { fileNameOption, outputFileField } from '../shared/fileFields';
import { fileOperation } from '../shared/fileOperation';
import { readRecording } from './readRecording';
import { recordingFields } from './recordingFields';

const displayOptions = { show: { resource: ['recording'], operation: ['download'] } };

export const option: INodePropertyOptions = {
  name: 'Download',
  value: 'download',
  action: 'Download a recording',
  description: 'Download the recording of a whole call',
  routing: fileOperation(ENDPOINTS.recordingFile, (context) => {
    const { recordpath, recordfile } = readRecording(context);
    return {
      parameters: { recordpath, recordfile },
      naming: { path: recordfile, fallback: 'recording' },
      origin: { recordPath: recordpath, recordFile: recordfile },
    };
  }),
};

export const fields: INodeProperties[] = [
  ...recordingFields(displayOptions),
  outputFileField(displayOptions),
  fileNameOption(displayOptions),
];
