import { createHash } from 'crypto';

/** A text that was cut off or changed since it was made. */
export class DamagedText extends Error {
  override readonly name = 'XiaoADamagedText';

  constructor() {
    super('The packed text is damaged');
  }
}

/** More than any set that fits into a state. */
const MOST_BYTES = 64 * 1024 * 1024;
const CHECK_LENGTH = 6;

/** Bytes as compressed text, with a check that tells whether it is still what it was. */
export async function packBytes(bytes: Uint8Array): Promise<string> {
  const packed = await through(bytes, new CompressionStream('deflate-raw'));
  const text = packed.toString('base64url');
  return `${text}.${checkOf(text)}`;
}

/** @throws {DamagedText} */
export async function unpackBytes(text: string): Promise<Uint8Array> {
  const [packed, check, ...more] = text.split('.');
  if (check === undefined || more.length > 0 || check !== checkOf(packed)) throw new DamagedText();
  try {
    return await through(Buffer.from(packed, 'base64url'), new DecompressionStream('deflate-raw'));
  } catch {
    throw damaged();
  }
}

function damaged(): DamagedText {
  return new DamagedText();
}

async function through(
  bytes: Uint8Array,
  codec: CompressionStream | DecompressionStream,
): Promise<Buffer> {
  // A copy of its own, because a view into a larger buffer is not what a stream of bytes may hold.
  const source = new Blob([new Uint8Array(bytes)]).stream();
  const reader = source.pipeThrough(codec).getReader();
  const pieces: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(pieces);
    pieces.push(value);
    length += value.length;
    if (length > MOST_BYTES) throw new DamagedText();
  }
}

function checkOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, CHECK_LENGTH);
}

/** Whole numbers from 0 to 2^53 in as few bytes as they need, and other bytes. */
export class ByteWriter {
  private buffer = new Uint8Array(1_024);
  private used = 0;

  get length(): number {
    return this.used;
  }

  number(value: number): void {
    this.reserve(8);
    let rest = value;
    while (rest >= 128) {
      this.buffer[this.used++] = (rest % 128) + 128;
      rest = Math.floor(rest / 128);
    }
    this.buffer[this.used++] = rest;
  }

  put(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.buffer.set(bytes, this.used);
    this.used += bytes.length;
  }

  bytes(): Uint8Array {
    return this.buffer.subarray(0, this.length);
  }

  private reserve(count: number): void {
    if (this.length + count <= this.buffer.length) return;
    const larger = new Uint8Array(2 * (this.length + count));
    larger.set(this.bytes());
    this.buffer = larger;
  }
}

/** Reads what `ByteWriter` wrote. */
export class ByteReader {
  private at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  get left(): number {
    return this.bytes.length - this.at;
  }

  /** @throws {DamagedText} */
  number(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      if (this.at >= this.bytes.length) throw new DamagedText();
      const byte = this.bytes[this.at++];
      value += (byte % 128) * scale;
      if (byte < 128) return value;
      if (scale > 2 ** 49) throw new DamagedText();
    }
  }

  /** @throws {DamagedText} */
  take(count: number): Uint8Array {
    if (count > this.left) throw new DamagedText();
    this.at += count;
    return this.bytes.subarray(this.at - count, this.at);
  }
}
