import { setUp, type Bench } from '../support/platform';

let bench: Bench;

beforeEach(async () => {
  bench = await setUp();
});

afterEach(async () => await bench.close());

async function tool(more: object = {}) {
  const { items, error } = await bench.engine.runNode({
    type: 'xiaoACrmTool',
    parameters: { resource: 'crmRecord', operation: 'getAll', ...more } as never,
    credentials: bench.credentials,
  });
  expect(error).toBeUndefined();
  return items.map(({ json }) => json);
}

it('gives a model ten calls, and of each what it needs', async () => {
  bench.emulator.addCrmRecords(Array(12).fill({ score: 90 }));
  const calls = await tool();
  expect(calls).toHaveLength(10);
  expect(calls[0]).toMatchObject({ score: 90, transcriptText: expect.any(String) as string });
  expect(calls[0]).not.toHaveProperty('recordFile');
  expect(Object.keys(calls[0]).length).toBeLessThanOrEqual(10);
});

it('gives the fields that are chosen, in that order', async () => {
  bench.emulator.addCrmRecords([{ score: 90, phone: '13800138000' }]);
  const fields = { output: 'selectedFields', outputFields: 'Score, phone' };
  expect((await tool(fields)).map((call) => Object.entries(call))).toEqual([
    [
      ['score', 90],
      ['phone', '13800138000'],
    ],
  ]);
});

it('gives all fields in either form', async () => {
  const [record] = bench.emulator.addCrmRecords([{}]);
  const [simplified] = await tool({ output: 'simplified' });
  const [raw] = await tool({ output: 'Raw' });
  expect(simplified).toMatchObject({ recordFile: record.recordfile });
  expect(raw).toMatchObject({ recordfile: record.recordfile });
});

it.each([
  [
    'AI users',
    'xiaoATaskTool',
    { resource: 'task', operation: 'getAiUsers' },
    ['name', 'sn', 'callingHours', 'templateSns', 'expiresOn'],
    'user_sn',
  ],
  [
    'templates',
    'xiaoATemplateTool',
    { resource: 'template', operation: 'getAll' },
    ['name', 'sn'],
    'project_caption',
  ],
  [
    'segments',
    'xiaoARecordingTool',
    {
      resource: 'recording',
      operation: 'getSegments',
      accountsSn: '={{ $json.sn }}',
      connectedAt: '={{ $json.connected_at }}',
    },
    ['played', 'said'],
    'fenduanluyin',
  ],
])(
  'gives a model little of %s, and what is chosen',
  async (_, type, parameters, names, rawName) => {
    const records = bench.emulator.addCrmRecords([{}]);
    const run = async (more: object) => {
      const { items, error } = await bench.engine.runNode({
        type,
        parameters: { ...parameters, ...more } as never,
        credentials: bench.credentials,
        items: records as never,
      });
      expect(error).toBeUndefined();
      return Object.keys(items[0].json);
    };
    expect(await run({})).toEqual(names);
    expect(await run({ output: 'selectedFields', outputFields: [names[1]] })).toEqual([names[1]]);
    expect(await run({ output: 'simplified' })).toEqual(expect.arrayContaining(names));
    expect(await run({ output: 'raw' })).toContain(rawName);
  },
);

it('leaves a workflow alone', async () => {
  bench.emulator.addCrmRecords(Array(12).fill({}));
  const { items } = await bench.engine.runNode({
    type: 'xiaoACrm',
    parameters: { resource: 'crmRecord', operation: 'getAll', output: 'raw' } as never,
    credentials: bench.credentials,
  });
  expect(items).toHaveLength(12);
  expect(items[0].json).toHaveProperty('recordFile');
});
