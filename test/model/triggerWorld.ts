import type { IDataObject } from 'n8n-workflow';

import type { Emulator, Paging } from '../../emulator';
import type { Engine } from '../support/engine';
import { TriggerModel, type ModelRecord } from './triggerModel';

export interface Filters {
  minScore?: number;
  labels?: string[];
  categories?: string[];
}

/** The three columns that come late, in the order of `Filters`. */
export interface Rating {
  score: number | null;
  label: string;
  category: string | null;
}

export interface Setting {
  paging: Paging;
  endDateInclusive: boolean;
  filters: Filters;
  lookbackDays: number;
  /** How far the platform's clock is ahead of n8n's, in minutes. */
  skewMinutes: number;
  /** Shanghai time of the first poll. */
  start: string;
  recordsBefore: Rating[];
}

export type Command =
  | { do: 'add'; records: Array<Rating & { daysAgo: number }> }
  | { do: 'rate'; which: number; rating: Rating }
  | { do: 'remove'; which: number }
  | { do: 'wait'; minutes: number }
  | { do: 'toMidnight' }
  | { do: 'nextDay' }
  | { do: 'paging'; paging: Partial<Paging> }
  | { do: 'filters'; filters: Filters }
  | { do: 'restart'; from: 'memory' | 'lastSave' }
  | { do: 'poll'; secondsPerRequest: number }
  | { do: 'pollTwice' }
  | { do: 'pollAmidNews'; after: number; records: Array<Rating & { daysAgo: number }> }
  | { do: 'pollFails'; after: number }
  | { do: 'expireKeys' };

export interface Machine {
  readonly engine: Engine;
  readonly emulator: Emulator;
  /** What happens when the platform receives the next requests. */
  readonly onRequest: { act?: () => void };
  now(): number;
  setNow(ms: number): void;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const RESCAN_MINUTES = 30;
const LONG_READING_MS = 10_000;
let accounts = 0;

/** A trigger in n8n's engine and its account on the platform, together with the model of what it should do. */
export class TriggerWorld {
  private readonly username = `model ${++accounts}`;
  private readonly credentials;
  private readonly model: TriggerModel;
  private filters: Filters;
  private staticData: IDataObject = {};
  /** What n8n's database holds. */
  private saved = '{}';
  private isActivation = true;
  private polls = 0;
  /** n8n's processes share nothing; here each of them has a workflow of its own. */
  private processes = 0;

  constructor(
    private readonly machine: Machine,
    private readonly setting: Setting,
  ) {
    const { engine, emulator } = machine;
    const password = 'secret';
    emulator.addAccount({ username: this.username, password });
    const account = { baseUrl: emulator.url, username: this.username, password };
    this.credentials = engine.credentials.add(this.username, account);
    this.filters = setting.filters;
    this.model = new TriggerModel(setting.filters, setting.lookbackDays);
    machine.setNow(Date.parse(setting.start));
    emulator.advanceClock(machine.now() + setting.skewMinutes * MINUTE - emulator.now());
    emulator.configure({
      paging: { ...setting.paging, maxPageSize: setting.paging.maxPageSize ?? Infinity },
      endDateInclusive: setting.endDateInclusive,
    });
    this.add(setting.recordsBefore.map((rating) => ({ ...rating, daysAgo: 0 })));
  }

  async run(commands: readonly Command[]): Promise<void> {
    for (const command of commands) await this.obey(command);
    await this.settle();
  }

  private async obey(command: Command): Promise<void> {
    const { machine, model } = this;
    switch (command.do) {
      case 'add':
        return void this.add(command.records);
      case 'rate':
        return this.rate(command.which, command.rating);
      case 'remove':
        return this.remove(command.which);
      case 'wait':
        return machine.setNow(machine.now() + command.minutes * MINUTE);
      case 'toMidnight':
        return machine.setNow(nextMidnight(machine.now()) - MINUTE / 2);
      case 'nextDay':
        return machine.setNow(machine.now() + DAY);
      case 'paging':
        model.confuse();
        return machine.emulator.configure({ paging: command.paging });
      case 'filters':
        return await this.changeFilters(command.filters);
      case 'restart':
        this.processes++;
        this.staticData = JSON.parse(
          command.from === 'memory' ? JSON.stringify(this.staticData) : this.saved,
        ) as IDataObject;
        return;
      case 'poll':
        return await this.slowPoll(command.secondsPerRequest);
      case 'pollTwice':
        return await this.poll(2);
      case 'pollAmidNews':
        return await this.pollAmidNews(command.after, command.records);
      case 'pollFails':
        return await this.pollFails(command.after);
      case 'expireKeys':
        return machine.emulator.expireKeys();
    }
  }

  private add(records: Array<Rating & { daysAgo: number }>): number[] {
    const { emulator } = this.machine;
    return records.map(({ daysAgo, score, label, category }) => {
      const connected = shanghai(
        emulator.now() - Math.min(daysAgo, this.setting.lookbackDays) * DAY,
      );
      const [{ id }] = emulator.addCrmRecords([
        {
          username: this.username,
          connected_at: connected,
          score,
          labelling: label,
          status: category,
          talk_info: '',
        },
      ]);
      const day = connected.slice(0, 10);
      this.model.add({ id, day, score, label, category, gone: false, isNew: true });
      return id;
    });
  }

  private pick(which: number): ModelRecord | undefined {
    const present = [...this.model.records.values()].filter(({ gone }) => !gone);
    return present[which % Math.max(1, present.length)];
  }

  private rate(which: number, { score, label, category }: Rating): void {
    const record = this.pick(which);
    if (!record) return;
    // What comes late may wait for the next reading of everything.
    Object.assign(record, { score, label, category, isNew: false });
    this.model.confuse();
    const changes = { score, labelling: label, status: category };
    this.machine.emulator.updateCrmRecord(record.id, changes);
  }

  private remove(which: number): void {
    const record = this.pick(which);
    if (!record) return;
    record.gone = true;
    this.model.confuse();
    this.machine.emulator.updateCrmRecord(record.id, { username: 'nobody' });
  }

  /** n8n activates a changed workflow anew, and polls at once when it does. */
  private async changeFilters(filters: Filters): Promise<void> {
    if (JSON.stringify(filters) === JSON.stringify(this.filters)) return;
    this.filters = filters;
    this.model.changeFilters(filters);
    this.isActivation = true;
    await this.poll();
  }

  private async slowPoll(secondsPerRequest: number): Promise<void> {
    const { machine } = this;
    machine.onRequest.act = () => machine.setNow(machine.now() + secondsPerRequest * 1000);
    await this.poll();
    machine.onRequest.act = undefined;
  }

  private async pollAmidNews(
    after: number,
    records: Array<Rating & { daysAgo: number }>,
  ): Promise<void> {
    const added = new Set<number>();
    let requests = 0;
    this.machine.onRequest.act = () => {
      if (++requests === after + 1) this.add(records).forEach((id) => added.add(id));
    };
    this.model.confuse();
    await this.poll(1, added);
    this.machine.onRequest.act = undefined;
  }

  private async pollFails(after: number): Promise<void> {
    const { faults } = this.machine.emulator;
    faults.add({ endpoint: '/api/crmList', kind: 'code', code: 20007, after });
    const before = JSON.stringify(this.state);
    try {
      await this.poll();
    } catch (error) {
      if (!String(error).includes('20007')) throw error;
      if (JSON.stringify(this.state) !== before) throw new Error('A poll that failed left a trace');
    } finally {
      faults.clear();
    }
  }

  private async poll(times = 1, duringPoll = new Set<number>()): Promise<void> {
    const { engine, now } = this.machine;
    const today = shanghai(now()).slice(0, 10);
    const isFirst = this.isActivation;
    const { minScore, labels, categories } = this.filters;
    const run = {
      parameters: {
        filters: {
          ...(minScore === undefined ? {} : { minScore }),
          ...(labels ? { label: labels.join(', ') } : {}),
          ...(categories ? { categories } : {}),
        },
        options: { lookbackDays: this.setting.lookbackDays, fullRescanMinutes: RESCAN_MINUTES },
      } as never,
      credentials: this.credentials,
      staticData: this.staticData,
      workflowId: `${this.username}, process ${this.processes}`,
    };
    // After a reading that took long, the next one may wait a little.
    if ((this.state?.read.took ?? 0) >= LONG_READING_MS) this.model.confuse();
    const wasBaseline = isFirst || this.state?.baseline === true;
    const outputs = await Promise.all(Array.from({ length: times }, () => engine.poll(run)));
    const ids = outputs.flatMap((output) => output?.[0].map(({ json }) => Number(json.id)) ?? []);
    this.polls++;
    this.isActivation = false;
    // n8n writes the state when a poll gives something, and when a workflow is activated.
    if (ids.length > 0 || isFirst) this.saved = JSON.stringify(this.staticData);
    const isSettled = this.state?.read.progress === undefined;
    const problem = this.model.polled(ids, {
      today,
      isSettled,
      isBaseline: wasBaseline,
      duringPoll,
    });
    if (problem) throw new Error(`Poll ${this.polls}: ${problem}`);
  }

  /** However it went: one more reading of everything, and all must be out. */
  private async settle(): Promise<void> {
    const { machine } = this;
    await this.poll();
    machine.setNow(machine.now() + RESCAN_MINUTES * MINUTE);
    const today = shanghai(machine.now()).slice(0, 10);
    for (let polls = 0; polls < 2; polls++) await this.poll();
    const missing = this.model.missing(today);
    if (missing.length > 0) throw new Error(`Lost: ${missing.map(({ id }) => id).join()}`);
    const size = JSON.stringify(this.staticData).length;
    if (size > 10_000) throw new Error(`The state has grown to ${size} characters`);
  }

  private get state() {
    const global = this.staticData.global as IDataObject | undefined;
    const states = global?.xiaoACrmTrigger as Record<string, Record<string, State>> | undefined;
    return states?.Trigger?.Trigger;
  }
}

interface State {
  baseline: boolean;
  read: { took: number; progress?: object };
}

function shanghai(ms: number): string {
  return new Date(ms + 8 * 60 * MINUTE).toISOString().slice(0, 19).replace('T', ' ');
}

function nextMidnight(ms: number): number {
  const local = ms + 8 * 60 * MINUTE;
  return Math.ceil((local + 1) / DAY) * DAY - 8 * 60 * MINUTE;
}
