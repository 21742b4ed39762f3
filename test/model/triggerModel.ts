import type { Filters } from './triggerWorld';

/** A record as far as the trigger is concerned. */
export interface ModelRecord {
  readonly id: number;
  /** Shanghai day of the call. */
  readonly day: string;
  score: number | null;
  label: string;
  category: string | null;
  /** Taken away from the list. */
  gone: boolean;
  /** Added since the last poll that succeeded. */
  isNew: boolean;
}

/** What the trigger may give and must give, as simply as it can be said. */
export class TriggerModel {
  readonly records = new Map<number, ModelRecord>();
  private readonly given = new Set<number>();
  private readonly existing = new Set<number>();
  private lastPolledOn: string | undefined;
  /** Something happened that may hide new records from a glance at the total. */
  private isConfused = false;

  constructor(
    private filters: Filters,
    private readonly lookbackDays: number,
  ) {}

  add(record: ModelRecord): void {
    this.records.set(record.id, record);
  }

  confuse(): void {
    this.isConfused = true;
  }

  /** Other filters begin with a baseline of their own. */
  changeFilters(filters: Filters): void {
    this.filters = filters;
    this.lastPolledOn = undefined;
  }

  /**
   * @param ids what a poll gave that has succeeded
   * @param poll whether it found the time to read everything, and whether it was still reading the baseline
   * @returns what is wrong with it, or nothing
   */
  polled(
    ids: readonly number[],
    poll: { today: string; isSettled: boolean; isBaseline: boolean; duringPoll: Set<number> },
  ): string | undefined {
    const problem = this.firstProblem(ids, poll);
    if (problem) return problem;
    for (const id of ids) this.given.add(id);
    if (poll.isBaseline) {
      for (const record of this.records.values()) {
        if (this.isDue(record) && this.isWatched(record, poll.today)) this.existing.add(record.id);
      }
    }
    for (const record of this.records.values()) {
      if (poll.isSettled && !poll.duringPoll.has(record.id)) record.isNew = false;
    }
    if (poll.isSettled) {
      this.lastPolledOn = poll.today;
      this.isConfused = false;
    }
    return undefined;
  }

  /** What should have come out by now at the latest. */
  missing(today: string): ModelRecord[] {
    return [...this.records.values()].filter(
      (record) => this.isDue(record) && this.isWatched(record, today),
    );
  }

  private firstProblem(
    ids: readonly number[],
    poll: { today: string; isSettled: boolean; isBaseline: boolean; duringPoll: Set<number> },
  ): string | undefined {
    if (new Set(ids).size !== ids.length) return `one poll gives a record twice: ${ids.join()}`;
    if (poll.isBaseline && ids.length > 0) return `the baseline gives ${ids.join()}`;
    for (const id of ids) {
      const record = this.records.get(id);
      if (!record) return `${id} does not exist`;
      if (this.given.has(id)) return `${id} comes a second time`;
      if (this.existing.has(id)) return `${id} was there before`;
      if (!this.passes(record)) return `${id} does not pass the filters`;
    }
    if (!poll.isSettled || poll.isBaseline || this.isConfused) return undefined;
    const late = this.missing(poll.today).filter(
      ({ id, isNew }) => isNew && !ids.includes(id) && !poll.duringPoll.has(id),
    );
    return late.length > 0 ? `new and not given: ${late.map(({ id }) => id).join()}` : undefined;
  }

  private isDue(record: ModelRecord): boolean {
    return (
      this.passes(record) &&
      !record.gone &&
      !this.given.has(record.id) &&
      !this.existing.has(record.id)
    );
  }

  private isWatched({ day }: ModelRecord, today: string): boolean {
    const since = this.lastPolledOn && this.lastPolledOn < today ? this.lastPolledOn : today;
    return Date.parse(day) >= Date.parse(since) - this.lookbackDays * 86_400_000;
  }

  private passes({ score, label, category }: ModelRecord): boolean {
    const { minScore, labels, categories } = this.filters;
    return (
      (minScore === undefined || (score !== null && score >= minScore)) &&
      (labels === undefined || labels.includes(label)) &&
      (categories === undefined || (category !== null && categories.includes(category)))
    );
  }
}
