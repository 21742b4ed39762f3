import { SUCCESS } from '../../xiaoa/codes';
import { MalformedAnswer, openEnvelope } from '../../xiaoa/envelope';
import { dispositionName } from '../../xiaoa/files/fileNames';
import { HEAD_BYTES, isTextAnswer } from '../../xiaoa/files/textAnswer';
import {
  isByteStream,
  peek,
  readUpTo,
  StalledStream,
  stallOf,
  type ByteStream,
} from './byteStream';
import { backgroundOf, type TransportContext } from './context';
import type { Answer } from './http';
import { send, type Call, type Opened } from './request';
import { fileBrokeOff, fileStalled } from './requestErrors';
import { nodeApiError } from './requestFailure';
import { readTransportError, TransportError } from './transportError';

/** A file that has begun to come. */
export interface OpenFile {
  /** From the first byte on. */
  readonly stream: ByteStream;
  /** Rejected when the file stops coming; race it with whatever reads the stream. */
  readonly stall: Promise<never>;
  /** The Content-Type header. */
  readonly contentType: string;
  /** What the answer calls the file, if it does. */
  readonly name?: string;
}

/** The platform's refusals are a few hundred bytes; of a page only the beginning is shown. */
const LONGEST_TEXT = 256 * 1024;

/**
 * A call that the platform answers with a file (API §7.11–7.13). It has been looked at, but no byte has
 * been taken: until here everything is repeated and renewed as with any other call.
 *
 * @throws {NodeApiError} when anything else comes than a file
 */
export async function openFile(context: TransportContext, request: Call): Promise<OpenFile> {
  return await send(context, request, openAnswer);
}

/**
 * Fetches a file that fits into memory.
 *
 * @returns undefined if it is larger than `limit` bytes
 * @throws {NodeApiError}
 */
export async function fetchFile(
  context: TransportContext,
  request: Call,
  limit: number,
): Promise<Uint8Array | undefined> {
  const { stream, stall } = await openFile(context, request);
  try {
    const { bytes, whole } = await Promise.race([readUpTo(stream, limit), stall]);
    return whole ? bytes : undefined;
  } catch (error) {
    throw await fileError(context, request, error);
  }
}

/** What broke off a file that had begun to come, as n8n's error. */
export async function fileError(context: TransportContext, request: Call, cause: unknown) {
  const failure =
    cause instanceof StalledStream
      ? fileStalled()
      : fileBrokeOff(readTransportError(cause), await backgroundOf(context));
  return nodeApiError(context, request, failure);
}

async function openAnswer({ body, headers, deadline }: Answer): Promise<Opened<OpenFile>> {
  if (!isByteStream(body)) throw new MalformedAnswer(body);
  const stream: ByteStream = body;
  // Without this a connection that breaks between two readers would end the whole process.
  stream.on('error', () => {});
  const stall = stallOf(stream, deadline.ms);
  const contentType = String(headers['content-type'] ?? '');
  try {
    const head = await Promise.race([peek(stream, HEAD_BYTES), stall]);
    const name = dispositionName(headers['content-disposition']);
    if (!isTextAnswer(head, { contentType, name })) {
      return { accepted: true, value: { stream, stall, contentType, name } };
    }
    const { bytes } = await Promise.race([readUpTo(stream, LONGEST_TEXT), stall]);
    const envelope = openEnvelope(bytes);
    if (envelope.code === SUCCESS) throw new MalformedAnswer(bytes);
    return { accepted: false, envelope };
  } catch (error) {
    throw error instanceof MalformedAnswer ? error : lost(error);
  }
}

function lost(error: unknown): TransportError {
  if (!(error instanceof StalledStream)) return readTransportError(error);
  return new TransportError(
    "Couldn't reach XiaoA: it stopped in the middle of its response",
    'Run this again. If it happens again, ask XiaoA whether the file exists.',
    { mayHaveArrived: true, transient: true },
  );
}
