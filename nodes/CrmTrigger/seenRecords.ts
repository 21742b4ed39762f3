/**
 * The records that have come out already, by the Shanghai day of their call. Numeric ids are kept as
 * ranges (`7-9` or `12`), because the platform counts them up: a whole day is a few characters.
 */
export type SeenByDay = Record<string, string>;

export class SeenRecords {
  private readonly days = new Map<string, Set<string>>();

  constructor(stored: SeenByDay = {}) {
    for (const [day, ranges] of Object.entries(stored)) this.days.set(day, new Set(parse(ranges)));
  }

  has(key: string): boolean {
    return [...this.days.values()].some((keys) => keys.has(key));
  }

  add(day: string, key: string): void {
    const keys = this.days.get(day) ?? new Set();
    this.days.set(day, keys.add(key));
  }

  /** What to store, without the days before the given one: those are not asked for any more. */
  since(firstDay: string): SeenByDay {
    return Object.fromEntries(
      [...this.days]
        .filter(([day]) => day >= firstDay)
        .sort(([a], [b]) => a.localeCompare(b))
        .map(([day, keys]) => [day, format(keys)]),
    );
  }
}

function format(keys: ReadonlySet<string>): string {
  const numbers = [...keys].filter(isNumeric).map(Number);
  const others = [...keys].filter((key) => !isNumeric(key));
  numbers.sort((a, b) => a - b);
  const ranges: Array<[first: number, last: number]> = [];
  for (const number of numbers) {
    const range = ranges.at(-1);
    if (range && number === range[1] + 1) range[1] = number;
    else ranges.push([number, number]);
  }
  return [
    ...ranges.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)),
    ...others.map(encodeURIComponent),
  ].join(',');
}

function* parse(ranges: string): Generator<string> {
  for (const part of ranges.split(',').filter(Boolean)) {
    const range = /^(\d+)(?:-(\d+))?$/.exec(part);
    if (!range) {
      yield decodeURIComponent(part);
      continue;
    }
    const last = Number(range[2] ?? range[1]);
    for (let number = Number(range[1]); number <= last; number++) yield String(number);
  }
}

function isNumeric(key: string): boolean {
  return /^(0|[1-9]\d{0,14})$/.test(key);
}
