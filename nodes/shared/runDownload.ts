import type { IDataObject } from 'n8n-workflow';

import type { Endpoint } from '../../xiaoa/endpoints';
import type { Parameters } from '../../xiaoa/signing/signParameters';
import { download, type Naming } from './download';
import type { Operation } from './operation';
import type { Run } from './run';

/** One file, as the operation's own fields describe it. */
export interface WantedFile {
  /** The endpoint's own parameters, in the order in which they are to be signed. */
  readonly parameters: Parameters;
  readonly naming: Omit<Naming, 'wanted'>;
  /** What the output item says of where the file comes from. */
  readonly origin: IDataObject;
}

/**
 * The run of a download: reads `binaryPropertyName` and, where there is one, `options.fileName`.
 * The output item's JSON is `fileName, mimeType, size` (bytes) and the file's origin.
 *
 * @param wanted reads the operation's own fields
 */
export function runDownload(
  endpoint: Endpoint,
  wanted: (run: Run) => WantedFile,
): Operation['run'] {
  return async (run) => {
    const { parameters, naming, origin } = wanted(run);
    const field = run.read<string | undefined>('binaryPropertyName') ?? 'data';
    const options = run.has('options') ? run.read<IDataObject>('options') : {};
    const request = { endpoint, parameters, ...run.site };
    const name = options.fileName as string | undefined;
    const binary = await download(run.context, request, { ...naming, wanted: name });
    const { fileName, mimeType, bytes } = binary;
    return [{ json: { fileName, mimeType, size: bytes, ...origin }, binary: { [field]: binary } }];
  };
}
