import type {
  IDataObject,
  IExecutePaginationFunctions,
  INodeExecutionData,
  INodePropertyRouting,
} from 'n8n-workflow';

import type { Endpoint } from '../../../xiaoa/endpoints';
import type { Parameters } from '../../../xiaoa/session/signRequest';
import { text } from '../listing/filterValues';
import { connectionOf } from '../transport/connection';
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
  return {
    request: { method: endpoint.method, url: endpoint.path },
    send: { paginate: true },
    operations: {
      async pagination(this: IExecutePaginationFunctions, request): Promise<INodeExecutionData[]> {
        const itemIndex = this.getItemIndex();
        const { parameters, naming, origin } = wanted(this);
        const field = text(this.getNodeParameter('binaryPropertyName', 'data')) ?? 'data';
        const options = this.getNodeParameter('options', {}) as IDataObject;
        const binary = await download(
          this,
          { endpoint, parameters, itemIndex, connection: connectionOf(request.options) },
          { ...naming, wanted: text(options.fileName) },
        );
        const { fileName, mimeType, bytes } = binary;
        return [
          {
            json: { fileName, mimeType, size: bytes, ...origin },
            binary: { [field]: binary },
            pairedItem: { item: itemIndex },
          },
        ];
      },
    },
  };
}
