import { Accounts } from './accounts';
import { Clock } from './clock';
import { ControlKey } from './controlKey';
import { makeCrmRecord } from './crmRecords';
import { CrmStore } from './crmStore';
import { Dialler } from './dialler';
import { Faults } from './faults';
import { defaultBehaviour } from './behaviour';
import { RequestLog } from './requestLog';
import { Statics } from './statics';
import { readTalkInfo } from './talkInfo';
import { phoneOf, Tasks } from './tasks';
import { aiUsers, findTemplate, SAMPLE_TEMPLATES } from './templates';
import type { Behaviour, EmulatorOptions } from './behaviour';
import type { AiUser, ContactRow, CrmRecord, Task, TaskState } from './types';

/** What `addTask` takes: a task's own fields, the contacts as rows, and whose it is. */
export interface TaskPlan {
  source?: string;
  project_sn?: string;
  ai_user_sn?: string;
  /** Default paused. */
  state?: TaskState;
  mark?: string;
  batch?: string;
  /** Shanghai text; default now. */
  created_at?: string;
  contacts?: ContactRow[];
  /** Default the main account. */
  username?: string;
}

function notListening(): never {
  throw new Error('The emulator does not listen yet');
}

/** The whole state of the platform, without HTTP. */
export class Platform {
  readonly seed: number;
  readonly clock: Clock;
  /** Changed in place. */
  readonly behaviour: Behaviour = defaultBehaviour();
  readonly accounts: Accounts;
  readonly tasks: Tasks;
  readonly crm = new CrmStore();
  readonly faults = new Faults();
  readonly log = new RequestLog();
  readonly onRequest: (endpoint: string) => void;
  readonly statics = new Statics();
  readonly control = new ControlKey();
  /** Its other listeners, which start when they are first asked for: their addresses. */
  elsewhere: Record<'recordings' | 'tls', () => Promise<string>> = {
    recordings: notListening,
    tls: notListening,
  };
  readonly dialler: Dialler;
  readonly aiUsers: readonly AiUser[] = aiUsers();
  /** `http://127.0.0.1:8088`, once it listens. */
  url = '';
  /** Requests that are being looked at. */
  pending = 0;

  constructor(options: EmulatorOptions) {
    this.seed = options.seed ?? 1;
    this.onRequest = options.onRequest ?? (() => {});
    this.clock = new Clock(options.now, this.behaviour);
    this.accounts = new Accounts(this.seed, this.clock, this.behaviour);
    this.accounts.add(options.account ?? { username: 'demo', password: 'demo-password' });
    this.tasks = new Tasks(this.seed, this.clock);
    this.dialler = new Dialler(this);
  }

  /** @param luck names the stream of randomness; default one of the record's id */
  addCrmRecord(given: Partial<CrmRecord>, luck?: string): CrmRecord {
    const id = given.id ?? this.crm.nextId();
    const record = makeCrmRecord(id, given, luck ?? `crm ${id}`, {
      seed: this.seed,
      now: this.clock.now(),
      username: this.accounts.main.username,
      aiUsers: this.aiUsers,
    });
    this.crm.add(record);
    this.noteSegments(record, given);
    return record;
  }

  updateCrmRecord(id: number, changes: Partial<CrmRecord>): CrmRecord {
    const record = this.crm.update(id, changes);
    this.noteSegments(record, changes);
    return record;
  }

  addTask(plan: TaskPlan): Task {
    const template = findTemplate(plan.project_sn ?? SAMPLE_TEMPLATES[0].sn);
    const aiUser = this.aiUser(plan.ai_user_sn ?? this.aiUsers[0].user_sn);
    if (!template || !aiUser) throw new Error('There is no such template or AI user');
    const task = this.tasks.create({
      username: this.accounts.get(plan.username).username,
      source: plan.source ?? template.caption,
      template: { sn: template.sn, project_caption: template.caption },
      aiUser,
      state: 'paused',
      mark: plan.mark,
      batch: plan.batch,
      createdAt: plan.created_at,
    });
    this.tasks.addContacts(task, (plan.contacts ?? []).filter(phoneOf));
    this.tasks.setState(task, plan.state ?? 'paused');
    return task;
  }

  aiUser(sn: string): AiUser | undefined {
    return this.aiUsers.find((user) => user.user_sn === sn);
  }

  private noteSegments(record: CrmRecord, given: Partial<CrmRecord>): void {
    if (given.talk_info === undefined) return;
    this.crm.noteSegments(
      record,
      readTalkInfo(given.talk_info).map(({ recording }) => recording),
    );
  }
}
