import type { IDataObject } from 'n8n-workflow';

import type { Emulator, Paging } from '../../emulator';
import type { Engine } from '../support/engine';
import { breakMember, membersOf } from './damage';
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
  /** How the platform writes ids, and whether it says how many rows there are. */
  manners: string[];
  filters: Filters;
  lookbackDays: number;
  /** How far the platform's clock is ahead of n8n's, in minutes. */
  skewMinutes: number;
  /** Shanghai time of the first poll. */
  start: string;
  recordsBefore: NewRecord[];
}

export interface NewRecord extends Rating {
  daysAgo: number;
  /** Listed before the call has ended. */
  isOpen: boolean;
}

export type Command =
  | { do: 'add'; records: NewRecord[] }
  | { do: 'rate'; which: number; rating: Rating }
  | { do: 'end'; which: number; rating: Rating }
  | { do: 'remove'; which: number }
  | { do: 'wait'; minutes: number }
  | { do: 'toMidnight' }
  | { do: 'lateScoreAtMidnight' }
  | { do: 'nextDay' }
  | { do: 'paging'; paging: Partial<Paging> }
  | { do: 'filters'; filters: Filters }
  | { do: 'restart'; from: 'memory' | 'lastSave' }
  | { do: 'rename' }
  | { do: 'damage'; which: number; how: 'gone' | 'cut' | 'other' }
  | { do: 'poll'; secondsPerRequest: number }
  | { do: 'pollTwice' }
  | { do: 'pollAhead'; days: number }
  | { do: 'pollAmidNews'; after: number; records: NewRecord[] }
  | { do: 'pollAmidSave'; rename: boolean }
  | { do: 'saveAfterPoll'; isTaken: boolean }
  | { do: 'pollFails'; after: number }
  | { do: 'expireKeys' };

/** What the sequences are for: each of these has to happen, or the test proves nothing. */
export const MOMENTS = [
  'a record came out',
  'the platform received new records in the middle of a poll',
  'a page failed, and nothing was left of the poll',
  'two polls met',
  'a baseline was taken again for other filters',
  'a state of an earlier save was read by a new process',
  'a call came out after it had been listed open',
  'a call came out because it had not changed for long enough',
  'a score that came right before midnight came out',
  'a record came out under random ids',
  'a record came out under huge ids',
  'a record came out under ids as text',
  'a record came out where all ids are 0',
  'a record came out where there is no total',
  'a record came out under a new name',
  'a poll ran with the clock ahead',
  'a new activation took the place of a poll',
  'n8n took what a poll gave, and a new activation had read the state before',
  'n8n threw away what a poll gave, and it came again',
  'a damaged state was read',
] as const;
export type Moment = (typeof MOMENTS)[number];

export interface Machine {
  readonly engine: Engine;
  readonly emulator: Emulator;
  /** What happens when the platform receives the next requests for a list. */
  readonly onRequest: { act?: () => void };
  /** Counts what the sequences have brought about. */
  happened(moment: Moment): void;
  now(): number;
  setNow(ms: number): void;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const RESCAN_MINUTES = 30;
const LONG_READING_MS = 10_000;
/** A few hundred records, at random ids; and the state under an earlier name. */
const MOST_CHARACTERS = 30_000;
let accounts = 0;

/** A trigger in n8n's engine and its account on the platform, together with the model of what it should do. */
export class TriggerWorld {
  private readonly username = `model ${++accounts}`;
  private readonly credentials;
  private readonly model: TriggerModel;
  private readonly idOfSn = new Map<string, number>();
  /** Records that were open, that got their score right before midnight, and so on. */
  private readonly wereOpen = new Set<number>();
  private readonly lateAtMidnight = new Set<number>();
  private filters: Filters;
  private staticData: IDataObject = {};
  /** What n8n's database holds. */
  private saved = '{}';
  private isActivation = true;
  private polls = 0;
  private name = 'Trigger';
  private names = 0;
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
    emulator.configure({ manners: setting.manners });
    emulator.configure({
      paging: { ...setting.paging, maxPageSize: setting.paging.maxPageSize ?? Infinity },
      endDateInclusive: setting.endDateInclusive,
    });
    this.add(setting.recordsBefore.map((record) => ({ ...record, daysAgo: 0 })));
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
        return this.change(this.pick(command.which), command.rating);
      case 'end':
        return this.end(command.which, command.rating);
      case 'remove':
        return this.remove(command.which);
      case 'wait':
        return machine.setNow(machine.now() + command.minutes * MINUTE);
      case 'toMidnight':
        return machine.setNow(nextMidnight(machine.now()) - MINUTE / 2);
      case 'lateScoreAtMidnight':
        return await this.lateScoreAtMidnight();
      case 'nextDay':
        return machine.setNow(machine.now() + DAY);
      case 'paging':
        model.confuse();
        return machine.emulator.configure({ paging: command.paging });
      case 'filters':
        return await this.changeFilters(command.filters);
      case 'restart':
        return this.restart(command.from);
      case 'rename':
        this.name = `Trigger ${++this.names}`;
        return;
      case 'damage':
        return await this.damage(command.which, command.how);
      case 'poll':
        return await this.slowPoll(command.secondsPerRequest);
      case 'pollTwice':
        return void (await this.poll({ times: 2 }));
      case 'pollAhead':
        return await this.pollAhead(command.days);
      case 'pollAmidNews':
        return await this.pollAmidNews(command.after, command.records);
      case 'pollAmidSave':
        return await this.pollAmidSave(command.rename);
      case 'saveAfterPoll':
        return await this.saveAfterPoll(command.isTaken);
      case 'pollFails':
        return await this.pollFails(command.after);
      case 'expireKeys':
        return machine.emulator.expireKeys();
    }
  }

  private add(records: NewRecord[]): number[] {
    const { emulator, now } = this.machine;
    return records.map(({ daysAgo, score, label, category, isOpen }) => {
      const at = emulator.now() - Math.min(daysAgo, this.setting.lookbackDays) * DAY;
      const connected = shanghai(at);
      const [{ id, sn }] = emulator.addCrmRecords([
        {
          username: this.username,
          connected_at: connected,
          score,
          labelling: label,
          status: category,
          talk_info: '',
          ...(isOpen ? { endreason: '', disconnected_at: '' } : {}),
        },
      ]);
      this.idOfSn.set(sn, id);
      if (isOpen) this.wereOpen.add(id);
      this.model.add({
        ...{ id, sn, day: connected.slice(0, 10), at, score, label, category },
        hasEnded: !isOpen,
        changedAt: now(),
        gone: false,
        isNew: true,
      });
      return id;
    });
  }

  private pick(which: number, isWanted = (record: ModelRecord) => !record.gone) {
    const wanted = [...this.model.records.values()].filter(isWanted);
    return wanted[which % Math.max(1, wanted.length)] as ModelRecord | undefined;
  }

  private change(record: ModelRecord | undefined, { score, label, category }: Rating): void {
    if (!record) return;
    const isSame = record.score === score && record.label === label && record.category === category;
    if (isSame) return;
    // What comes late may wait for the next reading of everything.
    Object.assign(record, { score, label, category, isNew: false, changedAt: this.machine.now() });
    this.model.change(record.id);
    const changes = { score, labelling: label, status: category };
    this.machine.emulator.updateCrmRecord(record.id, changes);
  }

  private end(which: number, rating: Rating): void {
    const record = this.pick(which, ({ gone, hasEnded }) => !gone && !hasEnded);
    if (!record) return;
    this.change(record, rating);
    record.hasEnded = true;
    record.isNew = false;
    this.model.change(record.id);
    this.machine.emulator.updateCrmRecord(record.id, { endreason: '对方挂机' });
  }

  private remove(which: number): void {
    const record = this.pick(which);
    if (!record) return;
    record.gone = true;
    this.model.confuse();
    this.machine.emulator.updateCrmRecord(record.id, { username: 'nobody' });
  }

  /** A record of the first watched day passes the filters only in the last minutes of the last one. */
  private async lateScoreAtMidnight(): Promise<void> {
    const { machine, setting } = this;
    const daysAgo = setting.lookbackDays;
    const [id] = this.add([{ ...POOR, daysAgo, isOpen: false }]);
    await this.poll();
    machine.setNow(nextMidnight(machine.now()) - 2 * MINUTE);
    await this.poll();
    this.change(this.model.records.get(id), GOOD);
    this.lateAtMidnight.add(id);
    for (let minutes = 0; minutes < 40; minutes += 20) {
      machine.setNow(machine.now() + 20 * MINUTE);
      await this.poll();
    }
  }

  /** n8n activates a changed workflow anew, and polls at once when it does. */
  private async changeFilters(filters: Filters): Promise<void> {
    if (JSON.stringify(filters) === JSON.stringify(this.filters)) return;
    this.filters = filters;
    this.model.changeFilters(filters);
    this.isActivation = true;
    if (this.polls > 0) this.machine.happened('a baseline was taken again for other filters');
    await this.poll();
  }

  private restart(from: 'memory' | 'lastSave'): void {
    this.processes++;
    const memory = JSON.stringify(this.staticData);
    const stored = from === 'memory' ? memory : this.saved;
    if (stored !== memory) {
      this.machine.happened('a state of an earlier save was read by a new process');
    }
    // What a new process reads is what the database holds.
    this.saved = stored;
    this.staticData = JSON.parse(stored) as IDataObject;
  }

  private async damage(which: number, how: 'gone' | 'cut' | 'other'): Promise<void> {
    if (!this.state) return;
    this.restart('memory');
    const members = membersOf(this.state);
    breakMember(this.state, members[which % members.length], how);
    this.model.damage();
    this.machine.happened('a damaged state was read');
    await this.poll();
  }

  private async slowPoll(secondsPerRequest: number): Promise<void> {
    const { machine } = this;
    machine.onRequest.act = () => machine.setNow(machine.now() + secondsPerRequest * 1000);
    await this.poll();
    machine.onRequest.act = undefined;
  }

  /** n8n's clock runs ahead for two polls, and is put back; the platform's does not. */
  private async pollAhead(days: number): Promise<void> {
    const { machine } = this;
    if (this.isActivation) return;
    const jump = (ms: number) => {
      machine.setNow(machine.now() + ms);
      machine.emulator.advanceClock(-ms);
    };
    jump(days * DAY);
    await this.poll({ isClockWrong: true });
    await this.poll({ isClockWrong: true });
    jump(-days * DAY);
    this.model.confuse();
    machine.happened('a poll ran with the clock ahead');
  }

  private async pollAmidNews(after: number, records: NewRecord[]): Promise<void> {
    const added = new Set<number>();
    let requests = 0;
    this.machine.onRequest.act = () => {
      if (++requests !== after + 1) return;
      this.add(records).forEach((id) => added.add(id));
      this.machine.happened('the platform received new records in the middle of a poll');
    };
    this.model.confuse();
    await this.poll({ duringPoll: added });
    this.machine.onRequest.act = undefined;
  }

  /** The workflow is published while a poll waits for its answer. */
  private async pollAmidSave(rename: boolean): Promise<void> {
    if (this.isActivation) return;
    const old = this.pollOnce();
    const stored = JSON.parse(this.saved) as IDataObject;
    let renewed: Promise<number[]> | undefined;
    this.machine.onRequest.act = () => {
      this.machine.onRequest.act = undefined;
      this.staticData = stored;
      if (rename) this.name = `Trigger ${++this.names}`;
      renewed = this.pollOnce().give();
    };
    this.model.confuse();
    await this.poll({ give: async () => [...(await old.give()), ...((await renewed) ?? [])] });
    if (renewed) this.machine.happened('a new activation took the place of a poll');
    this.machine.onRequest.act = undefined;
  }

  /** The workflow is published while a poll runs, which ends before the new activation polls. */
  private async saveAfterPoll(isTaken: boolean): Promise<void> {
    if (this.isActivation) return;
    this.add([{ ...GOOD, daysAgo: 0, isOpen: false }]);
    const before = this.saved;
    const lost = new Set<number>();
    this.model.confuse();
    await this.poll({
      give: async () => {
        const ids = await this.pollOnce(isTaken).give();
        if (isTaken) return ids;
        ids.forEach((id) => lost.add(id));
        return [];
      },
    });
    const memory = this.saved;
    this.staticData = JSON.parse(before) as IDataObject;
    const given = await this.poll();
    if (isTaken && memory !== before) {
      this.machine.happened(
        'n8n took what a poll gave, and a new activation had read the state before',
      );
    }
    if (given.some((id) => lost.has(id))) {
      this.machine.happened('n8n threw away what a poll gave, and it came again');
    }
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
      this.machine.happened('a page failed, and nothing was left of the poll');
    } finally {
      faults.clear();
    }
  }

  /** One poll as n8n makes it; what it gives is the ids of the records. */
  private pollOnce(isTaken = true): { give(): Promise<number[]> } {
    const { minScore, labels, categories } = this.filters;
    const { engine } = this.machine;
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
      nodeId: 'trigger',
      nodeName: this.name,
      warn: () => {},
      // n8n writes the state when it takes what a poll gives.
      take: () => {},
    };
    return {
      give: async () => {
        const output = await engine.poll(isTaken ? run : { ...run, take: undefined });
        const ids = output?.[0].map(({ json }) => this.idOfSn.get(String(json.sn)) ?? -1) ?? [];
        if (isTaken && ids.length > 0) this.saved = JSON.stringify(run.staticData);
        return ids;
      },
    };
  }

  private async poll({
    times = 1,
    duringPoll = new Set<number>(),
    isClockWrong = false,
    give = async () => {
      const outputs = Array.from({ length: times }, async () => await this.pollOnce().give());
      return (await Promise.all(outputs)).flat();
    },
  }: {
    times?: number;
    duringPoll?: ReadonlySet<number>;
    isClockWrong?: boolean;
    give?: () => Promise<number[]>;
  } = {}): Promise<number[]> {
    const { machine, model } = this;
    const now = machine.now();
    const isFirst = this.isActivation;
    // After a reading that took long, the next one may wait a little.
    if ((this.state?.read?.took ?? 0) >= LONG_READING_MS) model.confuse();
    const wasBaseline = isFirst || this.state?.baseline === true;
    const ids = await give();
    this.polls++;
    this.isActivation = false;
    // n8n writes the state also when a workflow is activated.
    if (isFirst) this.saved = JSON.stringify(this.staticData);
    if (times > 1) machine.happened('two polls met');
    this.note(ids);
    const problem = model.polled(ids, {
      now: machine.now(),
      today: shanghai(now).slice(0, 10),
      isSettled: !isClockWrong && this.state?.read?.progress === undefined,
      isBaseline: wasBaseline,
      duringPoll,
    });
    if (problem) throw new Error(`Poll ${this.polls}: ${problem}`);
    return ids;
  }

  private note(ids: readonly number[]): void {
    const { machine, setting, model } = this;
    for (const id of ids) {
      machine.happened('a record came out');
      const record = model.records.get(id);
      if (this.wereOpen.has(id) && record?.hasEnded) {
        machine.happened('a call came out after it had been listed open');
      }
      if (record && !record.hasEnded) {
        machine.happened('a call came out because it had not changed for long enough');
      }
      if (this.lateAtMidnight.has(id)) {
        machine.happened('a score that came right before midnight came out');
      }
      if (this.names > 0) machine.happened('a record came out under a new name');
      for (const manner of setting.manners) {
        if (MOMENT_OF[manner]) machine.happened(MOMENT_OF[manner]);
      }
    }
  }

  /** However it went: one more reading of everything, and all must be out. */
  private async settle(): Promise<void> {
    const { machine } = this;
    await this.poll();
    // A call that never says how it ended is looked at twice half an hour apart.
    for (let rounds = 0; rounds < 3; rounds++) {
      machine.setNow(machine.now() + (RESCAN_MINUTES + 1) * MINUTE);
      for (let polls = 0; polls < 2; polls++) await this.poll();
    }
    const today = shanghai(machine.now()).slice(0, 10);
    const missing = this.model.missing(machine.now(), today);
    if (missing.length > 0) throw new Error(`Lost: ${missing.map(({ id }) => id).join()}`);
    const size = JSON.stringify(this.staticData).length;
    if (size > MOST_CHARACTERS) throw new Error(`The state has grown to ${size} characters`);
  }

  private get state(): State | undefined {
    const global = this.staticData.global as IDataObject | undefined;
    const states = global?.xiaoACrmTrigger as Record<string, Record<string, State>> | undefined;
    return states?.trigger?.[this.name];
  }
}

interface State {
  baseline?: boolean;
  read?: { took?: number; progress?: object };
}

/** Passes all filters, and none of them but the empty one. */
const GOOD: Rating = { score: 95, label: '有意向', category: 'A' };
const POOR: Rating = { score: null, label: '拒绝', category: null };

const MOMENT_OF: Record<string, Moment> = {
  'random-ids': 'a record came out under random ids',
  'huge-ids': 'a record came out under huge ids',
  'text-ids': 'a record came out under ids as text',
  'zero-ids': 'a record came out where all ids are 0',
  'total-missing': 'a record came out where there is no total',
};

function shanghai(ms: number): string {
  return new Date(ms + 8 * 60 * MINUTE).toISOString().slice(0, 19).replace('T', ' ');
}

function nextMidnight(ms: number): number {
  const local = ms + 8 * 60 * MINUTE;
  return Math.ceil((local + 1) / DAY) * DAY - 8 * 60 * MINUTE;
}
