import { IdSet } from '../../../xiaoa/idSet';
import { ByteReader, ByteWriter, packBytes, unpackBytes } from '../../../xiaoa/packedBytes';
import { dayStart, shanghaiDay } from '../../../xiaoa/shanghaiTime';

/** The keys of records by the Shanghai day of their call, packed. */
export type SeenByDay = Record<string, string>;

/** Characters that the stored keys may take. */
export interface Room {
  /** Where ids are counted up, so that a few bits hold one. */
  readonly dense: number;
  /** Where they are not. */
  readonly sparse: number;
}

/** Lets whatever else n8n has to do come first. */
export type Pause = () => Promise<void>;

const HOUR_MS = 3_600_000;
const SHANGHAI_OFFSET_MS = 8 * HOUR_MS;
/** A key that takes more than this is not one of ids that are counted up. */
const DENSE_BITS = 4;
const BITS_A_CHARACTER = 6;
/** What does not fit is made shorter than it has to be, so that this does not happen with every poll. */
const FILL = 0.9;
/** Hours that are always remembered. */
const KEPT_HOURS = 2;

interface Hour {
  readonly keys: IdSet;
  /** Bytes that the keys took when they were last written. */
  bytes: number;
}

/**
 * The records that have come out, or were there before the trigger was switched on. They are kept by the hour of their
 * call, so that the oldest can be given up when there is no room for all. Hours and days are counted from 1970 on, in
 * Shanghai.
 */
export class SeenRecords {
  private readonly hours = new Map<number, Hour>();
  /** Days as they are stored, until something changes in them. */
  private readonly stored = new Map<number, string>();

  private constructor(private readonly pause: Pause) {}

  /** @returns also the days whose keys could not be read; they are empty */
  static async read(
    stored: SeenByDay,
    pause: Pause,
  ): Promise<{ seen: SeenRecords; lostDays: string[] }> {
    const seen = new SeenRecords(pause);
    const lostDays: string[] = [];
    for (const [day, text] of Object.entries(stored)) {
      try {
        await seen.readDay(dayNumber(day), text);
      } catch {
        lostDays.push(day);
      }
      await pause();
    }
    return { seen, lostDays };
  }

  has(key: string): boolean {
    for (const { keys } of this.hours.values()) if (keys.has(key)) return true;
    return false;
  }

  /** Whether the key is kept under the day of this moment. */
  hasOn(at: number, key: string): boolean {
    const first = 24 * Math.floor(hourNumber(at) / 24);
    for (let hour = first; hour < first + 24; hour++) {
      if (this.hours.get(hour)?.keys.has(key)) return true;
    }
    return false;
  }

  /** Whether there are keys that are not whole numbers. */
  get holdsDigests(): boolean {
    for (const { keys } of this.hours.values()) if (keys.holdsDigests) return true;
    return false;
  }

  /** @param at when the call was made, in ms since the epoch */
  add(at: number, key: string): void {
    const number = hourNumber(at);
    let hour = this.hours.get(number);
    if (!hour) this.hours.set(number, (hour = { keys: new IdSet(), bytes: 0 }));
    hour.keys.add(key);
    this.stored.delete(Math.floor(number / 24));
  }

  remove(keys: readonly string[]): void {
    this.stored.clear();
    for (const hour of this.hours.values()) for (const key of keys) hour.keys.delete(key);
  }

  /** Drops the days before the given one: those are not asked for any more. */
  dropBefore(firstDay: string): void {
    const first = dayNumber(firstDay);
    for (const hour of this.hours.keys()) if (hour < 24 * first) this.hours.delete(hour);
    for (const day of this.stored.keys()) if (day < first) this.stored.delete(day);
  }

  /**
   * What to store. If there is no room for it, the oldest hours are given up.
   *
   * @returns `horizon` is the moment from which on everything is remembered, if something was given up
   */
  async store(room: Room): Promise<{ seen: SeenByDay; horizon?: number }> {
    let horizon: number | undefined;
    for (;;) {
      const seen = await this.texts();
      const length = JSON.stringify(seen).length;
      const limit = this.isDense(length) ? room.dense : room.sparse;
      const from = length > limit ? this.giveUp(1 - (FILL * limit) / length) : undefined;
      if (from === undefined) return { seen, horizon };
      horizon = from;
    }
  }

  private async readDay(day: number, text: string): Promise<void> {
    const bytes = new ByteReader(await unpackBytes(text));
    const hours = new Map<number, Hour>();
    while (bytes.left > 0) {
      const left = bytes.left;
      const hour = 24 * day + bytes.number();
      hours.set(hour, { keys: IdSet.read(bytes), bytes: left - bytes.left });
      await this.pause();
    }
    for (const [number, hour] of hours) this.hours.set(number, hour);
    this.stored.set(day, text);
  }

  private async texts(): Promise<SeenByDay> {
    const days = new Map<number, number[]>();
    for (const hour of [...this.hours.keys()].sort((a, b) => a - b)) {
      const day = Math.floor(hour / 24);
      days.set(day, [...(days.get(day) ?? []), hour]);
    }
    const texts: SeenByDay = {};
    for (const [day, hours] of days) {
      const text = this.stored.get(day) ?? (await this.writeDay(hours));
      this.stored.set(day, text);
      if (text !== '') texts[dayName(day)] = text;
    }
    return texts;
  }

  private async writeDay(hours: readonly number[]): Promise<string> {
    const bytes = new ByteWriter();
    for (const number of hours) {
      const hour = this.hours.get(number)!;
      if (hour.keys.isEmpty) continue;
      const before = bytes.length;
      bytes.number(number % 24);
      hour.keys.write(bytes);
      hour.bytes = bytes.length - before;
      await this.pause();
    }
    return bytes.length === 0 ? '' : await packBytes(bytes.bytes());
  }

  private isDense(length: number): boolean {
    let keys = 0;
    for (const hour of this.hours.values()) keys += hour.keys.size;
    return length * BITS_A_CHARACTER <= keys * DENSE_BITS;
  }

  /** @returns the beginning of the oldest hour that is left; undefined if none can go */
  private giveUp(share: number): number | undefined {
    const hours = [...this.hours].sort(([a], [b]) => a - b);
    let excess = share * hours.reduce((sum, [, { bytes }]) => sum + bytes, 0);
    let gone = 0;
    for (; gone < hours.length - KEPT_HOURS && excess > 0; gone++) {
      const [number, { bytes }] = hours[gone];
      excess -= bytes;
      this.hours.delete(number);
      this.stored.delete(Math.floor(number / 24));
    }
    return gone === 0 ? undefined : hours[gone][0] * HOUR_MS - SHANGHAI_OFFSET_MS;
  }
}

function hourNumber(at: number): number {
  return Math.floor((at + SHANGHAI_OFFSET_MS) / HOUR_MS);
}

function dayNumber(day: string): number {
  return hourNumber(dayStart(day)) / 24;
}

function dayName(day: number): string {
  return shanghaiDay(24 * day * HOUR_MS - SHANGHAI_OFFSET_MS);
}
