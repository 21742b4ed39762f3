import { ENDPOINTS } from '../../xiaoa/endpoints';
import { fileNameOption, outputFileField } from '../shared/fields';
import type { Operation } from '../shared/operation';
import { runDownload } from '../shared/download';
import { readSegment, readServer } from './readRecording';
import { ON_MISSING_RECORDING, recordingOptions, segmentFileField } from './recordingFields';

export const downloadSegment: Operation = {
  name: 'Download Segment',
  value: 'downloadSegment',
  action: 'Download segment',
  description: 'Download the recording of a single answer',
  endpoint: ENDPOINTS.segmentFile,
  runsFor: 'eachItem',
  fields: [
    segmentFileField(),
    outputFileField(),
    recordingOptions(fileNameOption(), ON_MISSING_RECORDING),
  ],
  run: runDownload(ENDPOINTS.segmentFile, (run) => {
    const server = readServer(run);
    const segment = readSegment(run);
    if (!segment) return undefined;
    const { recordfile } = segment;
    return {
      parameters: { recordfile },
      naming: { path: recordfile, fallback: 'segment' },
      origin: { segmentFile: recordfile },
      server,
    };
  }),
};
