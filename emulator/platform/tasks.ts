import { compactStamp, shanghaiText, type Clock } from './clock';
import { Random } from './random';
import type {
  AiUser,
  CallState,
  ContactRow,
  RecordedRequest,
  Task,
  TaskState,
  Template,
} from './types';

export const PHONE_COLUMN = '电话';
export const NAME_COLUMN = '姓名';

/** A task as the emulator keeps it: with what makes counting and deduplication quick. */
interface StoredTask extends Task {
  phones: Set<string>;
  counts: Record<CallState, number>;
  /** Nobody before this place waits. */
  next: number;
}

export interface NewTask {
  username: string;
  source: string;
  template: Pick<Template, 'sn' | 'project_caption'>;
  aiUser: Pick<AiUser, 'user_sn' | 'user_name'>;
  state: TaskState;
  mark?: string;
  batch?: string;
  /** Shanghai text. Default now. */
  createdAt?: string;
}

/** All marketing tasks, in the order in which they were made. */
export class Tasks {
  private readonly tasks: StoredTask[] = [];
  private lastId = 1825;

  constructor(
    private readonly seed: number,
    private readonly clock: Clock,
  ) {}

  get all(): readonly Task[] {
    return this.tasks;
  }

  bySn(username: string, sn: string): Task | undefined {
    return this.tasks.find((task) => task.username === username && task.dial_task_main_sn === sn);
  }

  byId(username: string, id: number): Task | undefined {
    return this.tasks.find((task) => task.username === username && task.dial_task_main_id === id);
  }

  create(plan: NewTask): Task {
    this.lastId += 1;
    const createdAt = plan.createdAt ?? shanghaiText(this.clock.now());
    const task: StoredTask = {
      dial_task_main_id: this.lastId,
      dial_task_main_sn: `dial_task_main_sn|${new Random(this.seed, 'task', this.lastId).hex(32)}`,
      state: plan.state,
      username: plan.username,
      ai_user_sn: plan.aiUser.user_sn,
      ai_user_name: plan.aiUser.user_name,
      project_sn: plan.template.sn,
      project_caption: plan.template.project_caption,
      source: plan.source,
      mark: plan.mark ?? null,
      batch: plan.batch ?? `${plan.username}${compactStamp(createdAt)}`,
      created_at: createdAt,
      last_modify: createdAt,
      started_at: plan.state === 'sending' ? createdAt : null,
      stoped_at: null,
      contacts: [],
      calls: [],
      addedBy: [],
      phones: new Set(),
      counts: { waiting: 0, success: 0, fail: 0 },
      next: 0,
    };
    this.tasks.push(task);
    return task;
  }

  /** Takes rows in, in order; those whose phone the task has already are left out and counted. */
  addContacts(task: Task, rows: ContactRow[], request?: RecordedRequest): { repeated: number } {
    const stored = task as StoredTask;
    let repeated = 0;
    for (const row of rows) {
      const phone = phoneOf(row);
      if (stored.phones.has(phone)) {
        repeated += 1;
        continue;
      }
      stored.phones.add(phone);
      stored.contacts.push(row);
      stored.calls.push('waiting');
      stored.counts.waiting += 1;
    }
    if (request) stored.addedBy.push(request);
    // API §7.5: a task that is through does not start again by itself.
    if (stored.state === 'sent') this.setState(stored, 'paused');
    this.touch(stored);
    return { repeated };
  }

  setState(task: Task, state: TaskState): void {
    if (task.state === state) return;
    task.state = state;
    this.touch(task);
    if (state === 'sending') task.started_at ??= task.last_modify;
    else task.stoped_at = task.last_modify;
  }

  /** The failed wait again. */
  requeueFailed(task: Task): void {
    const stored = task as StoredTask;
    stored.calls.forEach((state, index) => {
      if (state === 'fail') stored.calls[index] = 'waiting';
    });
    stored.counts.waiting += stored.counts.fail;
    stored.counts.fail = 0;
    stored.next = 0;
    this.setState(stored, 'sending');
  }

  delete(task: Task): void {
    this.tasks.splice(this.tasks.indexOf(task as StoredTask), 1);
  }

  counts(task: Task): Readonly<Record<CallState, number>> {
    return (task as StoredTask).counts;
  }

  /** Contacts waiting to be called over all tasks of an account. */
  waiting(username: string): number {
    return this.tasks
      .filter((task) => task.username === username)
      .reduce((sum, task) => sum + task.counts.waiting, 0);
  }

  /** The place in `contacts` of the next to be called, or undefined when nobody waits. */
  nextWaiting(task: Task): number | undefined {
    const stored = task as StoredTask;
    while (stored.next < stored.calls.length && stored.calls[stored.next] !== 'waiting') {
      stored.next += 1;
    }
    return stored.next < stored.calls.length ? stored.next : undefined;
  }

  /** Notes what became of a call. */
  finishCall(task: Task, index: number, result: 'success' | 'fail'): void {
    const stored = task as StoredTask;
    stored.counts[stored.calls[index]] -= 1;
    stored.counts[result] += 1;
    stored.calls[index] = result;
  }

  private touch(task: Task): void {
    task.last_modify = shanghaiText(this.clock.now());
  }
}

/** The phone of a row as text; empty when it is no phone number. */
export function phoneOf(row: ContactRow): string {
  const phone = row[PHONE_COLUMN];
  const digits = typeof phone === 'string' || typeof phone === 'number' ? String(phone).trim() : '';
  return /^\d{5,15}$/.test(digits) ? digits : '';
}
