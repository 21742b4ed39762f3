import { ENDPOINTS } from '../../xiaoa/endpoints';
import { fileNameOption, outputFileField } from '../shared/fields';
import type { Operation } from '../shared/operation';
import { runDownload } from '../shared/download';
import { readRecording, readServer } from './readRecording';
import { ON_MISSING_RECORDING, recordingFields, recordingOptions } from './recordingFields';

export const download: Operation = {
  name: 'Download Recording',
  value: 'download',
  action: 'Download recording',
  description: 'Download the recording of a whole call',
  endpoint: ENDPOINTS.recordingFile,
  runsFor: 'eachItem',
  fields: [
    ...recordingFields(),
    outputFileField(),
    recordingOptions(fileNameOption(), ON_MISSING_RECORDING),
  ],
  run: runDownload(ENDPOINTS.recordingFile, (run) => {
    const server = readServer(run);
    const recording = readRecording(run);
    if (!recording) return undefined;
    const { recordpath, recordfile } = recording;
    return {
      parameters: { recordpath, recordfile },
      naming: { path: recordfile, fallback: 'recording' },
      origin: { recordPath: recordpath, recordFile: recordfile },
      server,
    };
  }),
};
