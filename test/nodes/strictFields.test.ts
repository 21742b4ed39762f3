import type {
  INodeParameters,
  INodeProperties,
  INodePropertyOptions,
  INodeTypeDescription,
} from 'n8n-workflow';

import { XiaoACrm } from '../../nodes/Crm/XiaoACrm.node';
import { XiaoARecording } from '../../nodes/Recording/XiaoARecording.node';
import { XiaoATask } from '../../nodes/Task/XiaoATask.node';
import { XiaoATemplate } from '../../nodes/Template/XiaoATemplate.node';
import { setUp, type Bench } from '../support/platform';

/**
 * Every switch, choice and number of every operation, as spreadsheets, forms and language models write it: what it means,
 * or a refusal that names the field before anything is sent. Given by an expression, since n8n itself hides fields that
 * depend on a value that is written otherwise.
 */
const NODES: Array<[type: string, description: INodeTypeDescription]> = [
  ['xiaoATask', new XiaoATask().description],
  ['xiaoACrm', new XiaoACrm().description],
  ['xiaoARecording', new XiaoARecording().description],
  ['xiaoATemplate', new XiaoATemplate().description],
];

/** Waits for calls that nobody makes here. */
const LEFT_OUT = new Set(['waitForResults']);

const VALUES = ['true', 'TRUE', 1, 'yes', 'false', '', null, 'maybe', { an: 'object' }];

interface Field {
  readonly type: string;
  readonly operation: string;
  /** Name of the collection around it. */
  readonly inside?: string;
  readonly field: INodeProperties;
}

const isForTools = ({ displayOptions }: INodeProperties) =>
  displayOptions?.show?.['@tool'] !== undefined;

function strictFields(): Field[] {
  return NODES.flatMap(([type, { properties }]) => {
    const [, operation] = properties;
    const operations = (operation.options as INodePropertyOptions[]).map(({ value }) =>
      String(value),
    );
    return operations
      .filter((value) => !LEFT_OUT.has(value))
      .flatMap((value) =>
        properties
          .filter(({ displayOptions }) => displayOptions?.show?.operation?.includes(value))
          .flatMap((field): Field[] =>
            field.type === 'collection'
              ? (field.options as INodeProperties[]).map((member) => ({
                  type,
                  operation: value,
                  inside: field.name,
                  field: member,
                }))
              : [{ type, operation: value, field }],
          )
          .filter(({ field }) => ['boolean', 'options', 'number'].includes(field.type))
          // n8n hides from a workflow what is for tools alone.
          .map((one) => (isForTools(one.field) ? { ...one, type: `${one.type}Tool` } : one)),
      );
  });
}

let bench: Bench;

beforeAll(async () => {
  bench = await setUp();
});

afterAll(async () => await bench.close());

async function run({ type, operation, inside, field }: Field, value: unknown) {
  const { emulator } = bench;
  const task = emulator.tasks[0] ?? emulator.addTask({} as never);
  const [record] =
    emulator.crmRecords.length > 0 ? emulator.crmRecords : emulator.addCrmRecords([{}]);
  const given = '={{ $json.given }}';
  const base: INodeParameters = {
    operation,
    projectSn: { mode: 'id', value: emulator.templates[0].sn },
    aiUserSn: { mode: 'id', value: emulator.aiUsers[0].user_sn },
    taskSn: { mode: 'id', value: task.dial_task_main_sn },
    taskId: { mode: 'id', value: String(task.dial_task_main_id) },
    taskName: 'Spring campaign',
    contactsJson: '[{"姓名":"Li Lei","电话":"13800138000"}]',
    columns: { mappingMode: 'defineBelow', value: { 姓名: 'Li Lei', 电话: '13800138000' } },
    segmentFile: '/home/record/a.mp3',
    ...(inside === undefined ? { [field.name]: given } : { [inside]: { [field.name]: given } }),
  };
  emulator.clearRequests();
  const { items, error } = await bench.engine.runNode({
    type,
    parameters: base,
    credentials: bench.credentials,
    items: [{ ...record, given: value } as never],
  });
  const requests = emulator.requests
    .filter(({ endpoint }) => endpoint !== '/api/login')
    .map(({ endpoint, params: { url, api_key, dial_task_main_sn: task, ...own } }) => ({
      endpoint,
      ...own,
      url: !!url,
      key: !!api_key,
      task: !!task,
    }));
  return { items: items.length, message: error?.message, requests };
}

/** What a value stands for, where the field can hold it at all. */
function meant({ field }: Field, value: unknown): unknown {
  const written = String(value).toLowerCase();
  if (field.type === 'boolean') {
    return { true: true, yes: true, '1': true, false: false }[written];
  }
  if (field.type === 'options') {
    const choices = field.options as INodePropertyOptions[];
    return choices.find((choice) => String(choice.value).toLowerCase() === written)?.value;
  }
  return value === 1 ? 1 : undefined;
}

it.each(
  strictFields().map(
    (field) =>
      [
        `${field.type} ${field.operation} ${field.inside ?? ''} ${field.field.displayName}`,
        field,
      ] as const,
  ),
)('%s', async (_, field) => {
  for (const value of VALUES) {
    const meaning = meant(field, value);
    const outcome = await run(field, value);
    if (meaning === undefined) {
      expect([value, outcome.message]).toEqual([
        value,
        expect.stringContaining(`'${field.field.displayName}'`),
      ]);
      expect(outcome.requests).toEqual([]);
    } else {
      expect([value, outcome]).toEqual([value, await run(field, meaning)]);
    }
  }
});
