import type { BinaryHelperFunctions } from 'n8n-workflow';

import { alarm } from './deadline';

/** Node's `Readable`, by the only name under which n8n hands it to a node. */
export type ByteStream = Exclude<
  Parameters<BinaryHelperFunctions['prepareBinaryData']>[0],
  Uint8Array
>;

/** What a page or a refusal takes; more than that is not worth waiting for. */
const DISCARDED_BYTES = 64 * 1024;
const DISCARDED_MS = 5_000;

/**
 * Gives up an answer that nobody wants. It is read, because a connection whose answer nobody reads stays
 * open, and destroying a stream that n8n has wrapped does not reach the connection before the first read.
 */
export function discard(body: unknown): void {
  if (!isByteStream(body)) return;
  stallOf(body, DISCARDED_MS).catch(() => {});
  readUpTo(body, DISCARDED_BYTES).catch(() => {});
}

export function isByteStream(body: unknown): body is ByteStream {
  return (
    typeof (body as ByteStream | undefined)?.unshift === 'function' && 'destroy' in (body as object)
  );
}

/**
 * Looks at the first bytes of a stream and leaves them in it.
 *
 * @returns `wanted` bytes, or all there are if that is less
 * @throws whatever the stream fails with
 */
export async function peek(stream: ByteStream, wanted: number): Promise<Uint8Array> {
  return await new Promise((resolve, reject) => {
    const look = () => {
      // Null means: not enough yet. At the end of the stream it gives what there is.
      const head = stream.read(wanted) as Uint8Array | null;
      if (head === null) return;
      // In the same turn, or the stream would end before they are back.
      stream.unshift(head);
      settle(() => resolve(head));
    };
    const ended = () => settle(() => resolve(new Uint8Array(0)));
    const failed = (error: Error) => settle(() => reject(error));
    const closed = () => settle(() => reject(stream.errored ?? new Error('The stream was closed')));
    const settle = (outcome: () => void) => {
      stream.off('readable', look).off('end', ended).off('error', failed).off('close', closed);
      outcome();
    };
    stream.on('readable', look).on('end', ended).on('error', failed).on('close', closed);
    if (stream.destroyed) closed();
  });
}

/**
 * Reads a whole stream, but no more than `limit` bytes of it.
 *
 * @throws whatever the stream fails with
 */
export async function readUpTo(
  stream: ByteStream,
  limit: number,
): Promise<{ bytes: Uint8Array; whole: boolean }> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of stream as AsyncIterable<Uint8Array>) {
    pieces.push(piece);
    length += piece.length;
    if (length > limit) return { bytes: Buffer.concat(pieces).subarray(0, limit), whole: false };
  }
  return { bytes: Buffer.concat(pieces), whole: true };
}

export class StalledStream extends Error {
  override readonly name = 'StalledStream';
}

/** A file that comes more slowly than that never ends for practical purposes, and holds a slot meanwhile. */
const LEAST_BYTES_A_SECOND = 1024;
/** A connection may falter for a moment. */
const LEAST_WINDOW_MS = 5_000;

/**
 * Watches a stream: n8n's own timeout ends with the headers, so a platform that stops in the middle of
 * a file, or lets it drip, would keep an execution waiting for ever.
 *
 * @returns a promise that is rejected once nobody could read anything for `limitMs`, or less than a kilobyte a second
 * over that time (5 seconds at least), else never settles
 */
export async function stallOf(stream: ByteStream, limitMs: number): Promise<never> {
  const windowMs = Math.max(limitMs, LEAST_WINDOW_MS);
  let lastRead = Date.now();
  let windowStart = lastRead;
  let bytes = 0;
  // Whether a stream is read or flows, each piece passes here; listening for data would set it flowing.
  const emit = stream.emit;
  stream.emit = function (this: ByteStream, event: string, ...given: unknown[]) {
    if (event === 'data') {
      lastRead = Date.now();
      bytes += (given[0] as Uint8Array).length;
    }
    return emit.call(this, event, ...given);
  };
  return await new Promise((_, reject) => {
    const stall = () => {
      reject(new StalledStream('Nothing came any more, or next to nothing'));
      stream.destroy();
    };
    let cancel = () => {};
    const check = () => {
      if (stream.readableEnded || stream.destroyed) return;
      const now = Date.now();
      if (now - windowStart >= windowMs) {
        if (bytes < (LEAST_BYTES_A_SECOND * windowMs) / 1_000) return stall();
        windowStart = now;
        bytes = 0;
      }
      const left = Math.min(lastRead + limitMs, windowStart + windowMs) - now;
      if (lastRead + limitMs <= now) return stall();
      cancel = alarm(Math.max(1, left), check);
    };
    check();
    // Otherwise all that was read would stay in memory until the next check.
    for (const end of ['end', 'close']) stream.once(end, () => cancel());
  });
}
