import { encodePng, type Colour } from './png';

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
