import { readFileSync } from 'node:fs';

import type { Fault } from '../../emulator';
import { leads } from '../support/people';
import { createParameters, setUp, type Bench } from '../support/platform';
import { secretsFoundIn } from '../support/secrets';

let bench: Bench;

/** Its forms in JSON, in an address and in a page differ from each other and from itself. */
const PASSWORD = 'p4"ss/w\\örd &+密=marked';

beforeEach(async () => {
  bench = await setUp({ account: { username: 'demo', password: PASSWORD }, sampleData: true });
});

afterEach(async () => await bench.close());

const byId = (value: unknown) => ({ __rl: true, mode: 'id', value: String(value) });

interface Operation {
  type: string;
  parameters(bench: Bench): object;
  items?(bench: Bench): object[];
}

const record = ({ emulator }: Bench) => emulator.crmRecords.find(({ talktimes }) => talktimes > 0)!;
const ofRecord = (operation: string, more: object = {}): Operation => ({
  type: 'xiaoARecording',
  parameters: () => ({ resource: 'recording', operation, ...more }),
  items: (place) => [record(place)],
});
const onTask = (operation: string, which = 0): Operation => ({
  type: 'xiaoATask',
  parameters: ({ emulator }) => ({
    resource: 'task',
    operation,
    taskId: byId(emulator.tasks[which].dial_task_main_id),
  }),
});
const plain = (type: string, resource: string, operation: string): Operation => ({
  type,
  parameters: () => ({ resource, operation, returnAll: true }),
});
const ofTemplate = (operation: string): Operation => ({
  type: 'xiaoATemplate',
  parameters: ({ emulator }) => ({
    resource: 'template',
    operation,
    projectSn: byId(emulator.templates[0].sn),
  }),
});

/** All but Get Playback URL, whose purpose is a link with the key in it. */
const OPERATIONS: Array<[name: string, operation: Operation]> = [
  [
    'Task: Create',
    {
      type: 'xiaoATask',
      parameters: ({ emulator }) => createParameters(emulator),
      items: () => leads(2),
    },
  ],
  [
    'Task: Create, encrypted',
    {
      type: 'xiaoATask',
      parameters: ({ emulator }) =>
        createParameters(emulator, { options: { encryptContacts: true } }),
      items: () => leads(2),
    },
  ],
  [
    'Task: Add Contacts',
    {
      type: 'xiaoATask',
      parameters: ({ emulator }) =>
        createParameters(emulator, {
          operation: 'addContacts',
          taskSn: byId(emulator.tasks[0].dial_task_main_sn),
        }),
      items: () => leads(2),
    },
  ],
  ['Task: Pause', onTask('pause')],
  ['Task: Resume', onTask('resume')],
  ['Task: Redial Failed', onTask('redialFailed')],
  ['Task: Delete', onTask('delete', 1)],
  ['Task: Get Many', plain('xiaoATask', 'task', 'getAll')],
  ['Task: Get AI Users', plain('xiaoATask', 'task', 'getAiUsers')],
  ['CRM: Get Many', plain('xiaoACrm', 'crmRecord', 'getAll')],
  ['CRM: Get Call Records', plain('xiaoACrm', 'crmRecord', 'getCallRecords')],
  ['Recording: Get Segments', ofRecord('getSegments')],
  ['Recording: Download', ofRecord('download')],
  [
    'Recording: Download Segment',
    ofRecord('downloadSegment', {
      segmentFile: '={{ $json.talk_info.split("#@")[1].split("##")[0] }}',
    }),
  ],
  ['Template: Get Many', plain('xiaoATemplate', 'template', 'getAll')],
  ['Template: Download', ofTemplate('download')],
  ['Template: Get Columns', ofTemplate('getColumns')],
];

/** Answers that hold what was sent, and one that holds nothing. */
const FAULTS: Array<[name: string, fault: Fault | undefined]> = [
  ['nothing', undefined],
  ['a message that repeats the request', { kind: 'echo', times: Infinity }],
  ['a page that repeats the request', { kind: 'echo', status: 403, times: Infinity }],
  ['a page in place of JSON that does so', { kind: 'echo', status: 200, times: Infinity }],
  ['a cut connection', { kind: 'dropAfter', times: Infinity }],
];

async function run({ type, parameters, items = () => [{}] }: Operation, onError?: string) {
  return await bench.engine.runNode({
    type,
    parameters: parameters(bench) as never,
    credentials: bench.credentials,
    items: items(bench) as never,
    node: onError ? { onError: onError as never } : {},
  });
}

function secrets(): string[] {
  const stored = String(bench.engine.credentials.read(bench.credentialId).sessionToken ?? '');
  const keys = bench.emulator.requests.map(({ params }) => params.api_key);
  if (stored !== '') keys.push((JSON.parse(stored) as { apiKey: string }).apiKey);
  return [PASSWORD, ...new Set(keys.filter((key) => typeof key === 'string'))];
}

describe.each(FAULTS)('secrets are in nothing that n8n keeps of a run that met %s', (_, fault) => {
  it('whatever it was to do', async () => {
    // A first request, so that there is a key.
    await run(OPERATIONS.at(-3)![1]);
    expect(secrets()).toHaveLength(2);
    if (fault) bench.emulator.faults.add(fault);
    const kept = await Promise.all(
      OPERATIONS.map(async ([name, operation], index) => {
        const result = await run(operation, index % 2 ? 'continueRegularOutput' : undefined);
        const went = result.error ?? result.items.find(({ json }) => json.error !== undefined);
        return { name, result, failed: went !== undefined };
      }),
    );
    const unlike = kept.filter(({ failed }) => failed !== (fault !== undefined));
    expect(unlike.map(({ name }) => name)).toEqual([]);
    for (const { name, result } of kept) {
      expect([name, ...secretsFoundIn(result, secrets())]).toEqual([name]);
    }
  });

  it('when the login met it, and the trigger and a dropdown as well', async () => {
    if (fault) bench.emulator.faults.add(fault);
    const staticData = {};
    const kept = [
      await run(OPERATIONS[0][1]),
      await caught(bench.engine.poll({ credentials: bench.credentials, staticData })),
      await caught(
        bench.engine.search({
          type: 'xiaoATask',
          method: 'searchTemplates',
          credentials: bench.credentials,
        }),
      ),
      staticData,
    ];
    expect(secretsFoundIn(kept, secrets())).toEqual([]);
  });
});

async function caught(work: Promise<unknown>): Promise<unknown> {
  return await work.catch((error: unknown) => error);
}

it('are in no line that n8n logged meanwhile', () => {
  const log = readFileSync(process.env.N8N_LOG_FILE_LOCATION!, 'utf8');
  expect(log).not.toBe('');
  expect(secretsFoundIn(log, [PASSWORD])).toEqual([]);
});

it('leave our own words alone, even if a password is one of them', async () => {
  bench.engine.credentials.edit(bench.credentialId, { password: 'wrong' });
  expect((await run(OPERATIONS[0][1])).error?.message).toContain('Wrong user name or password');
});
