import { createParameters, setUp, type Bench } from '../support/platform';

let bench: Bench;

beforeEach(async () => {
  bench = await setUp();
});

afterEach(async () => await bench.close());

/** A cell of a contact goes without what nobody can see, such as marks of direction; the other fields go as they are. */
const ODD: Array<[name: string, text: string, cell?: string]> = [
  ['emoji', '😀👨‍👩‍👧张', '😀👨👩👧张'],
  ['right to left', 'שלום\u202e张\u202c', 'שלום张'],
  ['a line separator', '张\u2028三\u2029', '张 三'],
  ['NUL and other control characters', '张\u0000\u0001\u001f\u007f三', '张三'],
  ['a byte order mark', '\ufeff张三'],
  ['signs that every format escapes', `</b>"\\/'&%+{{ $json }}\t\r\n三`],
];

const HALF: [name: string, text: string, cell?: string] = ['half an emoji', '张\ud83d三'];

describe.each([...ODD, HALF])('%s', (_, text, cell) => {
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
    const wanted = [whole, whole, whole, cell ?? whole].map((one) => one.trim());
    expect(sent.map((one) => one.trim())).toEqual(wanted);
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
    parameters: {
      resource: 'crmRecord',
      operation: 'getAll',
      returnAll: true,
      includeTranscriptTurns: true,
    },
    credentials: bench.credentials,
  });
  expect(error).toBeUndefined();
  expect(items.map(({ json }) => json.id).sort()).toEqual(records.map(({ id }) => id).sort());
  for (const { json } of items) {
    expect(json.transcript).toHaveLength(talk_info.length / turn.length);
  }
});
