import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import type { PlainImport } from '../plain/import';
import type { PlainList } from '../plain/list';

export type PlainTask = { task: 'import'; args: PlainImport } | { task: 'list'; args: PlainList };

const PROGRAM = join(__dirname, '..', 'plain', 'program.ts');

/** The programs without n8n, in one process on the same Node, which stays so that it is as warm as n8n. */
export class PlainPrograms {
  private constructor(private readonly child: ChildProcess) {}

  static async start(): Promise<PlainPrograms> {
    const child = fork(PROGRAM, { serialization: 'advanced' });
    await once(child, 'message');
    return new PlainPrograms(child);
  }

  /** @returns milliseconds, by the program's own clock */
  async run(task: PlainTask): Promise<number> {
    this.child.send(task);
    const [{ ms, error }] = (await once(this.child, 'message')) as [{ ms: number; error?: string }];
    if (error !== undefined) throw new Error(error);
    return ms;
  }

  stop(): void {
    this.child.kill();
  }
}
