import { ENDPOINTS } from '../../xiaoa/endpoints';
import { fileNameOption, outputFileField } from '../shared/fileFields';
import type { Operation } from '../shared/operation';
import { runDownload } from '../shared/runDownload';
import { readSegment } from './readRecording';
import { segmentFileField } from './recordingFields';

export const downloadSegment: Operation = {
  name: 'Download Segment',
  value: 'downloadSegment',
  action: 'Download a segment',
  description: 'Download the recording of a single answer',
  endpoint: ENDPOINTS.segmentFile,
  runsFor: 'eachItem',
  fields: [segmentFileField(), outputFileField(), fileNameOption()],
  run: runDownload(ENDPOINTS.segmentFile, (run) => {
    const { recordfile } = readSegment(run);
    return {
      parameters: { recordfile },
      naming: { path: recordfile, fallback: 'segment' },
      origin: { segmentFile: recordfile },
    };
  }),
};
