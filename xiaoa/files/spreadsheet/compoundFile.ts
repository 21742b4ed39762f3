import { damaged, guarded } from './unreadable';

const MAGIC = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
const ENTRY_LENGTH = 128;
const STREAM = 2;
const ROOT = 5;
/** Sector numbers from here on are marks: end of the chain, free, … */
const FIRST_MARK = 0xfffffffa;
const SECTORS_IN_HEADER = 109;

interface Entry {
  readonly name: string;
  readonly type: number;
  readonly start: number;
  readonly size: number;
}

export function isCompoundFile(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, index) => bytes[index] === byte);
}

/**
 * Microsoft's compound file: the files inside an .xls or .doc, and around a workbook with a password.
 *
 * @source [MS-CFB]
 */
export class CompoundFile {
  private readonly view: DataView;
  private readonly sectorSize: number;
  private readonly nextSector: number[] = [];
  private readonly entries: Entry[];

  /** @throws {UnreadableSpreadsheet} */
  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const shift = guarded(() => this.view.getUint16(30, true));
    if (shift !== 9 && shift !== 12) throw damaged();
    this.sectorSize = 1 << shift;
    this.entries = guarded(() => {
      for (const sector of this.allocationSectors())
        this.nextSector.push(...this.numbersIn(sector));
      return this.readDirectory();
    });
  }

  /** Names of the streams inside, in lower case. */
  get names(): string[] {
    return this.entries.map(({ name }) => name);
  }

  /**
   * @param name in lower case
   * @returns the beginning of a stream, at most `limit` bytes; undefined when there is none
   */
  read(name: string, limit: number): Uint8Array | undefined {
    const entry = this.entries.find((one) => one.name === name && one.type === STREAM);
    if (!entry) return undefined;
    const size = Math.min(entry.size, limit);
    return guarded(() =>
      entry.size < this.view.getUint32(56, true)
        ? this.readSmall(entry.start, size)
        : this.readChain(entry.start, size),
    );
  }

  /** The sectors that say which sector follows which. */
  private allocationSectors(): number[] {
    const sectors: number[] = [];
    for (let index = 0; index < SECTORS_IN_HEADER; index++) {
      sectors.push(this.view.getUint32(76 + 4 * index, true));
    }
    const most = this.bytes.length / this.sectorSize;
    for (let at = this.view.getUint32(68, true); at < FIRST_MARK && sectors.length < most; ) {
      const numbers = this.numbersIn(at);
      at = numbers.pop()!;
      sectors.push(...numbers);
    }
    return sectors.filter((sector) => sector < FIRST_MARK);
  }

  private readDirectory(): Entry[] {
    const directory = this.readChain(this.view.getUint32(48, true), this.bytes.length);
    const view = new DataView(directory.buffer, directory.byteOffset, directory.byteLength);
    const entries: Entry[] = [];
    for (let at = 0; at + ENTRY_LENGTH <= directory.length; at += ENTRY_LENGTH) {
      const nameLength = Math.max(0, Math.min(64, view.getUint16(at + 64, true)) - 2);
      const name = new TextDecoder('utf-16le').decode(directory.subarray(at, at + nameLength));
      entries.push({
        name: name.toLowerCase(),
        type: directory[at + 66],
        start: view.getUint32(at + 116, true),
        size: view.getUint32(at + 120, true),
      });
    }
    return entries;
  }

  private readChain(start: number, limit: number): Uint8Array {
    const pieces: Uint8Array[] = [];
    let length = 0;
    const most = this.bytes.length / this.sectorSize;
    for (let sector = start; sector < FIRST_MARK && length < limit; ) {
      if (pieces.length > most) throw damaged(); // A chain that bites its tail.
      pieces.push(this.sector(sector));
      length += this.sectorSize;
      sector = this.nextSector[sector] ?? FIRST_MARK;
    }
    return Buffer.concat(pieces).subarray(0, limit);
  }

  /** Small streams share the sectors of the root entry, in pieces of 64 bytes. */
  private readSmall(start: number, size: number): Uint8Array {
    const root = this.entries.find(({ type }) => type === ROOT);
    if (!root) throw damaged();
    const container = this.readChain(root.start, this.bytes.length);
    const table = this.readChain(this.view.getUint32(60, true), this.bytes.length);
    const next = new DataView(table.buffer, table.byteOffset, table.byteLength);
    const pieces: Uint8Array[] = [];
    for (let at = start; at < FIRST_MARK && pieces.length * 64 < size; ) {
      pieces.push(container.subarray(64 * at, 64 * at + 64));
      at = next.getUint32(4 * at, true);
    }
    return Buffer.concat(pieces).subarray(0, size);
  }

  private sector(index: number): Uint8Array {
    const start = (index + 1) * this.sectorSize;
    if (start >= this.bytes.length) throw damaged();
    return this.bytes.subarray(start, start + this.sectorSize);
  }

  private numbersIn(index: number): number[] {
    const start = (index + 1) * this.sectorSize;
    return Array.from({ length: this.sectorSize / 4 }, (_, place) =>
      this.view.getUint32(start + 4 * place, true),
    );
  }
}
