import { setUp, type Bench } from '../support/platform';

/**
 * Where the user chose to continue, an item that does not work goes on with the message, as n8n's own nodes
 * have it; through the error output with its own data beside it.
 */
let bench: Bench;

beforeEach(async () => {
  bench = await setUp();
});

afterEach(async () => {
  await bench.close();
});

const CASES = [
  {
    type: 'xiaoACrm',
    parameters: {
      resource: 'crmRecord',
      operation: 'getAll',
      filters: { connectedAfter: '={{ $json.day }}', phone: '13800138000' },
    },
    bad: { day: 'someday' },
    good: { day: '2018-01-01' },
  },
  {
    type: 'xiaoATemplate',
    parameters: {
      resource: 'template',
      operation: 'getColumns',
      projectSn: { __rl: true, mode: 'id', value: '={{ $json.template }}' },
    },
    bad: { template: 'project|none' },
    good: () => ({ template: bench.emulator.templates[0].sn }),
  },
  {
    type: 'xiaoARecording',
    parameters: { resource: 'recording', operation: 'getPlaybackUrl' },
    bad: { recordPath: '/home/record', recordFile: '' },
    good: { recordPath: '/home/record', recordFile: '/20180419/a.mp3' },
  },
];

describe.each(CASES)('$type', ({ type, parameters, bad, good }) => {
  beforeEach(() => {
    bench.emulator.addCrmRecords([{ phone: '13800138000' }]);
  });

  async function run(onError: string) {
    const items = [typeof good === 'function' ? good() : good, { ...bad, lead: 'B' }];
    return await bench.engine.runNode({
      type,
      parameters: parameters as never,
      credentials: bench.credentials,
      items: items as never,
      node: { onError } as never,
    });
  }

  it('gives the item that does not work, with its data, through the error output', async () => {
    const { outputs, error } = await run('continueErrorOutput');

    expect(error).toBeUndefined();
    expect(outputs[0]?.length).toBeGreaterThan(0);
    expect(outputs[0]?.every(({ json }) => !('error' in json))).toBe(true);
    expect(outputs[1]).toMatchObject([
      { json: { ...bad, lead: 'B', error: expect.stringMatching(/\S/) }, pairedItem: { item: 1 } },
    ]);
  });

  it('gives its message among the others', async () => {
    const { items, error } = await run('continueRegularOutput');

    expect(error).toBeUndefined();
    expect(items.at(-1)).toMatchObject({
      json: { error: expect.stringMatching(/\S/) },
      pairedItem: { item: 1 },
    });
  });
});
