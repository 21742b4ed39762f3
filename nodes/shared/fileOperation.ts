import type { IDataObject, IExecutePaginationFunctions, INodePropertyRouting } from 'n8n-workflow';

import type { Endpoint } from '../../xiaoa/endpoints';
import type { Parameters } from '../../xiaoa/signing/signParameters';
import { text } from '../../xiaoa/values';
import { itemOperation } from './itemOperation';
import { download, type Naming } from './download';

/** One file, as the operation's own fields describe it. */
export interface WantedFile {
  /** The endpoint's own parameters, in the order in which they are to be signed. */
  readonly parameters: Parameters;
  readonly naming: Omit<Naming, 'wanted'>;
  /** What the output item says of where the file comes from. */
  readonly origin: IDataObject;
}

/**
 * The routing of a download: reads `binaryPropertyName` and, where there is one, `options.fileName`.
 * The output item's JSON is `fileName, mimeType, size` (bytes) and the file's origin.
 *
 * @param wanted reads the operation's own fields
 */
export function fileOperation(
  endpoint: Endpoint,
  wanted: (context: IExecutePaginationFunctions) => WantedFile,
): INodePropertyRouting {
  return itemOperation(endpoint, async (context, item) => {
    const { parameters, naming, origin } = wanted(context);
    const field = text(context.getNodeParameter('binaryPropertyName', 'data')) ?? 'data';
    const options = context.getNodeParameter('options', {}) as IDataObject;
    const binary = await download(
      context,
      { endpoint, parameters, ...item },
      { ...naming, wanted: text(options.fileName) },
    );
    const { fileName, mimeType, bytes } = binary;
    return [{ json: { fileName, mimeType, size: bytes, ...origin }, binary: { [field]: binary } }];
  });
}
