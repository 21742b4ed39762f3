/** Zip archives, written by hand after the specification. */
import { constants, deflateRawSync } from 'node:zlib';

export interface Part {
  readonly name: string;
  readonly content: string | Buffer;
  /** As it is, not compressed. */
  readonly stored?: boolean;
  /** The content is compressed already, as `deflateRepeated` does it. */
  readonly deflated?: boolean;
  /** The sizes stand behind the data and not before it. */
  readonly descriptor?: boolean;
  /** 1 is encrypted */
  readonly flags?: number;
  /** How it is packed, as the archive says; default 0 (stored) or 8 (deflated) */
  readonly method?: number;
  /** How many bytes it has in the archive, as the archive says */
  readonly size?: number;
}

/** A zip archive that is as odd as real ones are. Its entries have extra fields and comments. */
export function zipWith(parts: readonly Part[], comment = ''): Buffer {
  const local: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const part of parts) {
    const { name, content, stored, deflated, descriptor, flags = 0 } = part;
    const method = part.method ?? (stored ? 0 : 8);
    const raw = Buffer.from(content);
    const data = stored || deflated ? raw : deflateRawSync(raw);
    const file = Buffer.from(name);
    const header = Buffer.alloc(30);
    header.writeUInt32LE(0x04034b50, 0);
    header.writeUInt16LE(flags | (descriptor ? 8 : 0), 6);
    header.writeUInt16LE(method, 8);
    if (!descriptor) header.writeUInt32LE(data.length, 18);
    header.writeUInt16LE(file.length, 26);
    header.writeUInt16LE(4, 28);
    const behind = Buffer.alloc(descriptor ? 16 : 0);
    if (descriptor) {
      behind.writeUInt32LE(0x08074b50, 0);
      behind.writeUInt32LE(data.length, 8);
      behind.writeUInt32LE(raw.length, 12);
    }
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(flags | (descriptor ? 8 : 0), 8);
    entry.writeUInt16LE(method, 10);
    entry.writeUInt32LE(part.size ?? data.length, 20);
    entry.writeUInt16LE(file.length, 28);
    entry.writeUInt16LE(5, 30);
    entry.writeUInt16LE(7, 32);
    entry.writeUInt32LE(at, 42);
    const whole = Buffer.concat([header, file, Buffer.from('xtra'), data, behind]);
    local.push(whole);
    directory.push(entry, file, Buffer.from('extracomment'));
    at += whole.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(at, 16);
  end.writeUInt16LE(Buffer.byteLength(comment), 20);
  return Buffer.concat([...local, ...directory, end, Buffer.from(comment)]);
}

/** Deflates contents in a row, each so many times, without ever making all of it. */
export function deflateRepeated(
  ...contents: ReadonlyArray<readonly [content: string | Buffer, times: number]>
): Buffer {
  const pieces = contents.map(([content, times]) => {
    // Flushed so that it ends with a byte and refers to nothing in front of it.
    const piece = deflateRawSync(content, { finishFlush: constants.Z_FULL_FLUSH });
    return Buffer.concat(Array<Buffer>(times).fill(piece));
  });
  return Buffer.concat([...pieces, deflateRawSync('')]);
}

/** A zip archive of empty files. */
export function zipOf(names: readonly string[], flags = 0): Buffer {
  return zipWith(names.map((name) => ({ name, content: '', stored: true, flags })));
}
