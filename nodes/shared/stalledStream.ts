import type { ByteStream } from './byteStream';

export class StalledStream extends Error {
  override readonly name = 'StalledStream';
}

/**
 * Watches a stream: n8n's own timeout ends with the headers, so a platform that stops in the middle of
 * a file would keep an execution waiting for ever.
 *
 * @returns a promise that is rejected once nobody could read anything for `limitMs`, else never settles
 */
export async function stallOf(stream: ByteStream, limitMs: number): Promise<never> {
  let lastRead = Date.now();
  // Every way of reading a stream ends here, and listening for data would set it flowing.
  const read = stream.read;
  stream.read = function (this: ByteStream, size?: number) {
    const piece: unknown = read.call(this, size);
    if (piece !== null) lastRead = Date.now();
    return piece;
  };
  return await new Promise((_, reject) => {
    const check = () => {
      if (stream.readableEnded || stream.destroyed) return;
      const left = lastRead + limitMs - Date.now();
      if (left > 0) {
        // Such a timer keeps no process alive.
        AbortSignal.timeout(left).addEventListener('abort', check, { once: true });
        return;
      }
      reject(new StalledStream('Nothing came any more'));
      stream.destroy();
    };
    check();
  });
}
