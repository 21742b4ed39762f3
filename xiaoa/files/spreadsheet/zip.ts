import { damaged, guarded, UnreadableSpreadsheet } from './unreadable';

const END = 0x06054b50;
const END_LENGTH = 22;
const LONGEST_COMMENT = 0xffff;
const DIRECTORY_ENTRY = 0x02014b50;
const DIRECTORY_ENTRY_LENGTH = 46;
const LOCAL_HEADER = 0x04034b50;
const LOCAL_HEADER_LENGTH = 30;
const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 1;
/** In place of a number that does not fit, which a template's never is. */
const ZIP64 = 0xffffffff;

interface Entry {
  readonly flags: number;
  readonly method: number;
  /** Bytes in the archive. */
  readonly size: number;
  /** Where the entry's own header begins. */
  readonly at: number;
}

/** The beginning of an entry, as text in UTF-8. */
export interface EntryText {
  readonly text: string;
  /** Whether that is all of it. */
  readonly whole: boolean;
}

/**
 * A zip archive in memory. Sizes are taken from the directory at its end, so entries that were written
 * before their size was known (with a data descriptor) are read like all others.
 */
export class ZipArchive {
  private readonly entries: ReadonlyMap<string, Entry>;
  private readonly view: DataView;

  /** @throws {UnreadableSpreadsheet} */
  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.entries = guarded(() => readDirectory(this.view, bytes));
  }

  /** In lower case, with slashes. */
  get names(): string[] {
    return [...this.entries.keys()];
  }

  get isEncrypted(): boolean {
    return [...this.entries.values()].some(({ flags }) => flags & ENCRYPTED);
  }

  /**
   * Unpacks one entry, no further than `limit` bytes: a small archive can hold endless zeros.
   *
   * @param name as in the archive, whatever its case; without a slash in front
   * @returns undefined when there is no such entry
   * @throws {UnreadableSpreadsheet}
   */
  async read(name: string, limit: number): Promise<EntryText | undefined> {
    const entry = this.entries.get(canonical(name));
    if (!entry) return undefined;
    if (entry.flags & ENCRYPTED) {
      throw new UnreadableSpreadsheet(
        'The Excel file is protected with a password',
        'Save it without a password.',
      );
    }
    const packed = guarded(() => this.packed(entry));
    if (entry.method === STORED) return textOf([packed], limit);
    if (entry.method !== DEFLATED) throw damaged();
    return textOf(await inflated(packed, limit), limit);
  }

  private packed({ at, size }: Entry): Uint8Array {
    if (this.view.getUint32(at, true) !== LOCAL_HEADER) throw damaged();
    const name = this.view.getUint16(at + 26, true);
    const extra = this.view.getUint16(at + 28, true);
    const start = at + LOCAL_HEADER_LENGTH + name + extra;
    if (start + size > this.bytes.length) throw damaged();
    return this.bytes.subarray(start, start + size);
  }
}

function readDirectory(view: DataView, bytes: Uint8Array): Map<string, Entry> {
  const end = findEnd(view);
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  const entries = new Map<string, Entry>();
  for (let index = 0; index < count; index++) {
    if (view.getUint32(at, true) !== DIRECTORY_ENTRY) throw damaged();
    const [name, extra, comment] = [28, 30, 32].map((place) => view.getUint16(at + place, true));
    const entry: Entry = {
      flags: view.getUint16(at + 8, true),
      method: view.getUint16(at + 10, true),
      size: view.getUint32(at + 20, true),
      at: view.getUint32(at + 42, true),
    };
    if (entry.size === ZIP64 || entry.at === ZIP64) throw damaged();
    const start = at + DIRECTORY_ENTRY_LENGTH;
    entries.set(canonical(new TextDecoder().decode(bytes.subarray(start, start + name))), entry);
    at = start + name + extra + comment;
  }
  return entries;
}

function findEnd(view: DataView): number {
  const last = view.byteLength - END_LENGTH;
  for (let at = last; at >= 0 && at >= last - LONGEST_COMMENT; at--) {
    if (view.getUint32(at, true) === END) return at;
  }
  throw damaged();
}

/** Excel does not tell upper case from lower, and some programs write backslashes. */
function canonical(name: string): string {
  return name.replace(/\\/g, '/').toLowerCase();
}

/** The first pieces of what is packed; not much more than `limit` bytes. */
async function inflated(packed: Uint8Array, limit: number): Promise<Uint8Array[]> {
  // A copy of its own, because a view into a larger buffer is not what a stream of bytes may hold.
  const source = new Blob([new Uint8Array(packed)]).stream();
  const reader = source.pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const pieces: Uint8Array[] = [];
  try {
    for (let length = 0; length <= limit; ) {
      const { done, value } = await reader.read();
      if (done) return pieces;
      pieces.push(value);
      length += value.length;
    }
  } catch {
    throw damaged();
  }
  await reader.cancel().catch(() => undefined);
  return pieces;
}

function textOf(pieces: readonly Uint8Array[], limit: number): EntryText {
  const bytes = Buffer.concat(pieces);
  return { text: new TextDecoder().decode(bytes.subarray(0, limit)), whole: bytes.length <= limit };
}
