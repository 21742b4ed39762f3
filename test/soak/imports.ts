import { randomUUID } from 'node:crypto';

import type { Credential } from '../../demo/n8n/credentials';
import { finishedExecution, runWorkflow } from '../../demo/n8n/executions';
import type { RestClient } from '../../demo/n8n/rest';
import { createWorkflow } from '../../demo/n8n/workflows';
import type { Emulator } from '../../emulator';
import { createParameters } from '../support/createParameters';

const LEADS = 40;
const FIRST_PHONE = 13_000_000_000;

function phonesOf(execution: string): number[] {
  return Array.from({ length: LEADS }, (_, at) => FIRST_PHONE + Number(execution) * 100 + at);
}

/** What an import said, and what the platform has of it. */
interface Import {
  name: string;
  succeeded: boolean;
  message: string;
  /** How often XiaoA was asked to take leads. */
  requests: number;
}

/** The first story: leads become a calling task, again and again. */
export class Imports {
  readonly done: Import[] = [];
  private readonly id = randomUUID().slice(0, 16);

  constructor(
    private readonly rest: RestClient,
    private readonly emulator: Emulator,
    /** What the names of the tasks begin with: nothing but letters and digits, which all servers take. */
    private readonly prefix: string,
  ) {}

  async setUp({ id, name }: Credential): Promise<void> {
    const { templates, aiUsers } = this.emulator;
    const node = (
      named: string,
      type: string,
      typeVersion: number,
      parameters: object,
      more: object = {},
    ) => ({
      id: randomUUID(),
      name: named,
      type,
      typeVersion,
      position: [0, 0],
      parameters,
      ...more,
    });
    const jsCode = `
const start = ${FIRST_PHONE} + Number($execution.id) * 100;
return Array.from({ length: ${LEADS} }, (_, index) => ({
  json: { name: '客户' + index, phone: String(start + index) } }));`;
    const taskName = `=${this.prefix}{{ $execution.id }}`;
    const create = createParameters({ templates, aiUsers }, { taskName });
    const credentials = { xiaoAApi: { id, name } };
    const retry = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1_000 };
    const names = ['Start', 'Leads', 'Create'];
    await createWorkflow(this.rest, {
      id: this.id,
      name: `${this.prefix} imports`,
      nodes: [
        node('Start', 'n8n-nodes-base.manualTrigger', 1, {}),
        node('Leads', 'n8n-nodes-base.code', 2, { jsCode }),
        // People leave this on. It must not call anybody twice.
        node('Create', 'n8n-nodes-xiaoa.xiaoATask', 1, create, { credentials, ...retry }),
      ],
      connections: Object.fromEntries(
        names
          .slice(0, -1)
          .map((from, at) => [from, { main: [[{ node: names[at + 1], type: 'main', index: 0 }]] }]),
      ),
      settings: { executionOrder: 'v1' },
    });
  }

  async run(): Promise<void> {
    const before = this.emulator.requestsTo('/api/addJson').length;
    const execution = await runWorkflow(this.rest, this.id, 'Start');
    const { data } = await finishedExecution(this.rest, execution);
    const { error } = data.resultData;
    this.done.push({
      name: `${this.prefix}${execution}`,
      succeeded: error === undefined,
      message: error?.message ?? '',
      requests: this.emulator.requestsTo('/api/addJson').length - before,
    });
  }

  /** What is wrong: leads that are lost, or in twice. */
  faults(): string[] {
    const { tasks, behaviour } = this.emulator;
    const taken = (phone: number) =>
      behaviour.doNotCall === '' || !String(phone).endsWith(behaviour.doNotCall);
    const faults: string[] = [];
    for (const { name, succeeded, message } of this.done) {
      const made = tasks.filter(({ source }) => source === name);
      const phones = made.flatMap(({ contacts }) => contacts.map((row) => row['电话']));
      if (made.length > 1) faults.push(`${name}: ${made.length} tasks (${message})`);
      if (new Set(phones).size !== phones.length) faults.push(`${name}: people are in twice`);
      const wanted = phonesOf(name.slice(this.prefix.length)).filter(taken).length;
      if (succeeded && phones.length !== wanted) {
        faults.push(`${name}: succeeded with ${phones.length} of ${wanted} people`);
      }
    }
    return faults;
  }
}
