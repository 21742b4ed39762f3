import { ENDPOINTS } from '../../xiaoa/endpoints';
import { fileNameOption, outputFileField } from '../shared/fileFields';
import type { Operation } from '../shared/operation';
import { runDownload } from '../shared/runDownload';
import { readRecording } from './readRecording';
import { recordingFields } from './recordingFields';

export const download: Operation = {
  name: 'Download',
  value: 'download',
  action: 'Download a recording',
  description: 'Download the recording of a whole call',
  endpoint: ENDPOINTS.recordingFile,
  runsFor: 'eachItem',
  fields: [...recordingFields(), outputFileField(), fileNameOption()],
  run: runDownload(ENDPOINTS.recordingFile, (run) => {
    const { recordpath, recordfile } = readRecording(run);
    return {
      parameters: { recordpath, recordfile },
      naming: { path: recordfile, fallback: 'recording' },
      origin: { recordPath: recordpath, recordFile: recordfile },
    };
  }),
};
