import { leads } from '../support/people';
import { createParameters, mapping, setUp, type Bench } from '../support/platform';

let bench: Bench;

beforeEach(async () => {
  bench = await setUp();
});

afterEach(async () => await bench.close());

async function create(items: object[], more: Record<string, unknown> = {}, node = {}) {
  return await bench.engine.runNode({
    type: 'xiaoATask',
    parameters: createParameters(bench.emulator, more),
    credentials: bench.credentials,
    items: items as never,
    node,
  });
}

const imports = () => bench.emulator.requestsTo('/api/addJson');

describe('from input items', () => {
  it('sends three mapped leads in one request, 姓名 and 电话 first', async () => {
    const { items, error } = await create(leads(3), {
      columns: mapping({
        备注: '={{ $json.city }}',
        电话: '={{ $json.phone }}',
        姓名: '={{ $json.name }}',
        车型: 'SUV',
      }),
    });

    expect(error).toBeUndefined();
    expect(imports()).toHaveLength(1);
    expect(imports()[0].params.client_info_json).toBe(
      '{"data":[{"姓名":"客户0","电话":"13000000000","备注":"深圳","车型":"SUV"},' +
        '{"姓名":"客户1","电话":"13000000001","备注":"广州","车型":"SUV"},' +
        '{"姓名":"客户2","电话":"13000000002","备注":"深圳","车型":"SUV"}]}',
    );
    const [task] = bench.emulator.tasks;
    expect(items).toEqual([
      {
        json: {
          dial_task_main_sn: task.dial_task_main_sn,
          id: task.dial_task_main_id,
          sn: task.dial_task_main_sn,
          name: task.source,
          dialing: false,
          total: 3,
          success: 3,
          fail: 0,
          out_repeat: 0,
          requests: 1,
          skipped: [],
          notes: [],
        },
        pairedItem: [{ item: 0 }, { item: 1 }, { item: 2 }],
      },
    ]);
  });

  it('takes all fields of the items as columns when they are mapped by name', async () => {
    const { error } = await create(
      [
        { 备注: '深圳', 电话: 13800138000, 姓名: '王芳' },
        { 备注: '北京', 电话: '139 0013 9000', 姓名: '李雷' },
      ],
      { columns: { mappingMode: 'autoMapInputData', value: null } },
    );

    expect(error).toBeUndefined();
    expect(bench.emulator.tasks[0].contacts).toEqual([
      { 姓名: '王芳', 电话: '13800138000', 备注: '深圳' },
      { 姓名: '李雷', 电话: '13900139000', 备注: '北京' },
    ]);
  });

  it('cleans phones and drops those that came before, and says which', async () => {
    const { items } = await create([
      { name: '甲', phone: '+86 138-0013-8000' },
      { name: '乙', phone: 13800138000 },
      { name: '丙', phone: '１３９００１３９０００' },
    ]);

    expect(bench.emulator.tasks[0].contacts.map((row) => row.电话)).toEqual([
      '13800138000',
      '13900139000',
    ]);
    expect(items[0].json).toMatchObject({ total: 2, success: 2 });
    expect(items[0].json.skipped).toEqual([
      { item: 1, phone: '13800138000', name: '乙', reason: expect.stringContaining('item 0') },
    ]);
  });

  it.each(['', 'n/a', null, '1.38E+10', '13800138000/13900139000'])(
    'sends nothing when a phone is %p, and names the item',
    async (phone) => {
      const { error } = await create([...leads(2), { name: '丁', phone }]);

      expect(error?.message).toMatch(/^(Phone number missing|Invalid phone number '.+') /);
      expect(error?.message).toContain('(item 2, counted from 0)');
      expect(error?.description).toContain('Nothing was sent');
      expect(bench.emulator.requests).toHaveLength(0);
    },
  );

  it('sends the others when invalid contacts are to be skipped', async () => {
    const { items, error } = await create([{ name: '丁', phone: 'n/a' }, ...leads(2)], {
      options: { onInvalidContact: 'skip' },
    });

    expect(error).toBeUndefined();
    expect(items[0].json).toMatchObject({
      total: 2,
      skipped: [{ item: 0, phone: 'n/a', name: '丁', reason: 'Contains letters' }],
    });
  });

  it('makes no request when nobody is left to call', async () => {
    const { items, error } = await create([{ phone: 'n/a' }], {
      options: { onInvalidContact: 'skip' },
    });

    expect(error).toBeUndefined();
    expect(items[0].json).toMatchObject({ dial_task_main_sn: null, requests: 0, total: 0 });
    expect(bench.emulator.requests).toHaveLength(0);
  });

  it('says that no phone is mapped', async () => {
    const { error } = await create(leads(1), { columns: mapping({ 姓名: '={{ $json.name }}' }) });
    expect(error?.message).toBe("No value is mapped to the column '电话' (phone)");
  });

  it('refuses a task name that differs between items, before anything is sent', async () => {
    const { error } = await create(leads(3), { taskName: '={{ $json.city }}' });

    expect(error?.message).toBe('\'Task Name\' is "深圳" for item 0, but "广州" for item 1');
    expect(bench.emulator.requests).toHaveLength(0);
  });

  it('takes one task name for all items from an expression that tells the time', async () => {
    const { error } = await create(leads(40), { taskName: '=Leads {{ $now.toISO() }}' });

    expect(error).toBeUndefined();
    expect(bench.emulator.tasks).toHaveLength(1);
    expect(bench.emulator.tasks[0].source).toMatch(/^Leads \d{4}-/);
  });
});

describe('options', () => {
  it('are sent under the names of the API', async () => {
    const { error } = await create(leads(1), {
      taskName: '春季回访 “深圳”',
      options: { startDialing: true, remark: '备注 / 第一批', batchNumber: 'B-7' },
    });

    expect(error).toBeUndefined();
    expect(imports()[0].params).toMatchObject({
      source: '春季回访 “深圳”',
      is_zidong: 'on',
      mark: '备注 / 第一批',
      batch_number: 'B-7',
    });
    expect(imports()[0].params).not.toHaveProperty('aes');
    expect(bench.emulator.tasks[0]).toMatchObject({ state: 'sending', mark: '备注 / 第一批' });
  });

  it('that are off leave nothing on the wire', async () => {
    await create(leads(1), { options: { startDialing: false, encryptContacts: false } });

    expect(Object.keys(imports()[0].params)).toEqual([
      'user_sn',
      'api_key',
      'project_sn',
      'source',
      'client_info_json',
      'ai_user_sn',
      'url',
    ]);
  });

  it('encrypt the contacts so that the platform can read them and nobody on the way', async () => {
    await create([{ name: '王芳', phone: '13800138000' }], { options: { encryptContacts: true } });

    expect(bench.emulator.tasks[0].contacts).toEqual([{ 姓名: '王芳', 电话: '13800138000' }]);
    expect(imports()[0].params.aes).toBe(true);
    expect(imports()[0].rawBody).not.toMatch(/13800138000|王芳|\\u738b/);
  });

  it('encrypt with the new login’s key when the old one was refused', async () => {
    await create(leads(1));
    bench.emulator.replaceKey();

    const { error } = await create([{ name: '王芳', phone: '13800138000' }], {
      options: { encryptContacts: true },
    });

    expect(error).toBeUndefined();
    expect(bench.emulator.tasks[1].contacts).toEqual([{ 姓名: '王芳', 电话: '13800138000' }]);
  });
});

it('signs Chinese text in the other way when the credential says so', async () => {
  bench.emulator.configure({ signatureEncoding: 'raw' });
  const parameters = { taskName: '春季', options: { remark: '备注' } };

  bench.engine.credentials.edit(bench.credentialId, { signatureEncoding: 'escaped' });
  const { error } = await create(leads(1), parameters);
  expect(error?.message).toContain('(XiaoA code 10001)');
  expect(error?.description).toContain("'Signature Encoding'");

  bench.engine.credentials.edit(bench.credentialId, { signatureEncoding: 'raw' });
  expect((await create(leads(1), parameters)).error).toBeUndefined();
});

describe('from JSON', () => {
  it('takes a fixed list once, however many items come in', async () => {
    const { items, error } = await create(leads(5), {
      contactsFrom: 'json',
      contactsJson:
        '[{"电话":"13800138000","姓名":"王芳","地址":"深圳"},{"姓名":"李雷","电话":13900139000}]',
    });

    expect(error).toBeUndefined();
    expect(items[0].json).toMatchObject({ total: 2, skipped: [] });
    expect(bench.emulator.tasks[0].contacts).toEqual([
      { 姓名: '王芳', 电话: '13800138000', 地址: '深圳' },
      { 姓名: '李雷', 电话: '13900139000' },
    ]);
  });

  it('takes the list from an expression', async () => {
    const { error } = await create([{ people: [{ 姓名: '王芳', 电话: '13800138000' }] }], {
      contactsFrom: 'json',
      contactsJson: '={{ $json.people }}',
    });

    expect(error).toBeUndefined();
    expect(bench.emulator.tasks[0].contacts).toEqual([{ 姓名: '王芳', 电话: '13800138000' }]);
  });

  it('says what is wrong with text that is no JSON', async () => {
    const { error } = await create([{}], { contactsFrom: 'json', contactsJson: '[{"姓名":' });

    expect(error?.message).toContain("Couldn't read 'Contacts'");
    expect(bench.emulator.requests).toHaveLength(0);
  });
});

describe('65,000 contacts', () => {
  it('go in three requests into one task, and none is lost', async () => {
    const { items, error } = await create(leads(65_000), { options: { startDialing: true } });

    expect(error).toBeUndefined();
    expect(items[0].json).toMatchObject({ total: 65_000, success: 65_000, requests: 3 });
    expect(bench.emulator.tasks).toHaveLength(1);
    const phones = new Set(bench.emulator.tasks[0].contacts.map((row) => row.电话));
    expect(phones.size).toBe(65_000);
  });

  it('that get stuck in the middle leave a message that says who is in and who is not', async () => {
    bench.emulator.faults.add({ endpoint: '/api/addJson', after: 1, kind: 'code', code: 30004 });

    const { error } = await create(leads(65_000));

    const [task] = bench.emulator.tasks;
    expect(error?.message).toContain(
      `Only 30000 of 65000 contacts are known to be in the task ${task.dial_task_main_sn}`,
    );
    expect(error?.message).toContain('code 30004');
    expect(error?.description).toContain('Imported: items 0 to 29999.');
    expect(error?.description).toContain('Refused or unknown: items 30000 to 59999.');
    expect(error?.description).toContain('Not sent: items 60000 to 64999.');
    expect(imports()).toHaveLength(2);
  });
});

describe('a write whose answer is lost', () => {
  it.each([
    ['the connection is cut after the platform has acted', { kind: 'dropAfter' as const }, 1],
    ['the connection is cut before it has acted', { kind: 'dropBefore' as const }, 0],
    ['HTTP 502 comes back', { kind: 'status' as const, status: 502 }, 0],
    ['half an answer comes back', { kind: 'truncated' as const }, 1],
    ['nothing comes back', { kind: 'emptyBody' as const }, 1],
    ['code 500 comes back', { kind: 'code' as const, code: 500 }, 0],
  ])('is not sent again when %s', async (_, fault, tasks) => {
    bench.emulator.faults.add({ endpoint: '/api/addJson', ...fault });

    const { error } = await create(leads(2));

    expect(imports()).toHaveLength(1);
    expect(bench.emulator.tasks).toHaveLength(tasks);
    expect(error?.message).toMatch(/XiaoA/);
    expect(error?.description).toContain("Look in XiaoA for a task named 'Spring campaign'");
  });
});

describe('an import that the platform takes', () => {
  it.each([
    ['without a word', '{"code":0,"msg":"ok","data":null}', [null, null, null, null]],
    [
      'with counts as text, and one missing',
      '{"code":"0","data":{"dial_task_main_sn":"D1","total":"2","success":"2","fail":"0"}}',
      ['D1', 2, 2, null],
    ],
  ])(
    '%s: what it did not say is null, not 0',
    async (_, text, [taskSn, total, success, repeat]) => {
      bench.emulator.faults.add({ endpoint: '/api/addJson', kind: 'text', text });

      const { items, error } = await create(leads(2));

      expect(error).toBeUndefined();
      expect(items[0].json).toMatchObject({
        dial_task_main_sn: taskSn,
        total,
        success,
        out_repeat: repeat,
        requests: 1,
      });
    },
  );
});

describe('a refusal by the platform', () => {
  it('is told with its code and what to do', async () => {
    const { error } = await create(leads(1), {
      aiUserSn: { __rl: true, mode: 'id', value: 'SYSUSER|nobody' },
    });

    expect(error?.message).toMatch(/^The AI user is missing or unknown \(XiaoA code 30009\)$/);
    expect(error?.description).toContain('AI User');
  });

  it('becomes an item where the user chose to continue', async () => {
    bench.emulator.forbid('/api/addJson');
    const { outputs, error } = await create(leads(2), {}, { onError: 'continueErrorOutput' });

    expect(error).toBeUndefined();
    expect(outputs[0] ?? []).toEqual([]);
    expect(outputs[1]?.[0].json.error).toMatch(/code 20007/);
  });
});

it('serves one item through the declarative road, as an AI tool calls it', async () => {
  const { items, error } = await bench.engine.runNode({
    type: 'xiaoATaskTool',
    parameters: createParameters(bench.emulator),
    credentials: bench.credentials,
    items: [{ name: '王芳', phone: '13800138000' }],
  });

  expect(error).toBeUndefined();
  expect(items).toHaveLength(1);
  expect(bench.emulator.tasks[0].contacts).toEqual([{ 姓名: '王芳', 电话: '13800138000' }]);
});
