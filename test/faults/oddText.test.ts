import { createParameters, setUp, type Bench } from '../support/platform';

let bench: Bench;

beforeEach(async () => {
  bench = await setUp();
});

afterEach(async () => await bench.close());

const ODD: Array<[name: string, text: string]> = [
  ['emoji', '😀👨‍👩‍👧张'],
  ['right to left', 'שלום\u202e张\u202c'],
  ['a line separator', '张\u2028三\u2029'],
  ['NUL and other control characters', '张\u0000\u0001\u001f\u007f三'],
  ['a byte order mark', '\ufeff张三'],
  ['signs that every format escapes', `</b>"\\/'&%+{{ $json }}\t\r\n三`],
];

describe.each([...ODD, ['half an emoji', '张\ud83d三'] as [string, string]])('%s', (_, text) => {
  it('goes to the platform whole, in every field and with a signature that it accepts', async () => {
    const { error } = await bench.engine.runNode({
      type: 'xiaoATask',
      parameters: createParameters(bench.emulator, {
        taskName: '={{ $json.text }}',
        options: { remark: '={{ $json.text }}', batchNumber: '={{ $json.text }}' },
      }),
      credentials: bench.credentials,
      items: [{ name: text, phone: '13800138000', text }],
    });

    expect(error).toBeUndefined();
    const [task] = bench.emulator.tasks;
    const whole = text.replace(/\p{Surrogate}/u, '\ufffd');
    const sent = [task.source, task.mark, task.batch, task.contacts[0]['姓名']].map(String);
    // Blanks at the ends, which for JavaScript the byte order mark is one of, are nobody's name.
    expect(sent.map((one) => one.trim())).toEqual(Array(4).fill(whole.trim()));
  });
});

describe.each(ODD)('%s in a record', (_, text) => {
  it('comes as it was', async () => {
    bench.emulator.addCrmRecords([{ name: text, talk_info: `##p@@a${text}b#@/r.wav` }]);
    const { items, error } = await bench.engine.runNode({
      type: 'xiaoACrm',
      parameters: { resource: 'crmRecord', operation: 'getAll', returnAll: true, simplify: false },
      credentials: bench.credentials,
    });
    expect(error).toBeUndefined();
    expect(items[0].json.name).toBe(text);
    expect(items[0].json.talk_info).toBe(`##p@@a${text}b#@/r.wav`);
  });
});

it('gives records of a megabyte each once, and what was said in them', async () => {
  const turn = '##p@@好的，谢谢#@/home/record/r.wav';
  const talk_info = turn.repeat(Math.ceil(1_000_000 / turn.length));
  const records = bench.emulator.addCrmRecords(Array.from({ length: 5 }, () => ({ talk_info })));
  const { items, error } = await bench.engine.runNode({
    type: 'xiaoACrm',
    parameters: { resource: 'crmRecord', operation: 'getAll', returnAll: true },
    credentials: bench.credentials,
  });
  expect(error).toBeUndefined();
  expect(items.map(({ json }) => json.id).sort()).toEqual(records.map(({ id }) => id).sort());
  for (const { json } of items) {
    expect(json.transcript).toHaveLength(talk_info.length / turn.length);
  }
});
