import type { IBinaryData, IExecuteSingleFunctions } from 'n8n-workflow';

import { nameAndType, type FileFacts } from '../../xiaoa/files/fileNames';
import { fileBrokeOff, fileNotStored, fileStalled } from './fileErrors';
import { CREDENTIAL_TYPE } from './context';
import type { Call } from './request';
import { inSlot } from './downloadSlots';
import { openFile, type OpenFile } from './openFile';
import { StalledStream } from './stalledStream';

/** What the file is to be called; without a path the name that the platform gives it counts. */
export type Naming = Omit<FileFacts, 'contentType'>;

/**
 * Fetches a file and hands it to n8n piece by piece, so that memory does not grow with it (unless this n8n
 * keeps binary data in memory).
 *
 * @throws {NodeApiError} when no whole file came; nothing is kept then
 * @throws {NodeOperationError} when n8n cannot keep it
 */
export async function download(
  context: IExecuteSingleFunctions,
  request: Call,
  naming: Naming,
): Promise<IBinaryData> {
  const account = context.getNode().credentials?.[CREDENTIAL_TYPE]?.id ?? '';
  return await inSlot(account, async () => {
    const file = await openFile(context, request);
    // Nothing may be awaited in between: a break of the connection would go unnoticed.
    return await store(context, request, file, naming);
  });
}

async function store(
  context: IExecuteSingleFunctions,
  request: Call,
  { stream, stall, contentType, name }: OpenFile,
  naming: Naming,
): Promise<IBinaryData> {
  const { fileName, mimeType } = nameAndType({ path: name, ...naming, contentType });
  try {
    return await Promise.race([
      context.helpers.prepareBinaryData(stream, fileName, mimeType),
      stall,
    ]);
  } catch (error) {
    if (error instanceof StalledStream) throw await fileStalled(context, request);
    if (stream.errored) throw await fileBrokeOff(context, request, stream.errored);
    stream.destroy();
    throw fileNotStored(context, request, error);
  }
}
