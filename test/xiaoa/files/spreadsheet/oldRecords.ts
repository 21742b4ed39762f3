/** Records of an old workbook (.xls), written by hand after [MS-XLS]. */
export const u16 = (...numbers: number[]) => Buffer.from(new Uint16Array(numbers).buffer);
export const u32 = (...numbers: number[]) => Buffer.from(new Uint32Array(numbers).buffer);
export const utf16 = (text: string) => Buffer.from(text, 'utf16le');
export const record = (id: number, ...content: Uint8Array[]) => {
  const bytes = Buffer.concat(content);
  return Buffer.concat([u16(id, bytes.length), bytes]);
};

export const begin = (version = 0x0600) => record(0x0809, u16(version, 5));
export const END = record(0x000a);
export const PASSWORD = record(0x002f);
export const CONTINUE = 0x003c;
export const EXTRA = 0x00ff;

/** A text with runs of formatting (4 bytes each) and a reading aid of so many bytes. */
export const xlText = (text: string, { runs = 0, aid = 0 } = {}) => {
  const isWide = [...text].some((sign) => sign > '\xff');
  return Buffer.concat([
    u16(text.length),
    Buffer.from([Number(isWide) | (aid > 0 ? 4 : 0) | (runs > 0 ? 8 : 0)]),
    runs > 0 ? u16(runs) : Buffer.alloc(0),
    aid > 0 ? u32(aid) : Buffer.alloc(0),
    isWide ? utf16(text) : Buffer.from(text, 'latin1'),
    Buffer.alloc(4 * runs + aid, 1),
  ]);
};
export const shared = (row: number, column: number, index: number) =>
  record(0x00fd, u16(row, column, 0), u32(index));
export const own = (row: number, column: number, text: string, id = 0x0204) =>
  record(id, u16(row, column, 0), xlText(text));
export const RICH_TEXT = 0x00d6;
export const NUMBER = 0x0203;

export interface SheetOf {
  cells: Buffer[];
  /** 1 and 2 are hidden */
  state?: number;
  /** 0 is a sheet, 2 a chart */
  type?: number;
}

/** The stream of a workbook. `globals` are records in front of the sheets. */
export function workbook(sheets: SheetOf[], globals: Buffer[] = []): Buffer {
  const bodies = sheets.map(({ cells }) => Buffer.concat([begin(), ...cells, END]));
  const name = Buffer.from([1, 0, 0x41]);
  const parts = (places: number[]) =>
    Buffer.concat([
      begin(),
      ...sheets.map(({ state = 0, type = 0 }, at) =>
        record(0x0085, u32(places[at]), Buffer.from([state, type]), name),
      ),
      ...globals,
      END,
    ]);
  const start = parts(sheets.map(() => 0)).length;
  const places = bodies.map((_, at) => start + Buffer.concat(bodies.slice(0, at)).length);
  return Buffer.concat([parts(places), ...bodies]);
}
