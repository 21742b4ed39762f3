import { given } from './values';

/**
 * The platform's clock: Asia/Shanghai, UTC+8 all year. Nothing here looks at the machine's
 * own zone.
 */
const SHANGHAI_OFFSET = 8 * 60 * 60 * 1000;
const DAY = 24 * 60 * 60 * 1000;

/** A point in time that a user gave. */
export interface Moment {
  /** Milliseconds since 1970-01-01T00:00:00Z; for a whole day its Shanghai midnight. */
  at: number;
  /** a date without a time of day */
  wholeDay: boolean;
}

const TIME =
  /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:(?:[Tt]|\s+)(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,](\d{1,9}))?)?\s*(Z|z|[+-]\d{2}(?::?\d{2})?)?)?$/;

/** Longer text is no time, whatever it holds. */
const LONGEST_TIME = 64;

/** The platform is younger. What lies before stands for "never": 0000-00-00, 1970-01-01 08:00:00, 1899-12-30. */
const EARLIEST = Date.UTC(2000, 0, 1) - SHANGHAI_OFFSET;
/** 9999-12-31 stands for "never", too. */
const LATEST = Date.UTC(9999, 0, 1);

/** Day 0 of spreadsheets, which count days: 1899-12-30. */
const EXCEL_EPOCH = Date.UTC(1899, 11, 30) - SHANGHAI_OFFSET;
const END_OF_NUMBERS = Date.UTC(2100, 0, 1);

/** As the platform writes its times; lists bring them by the hundred thousand. */
const PLATFORM_TIME = /^\d{4}-\d{2}-\d{2} (?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d$/;

/** The day, `YYYY-MM-DD`, that it is in Shanghai at an instant in ms since the epoch. */
export function shanghaiDay(instant: number): string {
  return new Date(instant + SHANGHAI_OFFSET).toISOString().slice(0, 10);
}

/**
 * An instant as the platform writes times: `YYYY-MM-DD HH:MM:SS` in Shanghai.
 *
 * @param instant milliseconds since 1970
 */
export function platformTime(instant: number): string {
  return new Date(instant + SHANGHAI_OFFSET).toISOString().slice(0, 19).replace('T', ' ');
}

/**
 * The day so many days later, or earlier if negative.
 *
 * @throws RangeError if `day` is not a real `YYYY-MM-DD`
 */
export function addDays(day: string, days: number): string {
  return shanghaiDay(dayStart(day) + days * DAY);
}

/**
 * The Shanghai midnight at which a day begins, in ms since the epoch.
 *
 * @throws RangeError if `day` is not a real `YYYY-MM-DD`
 */
export function dayStart(day: string): number {
  const moment = /^\d{4}-\d{2}-\d{2}$/.test(day) ? parseTime(day) : undefined;
  if (!moment) throw new RangeError(`'${day}' is not a day of the form YYYY-MM-DD`);
  return moment.at;
}

/**
 * A time as the platform writes it, `YYYY-MM-DD HH:MM:SS` in Shanghai (also with `T`, a
 * fraction, the date alone, or as a Unix time), in ms since the epoch. Undefined for anything
 * that is no real date, and for one that stands for "never", such as `0000-00-00 00:00:00`.
 */
export function parsePlatformTime(value: unknown): number | undefined {
  const at =
    typeof value === 'string' && PLATFORM_TIME.test(value) ? exactTime(value) : readTime(value)?.at;
  return at === undefined || at < EARLIEST || at >= LATEST ? undefined : at;
}

function exactTime(text: string): number | undefined {
  const start = startOfDay(text.slice(0, 10));
  if (start === undefined) return undefined;
  const [hours, minutes, seconds] = [text.slice(11, 13), text.slice(14, 16), text.slice(17, 19)];
  return start + ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
}

/** Rows that follow each other are mostly of the same day. */
let latest: { day: string; start: number | undefined } = { day: '', start: undefined };

function startOfDay(day: string): number | undefined {
  if (latest.day !== day) latest = { day, start: parseTime(day)?.at };
  return latest.start;
}

/**
 * A time of the platform as ISO 8601: `2018-05-08 15:42:34` → `2018-05-08T15:42:34+08:00`.
 * Milliseconds appear only where the platform gave some. Undefined if it is no real date.
 */
export function toIso(text: unknown): string | undefined {
  const at = parsePlatformTime(text);
  if (at === undefined) return undefined;
  if (PLATFORM_TIME.test(String(text))) return `${String(text).replace(' ', 'T')}+08:00`;
  const local = new Date(at + SHANGHAI_OFFSET).toISOString().replace('.000Z', '').replace('Z', '');
  return `${local}+08:00`;
}

/**
 * What a user or n8n puts in a date field: ISO 8601 with an offset or `Z` is that instant,
 * without one it is Shanghai's time; a bare date is a whole day. Also `2026年11月26日 15:30`,
 * Unix time in seconds or ms, the day number of a spreadsheet, `20261126`, a Date, or an object
 * with `toMillis()` as luxon's are. Undefined if nothing was given.
 *
 * @throws RangeError naming the value if it is none of these
 */
export function parseUserTime(value: unknown): Moment | undefined {
  return given(value, readTime, 'a date or time');
}

function readTime(value: unknown): Moment | undefined {
  if (typeof value === 'string') {
    if (value.length > LONGEST_TIME) return undefined;
    const text = value.normalize('NFKC').trim();
    return /^\d+(?:\.\d+)?$/.test(text) ? momentOfNumber(Number(text)) : parseTime(plain(text));
  }
  if (typeof value === 'number') return momentOfNumber(value);
  const at = instantOf(value);
  // An instant of 1970 is a number that was read in the wrong unit.
  return at === undefined || !(at >= EARLIEST && at < LATEST) ? undefined : { at, wholeDay: false };
}

/** Each unit has a range of its own between 2000 and 2100. */
function momentOfNumber(value: number): Moment | undefined {
  const at = (instant: number) => (instant >= EARLIEST && instant < END_OF_NUMBERS ? instant : NaN);
  const [fromMs, fromSeconds] = [at(value), at(value * 1000)];
  const fromDays = at(EXCEL_EPOCH + Math.round(value * DAY));
  const instant = [fromMs, fromSeconds, fromDays].find((one) => !Number.isNaN(one));
  if (instant !== undefined) {
    return { at: instant, wholeDay: instant === fromDays && Number.isInteger(value) };
  }
  const digits = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2}))?$/.exec(String(value));
  if (!digits) return undefined;
  const [day, time] = [digits.slice(1, 4).join('-'), digits.slice(4).join(':')];
  return parseTime(digits[4] === undefined ? day : `${day} ${time}`);
}

/** Chinese dates as others: 2026年11月26日 15时30分05秒. */
function plain(text: string): string {
  if (!text.includes('年')) return text;
  const parted = text
    .replace(/ {0,3}[年月] {0,3}/g, '-')
    .replace(/ {0,3}[日号] {0,3}/, ' ')
    .replace(/ {0,3}[时点分] {0,3}/g, ':')
    .replace('秒', '')
    .replace(/:$/, '')
    .trim();
  return / \d{1,2}$/.test(parted) ? `${parted}:00` : parted;
}

function instantOf(value: unknown): number | undefined {
  if (value instanceof Date) return value.getTime();
  if (typeof value === 'object' && value !== null && 'toMillis' in value) {
    const { toMillis } = value;
    const at: unknown = typeof toMillis === 'function' ? toMillis.call(value) : undefined;
    return typeof at === 'number' ? at : undefined;
  }
  return undefined;
}

function parseTime(text: string): Moment | undefined {
  const match = TIME.exec(text);
  if (!match) return undefined;
  const [, year, , month, day, hour, minute, second = '', fraction = '', zone] = match;
  const clock = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour ?? 0),
    Number(minute ?? 0),
    Number(second),
    Number(fraction.slice(0, 3).padEnd(3, '0')),
  );
  // Date.UTC rolls 31 February over to March. Months that roll over change the year, hours the day, seconds the minute.
  const back = new Date(clock);
  const real =
    back.getUTCFullYear() === Number(year) &&
    back.getUTCDate() === Number(day) &&
    back.getUTCMinutes() === Number(minute ?? 0);
  if (!real) return undefined;
  return { at: clock - offsetOf(zone), wholeDay: hour === undefined };
}

function offsetOf(zone: string | undefined): number {
  if (zone === undefined) return SHANGHAI_OFFSET;
  // Z has no digits.
  const digits = zone.replace(/\D/g, '');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}
