import { crc32, deflateSync } from 'node:zlib';

const PAPER: Colour = [255, 255, 255];
const BAR: Colour = [232, 54, 79];
const LINE: Colour = [200, 200, 200];
const MARGIN = 20;

/** A PNG with one bar a value, upright. */
export function drawBars(values: readonly number[], width: number, height: number): Buffer {
  const most = Math.max(1, ...values);
  const step = (width - 2 * MARGIN) / Math.max(1, values.length);
  const ground = height - MARGIN;
  return encodePng(width, height, (x, y) => {
    if (y === ground && x >= MARGIN && x < width - MARGIN) return LINE;
    const place = (x - MARGIN) / step;
    const value = values[Math.floor(place)];
    const isInBar = place % 1 > 0.15 && place % 1 < 0.85;
    const top = ground - ((value ?? 0) / most) * (height - 2 * MARGIN);
    return value !== undefined && place >= 0 && isInBar && y >= top && y < ground ? BAR : PAPER;
  });
}

/** Red, green, blue: 0 to 255 each. */
export type Colour = readonly [number, number, number];

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** A PNG of 8 bits a colour, dot by dot. */
export function encodePng(
  width: number,
  height: number,
  colourAt: (x: number, y: number) => Colour,
): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  // Each row begins with a byte that says how it is filtered: not at all.
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      rows.set(colourAt(x, y), y * (1 + width * 3) + 1 + x * 3);
    }
  }
  const chunks = [
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ];
  return Buffer.concat([SIGNATURE, ...chunks]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(body.length + 8);
  frame.writeUInt32BE(data.length, 0);
  body.copy(frame, 4);
  frame.writeUInt32BE(crc32(body), body.length + 4);
  return frame;
}
