/**
 * The platform's time. XiaoA keeps its dates as Asia/Shanghai text, `YYYY-MM-DD HH:MM:SS`, whatever
 * zone the machine is in. China has had a fixed UTC+8 since 1991, so an offset is all it takes.
 */
const SHANGHAI_OFFSET_MS = 8 * 3_600_000;

/** A clock that tests can push forward. All values are milliseconds since 1970. */
export class Clock {
  private advanced = 0;

  constructor(
    private readonly source: () => number = Date.now,
    private readonly setting = { clockOffsetSeconds: 0 },
  ) {}

  now(): number {
    return this.source() + this.advanced + this.setting.clockOffsetSeconds * 1000;
  }

  advance(ms: number): void {
    this.advanced += ms;
  }
}

/** `2018-05-08 15:42:34` in Shanghai. */
export function shanghaiText(ms: number): string {
  return new Date(ms + SHANGHAI_OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ');
}

/** `2018-05-08` in Shanghai. */
export function shanghaiDay(ms: number): string {
  return shanghaiText(ms).slice(0, 10);
}

/** Milliseconds since 1970 of a Shanghai text (`2018-05-08 15:42:34`, or a bare day: its midnight). */
export function shanghaiToMs(text: string): number {
  const time = text.length > 10 ? text.slice(11) : '00:00:00';
  return Date.parse(`${text.slice(0, 10)}T${time}Z`) - SHANGHAI_OFFSET_MS;
}

/** `20180508154234`: how the platform writes moments in file names and batch numbers. */
export function compactStamp(text: string): string {
  return text.replace(/[^0-9]/g, '');
}
