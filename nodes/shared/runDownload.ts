import { NodeApiError, type IDataObject } from 'n8n-workflow';

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
  /** The server that has the file, where it is not the one of the credential. */
  readonly server?: string;
}

/** What the platform answers for a file that it does not have (API §5). */
const NO_SUCH_FILE = '50001';

/**
 * The run of a download: reads `binaryPropertyName` and, where there is one, `options.fileName`.
 * The output item's JSON is `fileName, mimeType, size` (bytes) and the file's origin.
 *
 * With `options.onMissingRecording` set to `skip`, a file that is not there gives no item.
 *
 * @param wanted reads the operation's own fields; undefined where there is no file and that is fine
 */
export function runDownload(
  endpoint: Endpoint,
  wanted: (run: Run) => WantedFile | undefined,
): Operation['run'] {
  return async (run) => {
    const file = wanted(run);
    if (!file) return [];
    const { parameters, naming, origin, server } = file;
    const field = run.read<string | undefined>('binaryPropertyName') ?? 'data';
    const options = run.has('options') ? run.read<IDataObject>('options') : {};
    const request = { endpoint, parameters, server, ...run.site };
    const wantedName = { ...naming, wanted: options.fileName as string | undefined };
    const binary = await download(run.context, request, wantedName).catch(async (error: unknown) =>
      options.onMissingRecording === 'skip' && isMissing(error)
        ? undefined
        : await Promise.reject(error),
    );
    if (!binary) return [];
    const { fileName, mimeType, bytes } = binary;
    return [{ json: { fileName, mimeType, size: bytes, ...origin }, binary: { [field]: binary } }];
  };
}

function isMissing(error: unknown): boolean {
  return error instanceof NodeApiError && error.httpCode === NO_SUCH_FILE;
}
