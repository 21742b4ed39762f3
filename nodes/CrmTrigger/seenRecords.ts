import { IdRanges } from '../../xiaoa/idSet';

/** The keys of records by the Shanghai day of their call, see `IdRanges`. */
export type SeenByDay = Record<string, string>;

/** The records that have come out already, or were there before the trigger was switched on. */
export class SeenRecords {
  private readonly days = new Map<string, IdRanges>();

  constructor(stored: SeenByDay = {}) {
    for (const [day, keys] of Object.entries(stored)) this.days.set(day, IdRanges.parse(keys));
  }

  has(key: string): boolean {
    for (const keys of this.days.values()) if (keys.has(key)) return true;
    return false;
  }

  hasOn(day: string, key: string): boolean {
    return this.days.get(day)?.has(key) ?? false;
  }

  add(day: string, key: string): void {
    let keys = this.days.get(day);
    if (!keys) this.days.set(day, (keys = new IdRanges()));
    keys.add(key);
  }

  remove(keys: IdRanges): void {
    for (const seen of this.days.values()) seen.subtract(keys);
  }

  /** Drops the days before the given one: those are not asked for any more. */
  dropBefore(firstDay: string): void {
    for (const day of this.days.keys()) if (day < firstDay) this.days.delete(day);
  }

  /**
   * What to store, in no more than so many characters. If need be, it is forgotten which of the oldest
   * records have not come out: they are taken for seen.
   *
   * @returns `shortened` says whether that was needed
   */
  store(mostCharacters: number): { seen: SeenByDay; shortened: boolean } {
    let shortened = false;
    for (const day of [...this.days.keys()].sort()) {
      while (this.size() > mostCharacters && this.days.get(day)!.forgetOldestGaps()) {
        shortened = true;
      }
    }
    return { seen: this.texts(), shortened };
  }

  private size(): number {
    return JSON.stringify(this.texts()).length;
  }

  private texts(): SeenByDay {
    return Object.fromEntries(
      [...this.days]
        .filter(([, keys]) => !keys.isEmpty)
        .sort(([a], [b]) => a.localeCompare(b))
        .map(([day, keys]) => [day, keys.toString()]),
    );
  }
}
