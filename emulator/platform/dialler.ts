import { setImmediate as nextTurn } from 'node:timers/promises';
import { tellCall } from './callStory';
import { Random } from './random';
import { NAME_COLUMN, phoneOf, type Tasks } from './tasks';
import { findTemplate, SAMPLE_TEMPLATES } from './templates';
import type { ContactRow, CrmRecord, Task } from './types';

/** What calls are made on. */
interface Exchange {
  readonly seed: number;
  readonly tasks: Tasks;
  addCrmRecord(given: Partial<CrmRecord>, luck: string): CrmRecord;
}

/**
 * Calls the contacts of tasks that are sending: the oldest task first, contact after contact. Each
 * call leaves a CRM record at once. The n-th call of an emulator goes the same way for the same
 * seed, whatever the clock says.
 */
export class Dialler {
  private calls = 0;
  private timer?: NodeJS.Timeout;

  constructor(private readonly exchange: Exchange) {}

  start(callsPerSecond: number): void {
    this.stop();
    // Many calls a second go in bundles: timers are not that precise.
    const ticksPerSecond = Math.min(callsPerSecond, 20);
    let due = 0;
    this.timer = setInterval(() => {
      due += callsPerSecond / ticksPerSecond;
      for (; due >= 1; due -= 1) {
        if (!this.dialNext()) due = 1;
      }
    }, 1000 / ticksPerSecond);
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** Calls everybody who waits in a task that is sending. @returns how many calls that took */
  async dialAll(): Promise<number> {
    let made = 0;
    while (this.dialNext()) {
      made += 1;
      if (made % 500 === 0) await nextTurn();
    }
    return made;
  }

  /** @returns false when there was nobody to call */
  private dialNext(): boolean {
    const { tasks } = this.exchange;
    for (const task of tasks.all) {
      if (task.state !== 'sending') continue;
      const index = tasks.nextWaiting(task);
      if (index !== undefined) this.call(task, index);
      if (tasks.nextWaiting(task) === undefined) tasks.setState(task, 'sent');
      if (index !== undefined) return true;
    }
    return false;
  }

  private call(task: Task, index: number): CrmRecord {
    this.calls += 1;
    const row = task.contacts[index];
    const luck = `call ${this.calls}`;
    const template = findTemplate(task.project_sn) ?? SAMPLE_TEMPLATES[0];
    const story = tellCall(new Random(this.exchange.seed, luck, 'answered'), template);
    const record = this.exchange.addCrmRecord(
      {
        username: task.username,
        phone: phoneOf(row),
        name: column(row, NAME_COLUMN),
        address: column(row, '地址'),
        unit: column(row, '公司') ?? column(row, '单位'),
        // Nobody answered: that is fixed. Else the record tells the rest itself.
        ...(story.talktimes === 0 ? { talktimes: 0, score: null } : {}),
        dial_task_main_sn: task.dial_task_main_sn,
        project_sn: task.project_sn,
        project_caption: task.project_caption,
        ai_user_sn: task.ai_user_sn,
        user_name: task.ai_user_name,
        batch_number: task.batch,
      },
      luck,
    );
    this.exchange.tasks.finishCall(task, index, record.talktimes > 0 ? 'success' : 'fail');
    return record;
  }
}

function column(row: ContactRow, name: string): string | null {
  const value = row[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
}
