import type { Filters } from './triggerWorld';

/** A record as far as the trigger is concerned. */
export interface ModelRecord {
  readonly id: number;
  readonly sn: string;
  /** Shanghai day of the call. */
  readonly day: string;
  /** When the call was made, in ms since the epoch. */
  readonly at: number;
  score: number | null;
  label: string;
  category: string | null;
  hasEnded: boolean;
  /** When anything about it changed, by n8n's clock. */
  changedAt: number;
  /** Taken away from the list. */
  gone: boolean;
  /** Added since the last poll that succeeded. */
  isNew: boolean;
}

export interface PolledAt {
  /** n8n's time, in ms since the epoch, and its day in Shanghai. */
  readonly now: number;
  readonly today: string;
  /** Whether it found the time to read everything, by a clock that is right. */
  readonly isSettled: boolean;
  readonly isBaseline: boolean;
  readonly duringPoll: ReadonlySet<number>;
}

/** A record that never says how it ended comes out when it has not changed for so long. */
const QUIET_MS = 30 * 60_000;

/** What the trigger may give and must give, as simply as it can be said. */
export class TriggerModel {
  readonly records = new Map<number, ModelRecord>();
  private readonly given = new Set<number>();
  private readonly existing = new Set<number>();
  /** Were there before, but had not ended. */
  private readonly openBefore = new Set<number>();
  /** May have been taken for known when a state was damaged. */
  private readonly doubtful = new Set<number>();
  private lastPolledOn: string | undefined;
  /** A baseline has begun that takes several polls. */
  private isInBaseline = false;
  /** Something happened that may hide new records from a glance at the total. */
  private isConfused = false;

  constructor(
    private filters: Filters,
    private readonly lookbackDays: number,
  ) {}

  add(record: ModelRecord): void {
    this.records.set(record.id, record);
  }

  change(id: number): void {
    this.openBefore.delete(id);
    this.confuse();
  }

  confuse(): void {
    this.isConfused = true;
  }

  /** Other filters begin with a baseline of their own. */
  changeFilters(filters: Filters): void {
    this.filters = filters;
    this.isInBaseline = false;
    this.lastPolledOn = undefined;
  }

  /** What has not come out by now may count as known from now on; nothing comes twice all the same. */
  damage(): void {
    for (const { id } of this.records.values()) if (!this.given.has(id)) this.doubtful.add(id);
    // That they were open before may be what was lost.
    this.openBefore.clear();
    this.confuse();
  }

  /**
   * @param ids what a poll gave that has succeeded
   * @returns what is wrong with it, or nothing
   */
  polled(ids: readonly number[], poll: PolledAt): string | undefined {
    const goesOn = poll.isBaseline && this.isInBaseline;
    const problem = this.firstProblem(ids, poll, goesOn);
    if (problem) return problem;
    this.isInBaseline = poll.isBaseline;
    for (const id of ids) this.given.add(id);
    for (const record of this.records.values()) {
      if (poll.isBaseline && this.isWatched(record, poll.today)) {
        // What comes in while the baseline is read may be on either side of it.
        const mayBeEither = poll.duringPoll.has(record.id) || (goesOn && !this.isKnown(record.id));
        if (mayBeEither) this.doubtful.add(record.id);
        else this.takeForKnown(record, poll.now);
      }
      if (poll.isSettled && !poll.duringPoll.has(record.id)) record.isNew = false;
      // One that was there before and says nothing for so long counts as known, even if it ends one day.
      if (this.openBefore.has(record.id) && this.isOver(record, poll.now)) {
        this.doubtful.add(record.id);
      }
    }
    if (poll.isSettled) {
      this.lastPolledOn = poll.today;
      this.isConfused = false;
    }
    return undefined;
  }

  /** What should have come out by now at the latest. */
  missing(now: number, today: string): ModelRecord[] {
    return [...this.records.values()].filter(
      (record) =>
        this.isDue(record, now) &&
        !this.doubtful.has(record.id) &&
        !this.openBefore.has(record.id) &&
        this.isWatched(record, today),
    );
  }

  private takeForKnown(record: ModelRecord, now: number): void {
    if (this.given.has(record.id) || record.gone || !this.passes(record)) return;
    if (record.hasEnded || now - record.at >= QUIET_MS) this.existing.add(record.id);
    else this.openBefore.add(record.id);
  }

  private isKnown(id: number): boolean {
    return this.existing.has(id) || this.openBefore.has(id);
  }

  private firstProblem(
    ids: readonly number[],
    poll: PolledAt,
    goesOn: boolean,
  ): string | undefined {
    if (new Set(ids).size !== ids.length) return `one poll gives a record twice: ${ids.join()}`;
    // Of a baseline that goes on, calls come that were open when it began.
    if (poll.isBaseline && !goesOn && ids.length > 0) return `the baseline gives ${ids.join()}`;
    for (const id of ids) {
      const record = this.records.get(id);
      if (!record) return `${id} does not exist`;
      if (this.given.has(id)) return `${id} comes a second time`;
      if (this.existing.has(id)) return `${id} was there before`;
      if (!this.passes(record)) return `${id} does not pass the filters`;
      if (!this.isOver(record, poll.now)) return `${id} has not ended`;
      if (!record.hasEnded && this.openBefore.has(id)) return `${id} was open before`;
    }
    if (!poll.isSettled || poll.isBaseline || this.isConfused) return undefined;
    const late = this.missing(poll.now, poll.today).filter(
      ({ id, isNew, hasEnded }) =>
        isNew && hasEnded && !ids.includes(id) && !poll.duringPoll.has(id),
    );
    return late.length > 0 ? `new and not given: ${late.map(({ id }) => id).join()}` : undefined;
  }

  private isDue(record: ModelRecord, now: number): boolean {
    return (
      this.passes(record) &&
      this.isOver(record, now) &&
      !record.gone &&
      !this.given.has(record.id) &&
      !this.existing.has(record.id)
    );
  }

  private isOver({ hasEnded, changedAt }: ModelRecord, now: number): boolean {
    return hasEnded || now - changedAt >= QUIET_MS;
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
