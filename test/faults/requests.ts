import ExcelJS from 'exceljs';
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { leads } from '../support/people';
import { createParameters, type Bench } from '../support/platform';

/** A bench with an account of its own on a platform that others use as well. */
export interface Place extends Bench {
  readonly username: string;
}

/** What came of a request, and everything that n8n would keep of it. */
export interface Result {
  error?: { message: string; description?: string | null };
  /** What stands for the data that came: ids, counts, sizes. Undefined where there is none. */
  data?: unknown;
  kept: unknown[];
}

/** One kind of request that a user causes, up to the request that the fault hits. */
export interface Request {
  name: string;
  /** Which of a fault's expectations applies. */
  column: 'file' | 'login' | 'read' | 'write';
  /** Whose answers go wrong. */
  endpoint: string;
  /** How many requests to the endpoint it takes when nothing goes wrong, if more than one. */
  usual?: number;
  /** Whether the user can say how long to wait ("Request Options"). */
  timeout: boolean;
  /** Everything before the fault; what it gives goes to `run`. */
  prepare(bench: Place): Promise<unknown>;
  run(bench: Place, prepared: never, more: INodeParameters): Promise<Result>;
  /** What `data` is when nothing is lost. */
  whole(bench: Place): unknown;
  /** How often the platform did what was asked for, counted where it does it; for reads 0. */
  done(bench: Place): number;
}

const LEADS = 3;

async function node(
  bench: Place,
  type: string,
  parameters: object,
  more: INodeParameters,
  input: { items?: IDataObject[]; binaries?: never } = {},
) {
  const { items, error, run } = await bench.engine.runNode({
    type,
    parameters: { ...parameters, ...more },
    credentials: bench.credentials,
    ...input,
  });
  return { items, error, kept: [run, error, items] };
}

const ids = (items: INodeExecutionData[]) => items.map(({ json }) => json.id).sort();

/** The account's records, which every list of it has to give, each once. */
function recordIds({ emulator, username }: Place): number[] {
  const own = emulator.crmRecords.filter((record) => record.username === username);
  return own.map(({ id }) => id).sort();
}

async function addRecords({ emulator, username }: Place) {
  return emulator.addCrmRecords([1, 2, 1].map((talktimes) => ({ username, talktimes })));
}

const list: Pick<Request, 'prepare' | 'run' | 'whole'> = {
  prepare: addRecords,
  async run(bench, _, more) {
    const parameters = { resource: 'crmRecord', operation: 'getAll', returnAll: true };
    const { items, error, kept } = await node(bench, 'xiaoACrm', parameters, more);
    return { error, kept, data: error ? undefined : ids(items) };
  },
  whole: recordIds,
};

const importItems: Pick<Request, 'done' | 'prepare' | 'run' | 'whole'> = {
  prepare: async () => {},
  async run(bench, _, more) {
    const parameters = createParameters(bench.emulator);
    const input = { items: leads(LEADS) };
    const { items, error, kept } = await node(bench, 'xiaoATask', parameters, more, input);
    return { error, kept, data: items[0]?.json.success };
  },
  whole: () => LEADS,
  done: contactsTaken,
};

/** Contacts that the platform would ring, over those of one import: 2 would be everybody twice. */
function contactsTaken({ emulator, username }: Place): number {
  const tasks = emulator.tasks.filter((task) => task.username === username);
  return tasks.reduce((sum, { contacts }) => sum + contacts.length, 0) / LEADS;
}

let workbook: Promise<string> | undefined;

async function writeWorkbook(): Promise<string> {
  const book = new ExcelJS.Workbook();
  const rows = leads(LEADS).map(({ name, phone }) => [name, phone]);
  book.addWorksheet('名单').addRows([['姓名', '电话'], ...rows]);
  return Buffer.from(await book.xlsx.writeBuffer()).toString('base64');
}

export const REQUESTS: Request[] = [
  {
    name: 'a list',
    column: 'read',
    endpoint: '/api/crmList',
    timeout: true,
    done: () => 0,
    ...list,
  },
  {
    name: 'a dropdown',
    column: 'read',
    endpoint: '/api/getProjects',
    timeout: false,
    prepare: async () => {},
    async run(bench) {
      return await caught(async () => {
        const { results } = await bench.engine.search({
          type: 'xiaoATask',
          method: 'searchTemplates',
          credentials: bench.credentials,
        });
        return results.map(({ value }) => value);
      });
    },
    whole: ({ emulator }) => emulator.templates.map(({ sn }) => sn),
    done: () => 0,
  },
  {
    name: 'a poll of the trigger',
    column: 'read',
    endpoint: '/api/crmList',
    // With something new, it looks whether there are rows behind the total that it was given.
    usual: 2,
    timeout: false,
    async prepare(bench) {
      const staticData: IDataObject = {};
      const poll = { credentials: bench.credentials, staticData, workflowId: bench.credentialId };
      bench.emulator.addCrmRecords([{ username: bench.username }, { username: bench.username }]);
      await bench.engine.poll(poll);
      await addRecords(bench);
      return poll;
    },
    async run(bench, poll: Parameters<Bench['engine']['poll']>[0]) {
      const result = await caught(async () => {
        const output = await bench.engine.poll(poll);
        return ids(output?.[0] ?? []);
      });
      return { ...result, kept: [...result.kept, poll.staticData] };
    },
    whole: (bench) => recordIds(bench).slice(2),
    done: () => 0,
  },
  {
    name: 'a file',
    column: 'file',
    endpoint: '/api/cdrDownload',
    timeout: true,
    prepare: async (bench) => (await addRecords(bench))[0],
    async run(bench, record: IDataObject, more) {
      const parameters = { resource: 'recording', operation: 'download' };
      const input = { items: [record] };
      const { items, error, kept } = await node(bench, 'xiaoARecording', parameters, more, input);
      const file = items[0]?.binary?.data;
      return { error, kept, data: file && Buffer.from(file.data, 'base64').length };
    },
    whole: () => 44 + 16_000,
    done: () => 0,
  },
  {
    name: 'an import',
    column: 'write',
    endpoint: '/api/addJson',
    timeout: true,
    ...importItems,
  },
  {
    name: 'an import from Excel',
    column: 'write',
    endpoint: '/api/addExcel',
    timeout: true,
    prepare: async () => await (workbook ??= writeWorkbook()),
    async run(bench, data: string, more) {
      const parameters = createParameters(bench.emulator, { contactsFrom: 'excel' });
      const file = { data, mimeType: 'application/octet-stream', fileName: '名单.xlsx' };
      const input = { items: [{}], binaries: [{ data: file }] as never };
      const { items, error, kept } = await node(bench, 'xiaoATask', parameters, more, input);
      return { error, kept, data: items[0]?.json.success };
    },
    whole: () => LEADS,
    done: contactsTaken,
  },
  {
    name: 'an operation on a task',
    column: 'write',
    endpoint: '/api/operateTask',
    timeout: true,
    prepare: async ({ emulator, username }) => emulator.addTask({ username }).dial_task_main_id,
    async run(bench, id: number, more) {
      const taskId = { __rl: true, mode: 'id', value: String(id) };
      const parameters = { resource: 'task', operation: 'redialFailed', taskId };
      const { items, error, kept } = await node(bench, 'xiaoATask', parameters, more);
      return { error, kept, data: items[0]?.json.success };
    },
    whole: () => true,
    done: ({ emulator }) =>
      emulator.requestsTo('/api/operateTask').filter(({ code }) => code === 0).length,
  },
  {
    name: 'the login before a list',
    column: 'login',
    endpoint: '/api/login',
    timeout: false,
    done: () => 0,
    ...list,
  },
  {
    name: 'the login before an import',
    column: 'login',
    endpoint: '/api/login',
    timeout: false,
    ...importItems,
  },
];

async function caught(run: () => Promise<unknown>): Promise<Result> {
  try {
    const data = await run();
    return { data, kept: [data] };
  } catch (error) {
    return { error: error as Result['error'], kept: [error] };
  }
}
