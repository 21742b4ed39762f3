import { NodeOperationError, type IBinaryData, NodeApiError, type IDataObject } from 'n8n-workflow';

import type { Endpoint } from '../../xiaoa/endpoints';
import { nameAndType, type FileFacts } from '../../xiaoa/files/fileNames';
import type { Parameters } from '../../xiaoa/signing/signParameters';
import { StalledStream } from './byteStream';
import { CREDENTIAL_TYPE } from './context';
import { fileError, openFile, type OpenFile } from './openFile';
import type { Operation } from './operation';
import type { Call } from './request';
import type { RunContext, Run } from './run';

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

/** What the file is to be called; without a path the name that the platform gives it counts. */
export type Naming = Omit<FileFacts, 'contentType'>;

/**
 * Fetches a file and hands it to n8n piece by piece, so that memory does not grow with it (unless this n8n
 * keeps binary data in memory).
 *
 * @throws {NodeApiError} when no whole file came; nothing is kept then
 * @throws {NodeOperationError} when n8n cannot keep it
 */
async function download(context: RunContext, request: Call, naming: Naming): Promise<IBinaryData> {
  const account = context.getNode().credentials?.[CREDENTIAL_TYPE]?.id ?? '';
  return await inSlot(account, async () => {
    const file = await openFile(context, request);
    // Nothing may be awaited in between: a break of the connection would go unnoticed.
    return await store(context, request, file, naming);
  });
}

async function store(
  context: RunContext,
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
    if (error instanceof StalledStream) throw await fileError(context, request, error);
    if (stream.errored) throw await fileError(context, request, stream.errored);
    stream.destroy();
    throw notStored(context, request, error);
  }
}

/** n8n itself could not keep the file: no space, too large for its database, … */
function notStored(context: RunContext, { itemIndex }: Call, cause: unknown) {
  return new NodeOperationError(
    context.getNode(),
    `n8n could not store the file: ${(cause as Error).message}`,
    {
      description: 'Check where n8n stores binary data, and how much space is left there.',
      itemIndex,
    },
  );
}

/**
 * How many files of one account come at the same time. n8n starts all items of a run at once: without a
 * bound, a list of 1,000 calls would open 1,000 connections and as many files.
 */
const SLOTS = 5;

interface Queue {
  free: number;
  readonly waiting: Array<() => void>;
}

const queues = new Map<string, Queue>();

/**
 * Runs a download as soon as a slot is free, in the order in which they were asked for.
 *
 * @param account whose slots: those of a slow platform do not hold up another one
 */
export async function inSlot<T>(account: string, download: () => Promise<T>): Promise<T> {
  const queue = queues.get(account) ?? { free: SLOTS, waiting: [] };
  queues.set(account, queue);
  if (queue.free > 0) queue.free -= 1;
  else await new Promise<void>((resolve) => queue.waiting.push(resolve));
  try {
    return await download();
  } finally {
    const next = queue.waiting.shift();
    if (next) next();
    else queue.free += 1;
    if (queue.free === SLOTS) queues.delete(account);
  }
}
