import { leads } from '../support/people';
import { createParameters, setUp, type Bench } from '../support/platform';

let bench: Bench;

beforeEach(async () => {
  bench = await setUp();
});

afterEach(async () => await bench.close());

async function create(items: object[], more: Record<string, unknown> = {}) {
  return await bench.engine.runNode({
    type: 'xiaoATask',
    parameters: createParameters(bench.emulator, more),
    credentials: bench.credentials,
    items: items as never,
  });
}

const imports = () => bench.emulator.requestsTo('/api/addJson');
const phonesOf = () =>
  bench.emulator.tasks.flatMap(({ contacts }) => contacts.map((row) => row.电话));

describe('a server that takes fewer contacts', () => {
  it('gets them in halves, and each of them once', async () => {
    bench.emulator.configure({ maxRowsPerImport: 300 });
    const { items, error } = await create(leads(1_000));

    expect(error).toBeUndefined();
    expect(bench.emulator.tasks).toHaveLength(1);
    expect(new Set(phonesOf()).size).toBe(1_000);
    expect(phonesOf()).toHaveLength(1_000);
    // 1,000 and 500 are refused; 250 pass, and are kept to.
    expect(imports().map(({ code }) => code)).toEqual([30005, 30005, 0, 0, 0, 0]);
    expect(items[0].json).toMatchObject({ total: 1_000, success: 1_000, requests: 4 });
  });

  it('gets as many as the user says', async () => {
    const { error } = await create(leads(25), { options: { contactsPerRequest: 10 } });

    expect(error).toBeUndefined();
    expect(imports()).toHaveLength(3);
    expect(bench.emulator.tasks).toHaveLength(1);
    expect(phonesOf()).toHaveLength(25);
  });

  it('is one whose web server limits the size of a request', async () => {
    bench.emulator.configure({ manners: ['body-limit=20000'] });
    const { error } = await create(leads(1_000));

    expect(error).toBeUndefined();
    expect(bench.emulator.tasks).toHaveLength(1);
    expect(new Set(phonesOf()).size).toBe(1_000);
    expect(phonesOf()).toHaveLength(1_000);
  });

  it('is believed when it refuses a single contact', async () => {
    bench.emulator.configure({ maxRowsPerImport: 0 });
    const { error } = await create(leads(1));
    expect(error?.message).toContain('30005');
    expect(imports()).toHaveLength(1);
  });
});

describe('Max Contacts', () => {
  it('sends nothing when there are more', async () => {
    const { error } = await create(leads(11), { options: { maxContacts: 10 } });

    expect(error?.message).toContain("more than the 10 of 'Max Contacts'");
    expect(error?.description).toContain('Nothing was sent');
    expect(bench.emulator.requests).toEqual([]);
  });

  it('counts those that would be called', async () => {
    const { error } = await create([...leads(10), ...leads(10)], { options: { maxContacts: 10 } });
    expect(error).toBeUndefined();
  });
});

describe('If Task Exists', () => {
  it.each(['add', 'stop'])('makes the first task of a name: %s', async (ifTaskExists) => {
    const { error } = await create(leads(1), { options: { ifTaskExists } });
    expect(error).toBeUndefined();
    expect(bench.emulator.tasks).toHaveLength(1);
  });

  it('adds to the task of this name that was made today', async () => {
    const options = { ifTaskExists: 'Add Contacts' };
    await create(leads(2), { options });
    const { items, error } = await create(leads(3), { options });

    expect(error).toBeUndefined();
    expect(bench.emulator.tasks).toHaveLength(1);
    expect(items[0].json.sn).toBe(bench.emulator.tasks[0].dial_task_main_sn);
    expect(new Set(phonesOf()).size).toBe(3);
  });

  it('stops, and names the task', async () => {
    await create(leads(2));
    const { error } = await create(leads(3), { options: { ifTaskExists: 'stop' } });

    expect(error?.message).toContain("A task named 'Spring campaign' was already created today");
    expect(error?.message).toContain(bench.emulator.tasks[0].dial_task_main_sn);
    expect(imports()).toHaveLength(1);
  });

  it('leaves tasks of other days and other names alone', async () => {
    bench.emulator.addTask({ source: 'Spring campaign', created_at: '2025-01-01 10:00:00' });
    bench.emulator.addTask({ source: 'Spring campaign, Shenzhen' });
    const { error } = await create(leads(3), { options: { ifTaskExists: 'stop' } });

    expect(error).toBeUndefined();
    expect(bench.emulator.tasks).toHaveLength(3);
  });

  it('does not add to a task that uses another template', async () => {
    bench.emulator.addTask({
      source: 'Spring campaign',
      project_sn: bench.emulator.templates[1].sn,
    });
    const { error } = await create(leads(3), { options: { ifTaskExists: 'add' } });

    expect(error?.description).toContain('another template or AI user');
    expect(imports()).toEqual([]);
  });
});

describe('Map Automatically', () => {
  const automatically = { columns: { mappingMode: 'autoMapInputData', value: null } };

  it("sends the template's columns alone, and says what was not sent", async () => {
    const { items, error } = await create(
      [{ 姓名: 'Li Lei', 电话: '13800138000', row_number: 7, 'internal note': 'rude' }],
      automatically,
    );

    expect(error).toBeUndefined();
    expect(Object.keys(bench.emulator.tasks[0].contacts[0])).toEqual(['姓名', '电话']);
    expect(items[0].json.notes).toEqual(
      expect.arrayContaining([expect.stringMatching(/Not sent.*'row_number', 'internal note'/)]),
    );
  });

  it.each(['fail', 'skip'])('says that there is no phone column: %s', async (onInvalidContact) => {
    const { error } = await create([{ 姓名: 'Li Lei', 手机号: '13800138000' }], {
      ...automatically,
      options: { onInvalidContact },
    });

    expect(error?.message).toContain("No column is named '电话'");
    expect(error?.description).toContain("'手机号'");
    expect(bench.emulator.requests).toEqual([]);
  });
});

it('says what the platform could not take, in its own words', async () => {
  bench.emulator.configure({ manners: ['import-counts'] });
  const { items, error } = await create([
    ...leads(1),
    { name: 'Han Mei', phone: '13800138044' },
    { name: 'Lucy', phone: '13800138144' },
  ]);

  expect(error).toBeUndefined();
  expect(items[0].json.notes).toEqual([
    expect.stringContaining('XiaoA left out contacts: 2 on the do-not-call list'),
  ]);
});

describe.each([
  ['encryptContacts', 'Encrypt Contacts'],
  ['startDialing', 'Start Dialing'],
])('the switch %s', (name, label) => {
  const isOn = () => {
    const { aes, is_zidong: dials } = imports()[0].params;
    return name === 'encryptContacts' ? aes !== undefined : dials === 'on';
  };

  it.each([true, 'true', 'TRUE', 1, '1', 'yes', ' On '])('is on for %p', async (value) => {
    const { error } = await create(leads(1), { options: { [name]: value } });
    expect(error).toBeUndefined();
    expect(isOn()).toBe(true);
  });

  it.each([false, 'false', 0, 'no', 'off'])('is off for %p', async (value) => {
    const { error } = await create(leads(1), { options: { [name]: value } });
    expect(error).toBeUndefined();
    expect(isOn()).toBe(false);
  });

  it.each(['', null, 'maybe', 2, { on: true }, []])('refuses %p by name', async (value) => {
    const { error } = await create(leads(1), { options: { [name]: value } });
    expect(error?.message).toContain(`'${label}'`);
    expect(error?.description).toContain('Nothing was sent');
    expect(bench.emulator.requests).toEqual([]);
  });
});

describe('choices and locators', () => {
  it.each([
    ['contactsFrom', 'csv', 'Contacts From'],
    ['contactsFrom', null, 'Contacts From'],
    // n8n drops the fields of a choice that is not written exactly so.
    ['contactsFrom', 'JSON', 'Contacts From'],
    ['projectSn', { mode: 'id', value: '={{ $json }}' }, 'Template'],
    ['aiUserSn', '={{ [$json.name] }}', 'AI User'],
    ['taskName', '={{ $json }}', 'Task Name'],
  ])('%s of %p is refused by name', async (name, value, label) => {
    const { error } = await create(leads(1), { [name]: value });
    expect(error?.message).toContain(`'${label}'`);
    expect(bench.emulator.requests).toEqual([]);
  });

  it.each([{ mode: 'id', value: 'SN' }, { value: 'SN' }, 'SN'])(
    'a locator may be written as %p',
    async (form) => {
      const { sn } = bench.emulator.templates[0];
      const projectSn = typeof form === 'string' ? sn : { ...form, value: sn };
      const { error } = await create(leads(1), { projectSn });
      expect(error).toBeUndefined();
      expect(imports()[0].params.project_sn).toBe(sn);
    },
  );

  it.each(['skip', 'SKIP', ' Skip '])('a choice may be written as %p', async (choice) => {
    const { items, error } = await create([...leads(3), { phone: 'n/a' }], {
      options: { onInvalidContact: choice },
    });
    expect(error).toBeUndefined();
    expect(items[0].json).toMatchObject({ total: 3, skipped: [{ item: 3 }] });
  });

  it('a choice may come from an expression', async () => {
    const { error } = await create([{ from: 'JSON' }], {
      contactsFrom: '={{ $json.from }}',
      contactsJson: '[{"姓名":"Li Lei","电话":"13800138000"}]',
    });
    expect(error).toBeUndefined();
    expect(phonesOf()).toEqual(['13800138000']);
  });
});
