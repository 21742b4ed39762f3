import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { IDataObject } from 'n8n-workflow';

import type { MultipartUpload } from '../../../xiaoa/signing/signParameters';
import { failureOf, quickSleep } from '../shared/host';
import { Host } from './host';

/** What an import checks, what it sends, and what it says of it. */
let host: Host;
/** What XiaoA has of the task that is made or added to. */
let task: IDataObject;
/** The answer to each import in turn; the last one goes on. */
let imports: Array<(parameters: Record<string, unknown>) => unknown>;
const TEMPLATES = [
  { sn: 'project|1', project_caption: 'Spring' },
  { sn: 'project|2', project_name: 'Autumn' },
  { sn: 'project|3', project_caption: 'Twice' },
  { sn: 'project|4', project_caption: 'Twice' },
];

beforeEach(() => {
  host = new Host();
  task = {
    dial_task_main_id: 5,
    dial_task_main_sn: 'task|5',
    source: 'Leads',
    project_sn: 'project|1',
    user_sn: 'SYSUSER|1',
    created_at: '2026-05-08 10:00:00',
    status: 0,
  };
  imports = [(parameters) => taken(people(parameters).length)];
  host.answers['/api/index'] = () => ({ code: 0, data: { total: 1, list: [task] } });
  host.answers['/api/getProjects'] = () => ({ code: 0, data: TEMPLATES });
  host.answers['/api/exportModel'] = () => template('姓名', '电话');
  for (const path of ['/api/addJson', '/api/addExcel']) {
    host.answers[path] = (parameters) =>
      (imports.length > 1 ? imports.shift()! : imports[0])(parameters);
  }
});

/** As some servers write an Excel file. */
const template = (...columns: string[]) =>
  Buffer.from(
    `<html><table><tr>${columns.map((name) => `<td>${name}</td>`).join('')}</tr></table></html>`,
  );
const taken = (total: number, more: object = {}) => ({
  code: 0,
  msg: 'ok',
  data: { dial_task_main_sn: 'task|5', total, success: total, fail: 0, out_repeat: 0, ...more },
});
const refused = (code: number, msg = 'refused') => ({ code, msg });
const people = ({ client_info_json: json }: Record<string, unknown>) =>
  (JSON.parse(String(json ?? '{"data":[]}')) as { data: object[] }).data;
const leads = (count: number) =>
  Array.from({ length: count }, (_, at) => ({
    name: `n${at}`,
    phone: String(13_800_138_000 + at),
  }));

const COLUMNS = {
  mappingMode: 'defineBelow',
  value: { 姓名: '={{ $json.name }}', 电话: '={{ $json.phone }}' },
};
const NEW = {
  projectSn: { __rl: true, mode: 'list', value: 'project|1' },
  aiUserSn: { __rl: true, mode: 'list', value: 'SYSUSER|1' },
  taskName: 'Leads',
  contactsFrom: 'items',
  columns: COLUMNS,
};
const EXISTING = {
  taskSn: { __rl: true, mode: 'id', value: 'task|5' },
  contactsFrom: 'items',
  columns: COLUMNS,
};

async function create(items: IDataObject[], more: IDataObject = {}): Promise<IDataObject> {
  const [{ json }] = await host.run('create', items, { ...NEW, ...more });
  return json;
}

async function add(items: IDataObject[], more: IDataObject = {}): Promise<IDataObject> {
  const [{ json }] = await host.run('addContacts', items, { ...EXISTING, ...more });
  return json;
}

const sent = () => host.to('/api/addJson');

describe('a new task', () => {
  it('is made of all items, with what the fields say', async () => {
    const output = await create(leads(2), {
      options: { startDialing: true, remark: 'why', batchNumber: 'B1' },
    });
    expect(sent()).toEqual([
      {
        project_sn: 'project|1',
        ai_user_sn: 'SYSUSER|1',
        source: 'Leads',
        client_info_json: expect.any(String),
        is_zidong: 'on',
        mark: 'why',
        batch_number: 'B1',
      },
    ]);
    expect(people(sent()[0])).toEqual([
      { 姓名: 'n0', 电话: '13800138000' },
      { 姓名: 'n1', 电话: '13800138001' },
    ]);
    expect(output).toEqual({
      dial_task_main_sn: 'task|5',
      id: 5,
      sn: 'task|5',
      name: 'Leads',
      dialing: true,
      total: 2,
      success: 2,
      fail: 0,
      out_repeat: 0,
      requests: 1,
      skipped: [],
      notes: [],
    });
  });

  it.each([
    ['in a list', (data: object) => [data]],
    ['in a list with gaps', (data: object) => ({ 1: data })],
  ])('is known where its answer stands %s', async (_, put) => {
    imports = [() => ({ code: 0, msg: 'ok', data: put(taken(2).data) })];
    const known = { dial_task_main_sn: 'task|5', id: 5, total: 2, success: 2, fail: 0 };
    expect(await create(leads(2))).toMatchObject(known);
  });

  it('does not dial unless it is to, and is paired with all items', async () => {
    const [{ json, pairedItem }] = await host.run('create', leads(2), NEW);
    expect(json.dialing).toBe(false);
    expect(pairedItem).toEqual([{ item: 0 }, { item: 1 }]);
    expect(Object.keys(sent()[0]).sort()).toEqual([
      'ai_user_sn',
      'client_info_json',
      'project_sn',
      'source',
    ]);
  });

  it('has its name without blanks around it', async () => {
    expect((await create(leads(1), { taskName: '  Leads ' })).name).toBe('Leads');
    expect(sent()[0].source).toBe('Leads');
  });

  it.each([
    ['projectSn', "'Template' is empty", 'Choose the call script to use.'],
    ['aiUserSn', "'AI User' is empty", 'Choose who makes the calls.'],
    ['taskName', "'Task Name' is empty", 'Enter a name for the task.'],
  ])('needs %s', async (field, message, whatToDo) => {
    for (const nothing of ['', '  ', { __rl: true, mode: 'list', value: '' }]) {
      if (field === 'taskName' && typeof nothing === 'object') continue;
      const error = await failureOf(create(leads(1), { [field]: nothing }));
      expect(error.message).toBe(message);
      expect(error.description).toBe(`Nothing was sent. ${whatToDo}`);
      expect(host.requests).toEqual([]);
    }
  });

  it('keeps its counts when nobody says what has become of it', async () => {
    host.answers['/api/index'] = () => refused(20007);
    expect(await create(leads(1))).toMatchObject({ id: null, sn: 'task|5', success: 1 });
  });

  describe('of a name that was used today', () => {
    const today = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
    const options = (ifTaskExists: string) => ({ options: { ifTaskExists } });
    beforeEach(() => (task.created_at = `${today()} 10:00:00`));

    it('is made all the same by default', async () => {
      await create(leads(1));
      expect(sent()[0]).not.toHaveProperty('dial_task_main_sn');
      // The task is looked up once, for the output.
      expect(host.requests.map(({ path }) => path)).toEqual([
        '/api/exportModel',
        '/api/addJson',
        '/api/index',
      ]);
    });

    it('stops the import where the user chose so', async () => {
      const error = await failureOf(create(leads(1), options('stop')));
      expect(error.message).toBe("A task named 'Leads' was already created today (task|5)");
      expect(error.description).toBe(
        "Nothing was sent, because 'If Task Exists' is set to Stop. Choose another Task Name, or set the option to Add Contacts.",
      );
      expect(sent()).toEqual([]);
      delete task.dial_task_main_sn;
      const unnamed = await failureOf(create(leads(1), options('stop')));
      expect(unnamed.message).toContain('(without an SN)');
      task.source = '\ufeffLeads ';
      const pasted = { ...options('stop'), taskName: 'Lea\u200bds' };
      expect((await failureOf(create(leads(1), pasted))).message).toContain(
        'already created today',
      );
    });

    it.each<[string, IDataObject]>([
      ['another name', { source: 'Others' }],
      ['another day', { created_at: '2026-05-07 10:00:00' }],
    ])('is not taken for one of %s', async (_, other) => {
      Object.assign(task, other);
      await create(leads(1), options('stop'));
      expect(sent()[0]).not.toHaveProperty('dial_task_main_sn');
    });

    it('is added to where the user chose so, to the newest of several', async () => {
      const older = { ...task, dial_task_main_sn: 'task|4', created_at: `${today()} 09:00:00` };
      const untimed = { ...task, dial_task_main_sn: 'task|3', created_at: `${today()} 00:00:00` };
      const list = [older, task, untimed];
      host.answers['/api/index'] = () => ({ code: 0, data: { total: 3, list } });
      await create(leads(1), options('add'));
      expect(sent()[0].dial_task_main_sn).toBe('task|5');
      expect(host.to('/api/index')[0]).toMatchObject({ start_create_at: today() });
      list.unshift({ ...older, dial_task_main_sn: 'task|2', created_at: undefined });
      await create(leads(1), options('add'));
      expect(sent()[0].dial_task_main_sn).toBe('task|5');
    });

    it.each<[string, IDataObject, boolean]>([
      ['another template', { project_sn: 'project|2' }, false],
      ['another AI user', { user_sn: 'SYSUSER|2' }, false],
      ['no template that is known', { project_sn: '' }, true],
      ['no AI user that is known', { user_sn: undefined }, true],
      ['no SN', { dial_task_main_sn: '' }, false],
    ])('with %s is added to only if it may be the same', async (_, other, isAdded) => {
      Object.assign(task, other);
      const error = await failureOf(create(leads(1), options('add')));
      expect(sent()).toHaveLength(isAdded ? 1 : 0);
      if (isAdded) return;
      expect(error.description).toContain('That task uses another template or AI user');
    });
  });
});

describe('a task that exists', () => {
  it('is given its own template, AI user and name', async () => {
    const output = await add(leads(1));
    expect(sent()[0]).toMatchObject({
      project_sn: 'project|1',
      ai_user_sn: 'SYSUSER|1',
      source: 'Leads',
      dial_task_main_sn: 'task|5',
    });
    expect(output).toMatchObject({ sn: 'task|5', name: 'Leads', dialing: false, notes: [] });
  });

  it('is given the contacts of all items in one import', async () => {
    const output = await host.run('addContacts', leads(2), EXISTING);
    expect(output).toMatchObject([{ pairedItem: [{ item: 0 }, { item: 1 }] }]);
    expect(sent().map((one) => people(one).length)).toEqual([2]);
  });

  it('is called by its SN where it has no name', async () => {
    delete task.source;
    expect((await add(leads(1))).name).toBe('task|5');
  });

  it('is looked up as the user set it, and at last with little patience', async () => {
    const requestOptions = { timeout: 7_000 };
    task.project_sn = '';
    task.project_caption = 'Spring';
    host.answers['/api/addJson'] = (parameters) => {
      expect(host.timeouts.get('/api/index')).toBe(7_000);
      return taken(people(parameters).length);
    };
    await add(leads(1), { requestOptions });
    expect(host.timeouts.get('/api/getProjects')).toBe(7_000);
    expect(host.timeouts.get('/api/addJson')).toBe(7_000);
    expect(host.timeouts.get('/api/index')).toBe(30_000);
  });

  it('is not added to where XiaoA does not give its SN', async () => {
    task.dial_task_main_sn = '';
    const error = await failureOf(add(leads(1), { taskSn: '5' }));
    expect(error.message).toBe("XiaoA doesn't say which AI user makes the calls of task 5");
    expect(sent()).toEqual([]);
  });

  it.each<[string, IDataObject, string | undefined]>([
    ['its caption', { project_sn: '', project_caption: 'Spring' }, 'project|1'],
    ['its name', { project_sn: '', project_caption: 'Autumn' }, 'project|2'],
    ['a caption that two have', { project_sn: '', project_caption: 'Twice' }, undefined],
    ['a caption that none has', { project_sn: '', project_caption: 'Winter' }, undefined],
    ['nothing', { project_sn: '' }, undefined],
  ])('has a template that is found by %s', async (_, of, template) => {
    Object.assign(task, of);
    const error = await failureOf(add(leads(1)));
    if (template !== undefined) {
      expect(sent()[0].project_sn).toBe(template);
      return;
    }
    expect(error.message).toBe("XiaoA doesn't say which template the task 'Leads' uses");
    expect(error.description).toBe('Nothing was sent. Create a new task instead.');
    expect(sent()).toEqual([]);
  });

  it.each(['user_sn'])('cannot be added to when XiaoA says no %s', async (field) => {
    task[field] = '';
    const error = await failureOf(add(leads(1)));
    expect(error.message).toBe("XiaoA doesn't say which AI user makes the calls of task task|5");
    expect(error.description).toBe('Nothing was sent. Create a new task instead.');
  });

  it('must be there', async () => {
    host.answers['/api/index'] = () => ({ code: 0, data: { total: 0, list: [] } });
    const error = await failureOf(add(leads(1)));
    expect(error.message).toBe('Task not found: task|5');
    expect(error.description).toMatch(/^Nothing was sent\. Choose the task from the list/);
    const unnamed = await failureOf(add(leads(1), { taskSn: '' }));
    expect(unnamed.message).toBe("'Task' is empty");
    expect(unnamed.description).toContain('Choose the task to add the contacts to.');
  });
});

describe('several requests', () => {
  const options = { contactsPerRequest: 2 };

  it('go into one task, and are summed up', async () => {
    imports = [
      () => taken(2, { fail: 1, success: 1, repeatCount: 1 }),
      () => taken(2, { out_repeat: 1, success: 1, blacklistCount: '2', repeatCount: 1 }),
      () => taken(1, { filterCount: 0 }),
    ];
    const output = await create(leads(5), { options });
    expect(sent().map(({ dial_task_main_sn: sn }) => sn)).toEqual([undefined, 'task|5', 'task|5']);
    expect(sent().map((request) => people(request).length)).toEqual([2, 2, 1]);
    expect(output).toMatchObject({ total: 5, success: 3, fail: 1, out_repeat: 1, requests: 3 });
    expect(output.notes).toEqual([
      "XiaoA didn't accept 1 of 2 contacts: ok",
      'XiaoA left out contacts: 2 called before, 2 on the do-not-call list.',
    ]);
  });

  it('have no sum of what one of them did not say', async () => {
    imports = [() => taken(2), () => taken(2, { fail: undefined }), () => taken(1)];
    expect(await create(leads(5), { options })).toMatchObject({ total: 5, success: 5, fail: null });
  });

  it('stop at one that is refused, with all that a person has to know', async () => {
    imports = [() => taken(2), () => refused(30011, 'no room')];
    const error = await failureOf(create(leads(5), { options }));
    expect(sent()).toHaveLength(2);
    expect(error.message).toMatch(
      /^Only 2 of 5 contacts are known to be in the task task\|5: .*no room/,
    );
    expect(error.description).toContain(
      "Imported: items 0 to 1. Refused or unknown: items 2 to 3. Not sent: item 4. Don't run the whole import again: the first ones would be called twice. Add the missing ones to that task.",
    );
    expect(error.httpCode).toBe('30011');
    imports = [() => taken(2), () => refused(30011)];
    const last = await failureOf(create(leads(4), { options }));
    expect(last.description).toContain('Refused or unknown: items 2 to 3. Don');
  });

  it('say nothing of others when the first is refused', async () => {
    imports = [() => refused(30011, 'no room')];
    const error = await failureOf(create(leads(5), { options }));
    expect(sent()).toHaveLength(1);
    expect(error.message).not.toContain('Only');
    expect(error.message).toContain('no room');
  });

  it('stop when XiaoA does not name the task that the first has made', async () => {
    imports = [() => taken(2, { dial_task_main_sn: '' })];
    const error = await failureOf(create(leads(5), { options }));
    expect(sent()).toHaveLength(1);
    expect(error.message).toBe(
      "Only 2 of 5 contacts are known to be in the task that XiaoA didn't name: XiaoA didn't name the task it created",
    );
    expect(await create(leads(2), { options })).toMatchObject({ sn: null, id: null, success: 2 });
    // A task without a name is not looked up.
    expect(host.to('/api/index')).toEqual([]);
  });

  it('are made of one that is too large', async () => {
    const large = (parameters: Record<string, unknown>) =>
      people(parameters).length > 2 ? refused(30005) : taken(people(parameters).length);
    imports = [large];
    const output = await create(leads(5));
    expect(sent().map((request) => people(request).length)).toEqual([5, 3, 2, 2, 1]);
    expect(output).toMatchObject({ success: 5, requests: 3 });
    imports = [() => refused(30005, 'one is too many')];
    const error = await failureOf(create(leads(1)));
    expect(sent()).toHaveLength(1);
    expect(error.message).toContain('one is too many');
  });

  it('are not sent again when it is not known what has become of one', async () => {
    imports = [
      () => taken(2),
      () => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }),
    ];
    const error = await failureOf(create(leads(5), { options }));
    expect(sent()).toHaveLength(2);
    expect(error.description).toContain("Look at the task 'Leads' (task|5) in XiaoA");
    imports = [() => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })];
    const first = await failureOf(create(leads(5), { options }));
    expect(sent()).toHaveLength(1);
    expect(first.description).toContain("Look in XiaoA for a task named 'Leads'");
  });
});

describe('what XiaoA says of an import', () => {
  it.each<[string, object, string[]]>([
    ['nothing failed', {}, []],
    ['some failed', { fail: 1 }, ["XiaoA didn't accept 1 of 2 contacts: ok"]],
    ['of unknown many', { fail: 1, total: undefined }, ["XiaoA didn't accept 1 contact: ok"]],
    ['none was taken', { success: 0 }, ['XiaoA accepted none of these contacts.']],
    ['nothing at all', { success: 0, total: undefined }, []],
  ])('is noted: %s', async (_, more, notes) => {
    imports = [() => taken(2, more)];
    expect((await create(leads(2))).notes).toEqual(notes);
  });

  it('is noted without a message, or with a part of a long one', async () => {
    imports = [() => ({ ...taken(2, { fail: 1 }), msg: ' ' })];
    expect((await create(leads(2))).notes).toEqual(["XiaoA didn't accept 1 of 2 contacts."]);
    imports = [() => ({ ...taken(2, { fail: 1 }), msg: ` ${'x'.repeat(400)} ` })];
    const [note] = (await create(leads(2))).notes as string[];
    expect(note).toBe(`XiaoA didn't accept 1 of 2 contacts: ${'x'.repeat(300)}`);
  });

  it('may be no more than that it was taken', async () => {
    imports = [() => ({ code: 0, msg: 'ok', data: null })];
    expect(await create(leads(2))).toMatchObject({
      sn: null,
      total: null,
      success: null,
      fail: null,
      out_repeat: null,
      requests: 1,
      notes: [],
    });
  });

  it.each([
    [22, true],
    [24, false],
  ])('has a task that is calling dial: status %i', async (status, dialing) => {
    task.status = status;
    expect((await add(leads(1))).dialing).toBe(dialing);
  });

  it('has a finished task pause', async () => {
    task.status = 21;
    expect((await add(leads(1))).notes).toEqual([
      'The task had finished, and adding contacts has paused it. Use Resume to start calling.',
    ]);
    const none = await add([{ phone: '1' }], { options: { onInvalidContact: 'skip' } });
    expect(none.notes).not.toContainEqual(expect.stringContaining('Resume'));
  });
});

describe('contacts that cannot be called', () => {
  const items = [
    { name: 'a', phone: '13800138000' },
    { name: 'b', phone: '12' },
    { name: 'c', phone: '' },
    { name: 'd', phone: '+86 138-0013-8000' },
    { name: 'e', phone: '13800138001' },
  ];

  it('stop the import before anything is sent, with all of them named', async () => {
    const error = await failureOf(create(items));
    expect(error.message).toMatch(
      /^Invalid phone number '12' \(item 1, counted from 0\): .*; 1 more of 5 items are invalid$/,
    );
    expect(error.description).toMatch(
      /^Nothing was sent\. Fix item 1: '12': .*; item 2: .*\. Or set 'On Invalid Contact' to Skip, to send the others\.$/,
    );
    expect(host.requests).toEqual([]);
    const missing = await failureOf(create([items[2]]));
    expect(missing.message).toBe('Phone number missing (item 0, counted from 0)');
    expect(missing.description).toMatch(/Fix item 0: [^']/);
    expect(missing.description).toBe(
      "Nothing was sent. Fix item 0: Phone number is missing. Or set 'On Invalid Contact' to Skip, to send the others.",
    );
    const short = await failureOf(create([items[1]]));
    expect(short.description).toBe(
      "Nothing was sent. Fix item 0: '12': Too few digits (2): mobile numbers have 11. Or set 'On Invalid Contact' to Skip, to send the others.",
    );
  });

  it('are named up to ten, and cut where they are long', async () => {
    const many = Array.from({ length: 12 }, () => ({ name: 'x', phone: '1'.repeat(60) }));
    const error = await failureOf(create(many));
    expect(error.message).toContain(`'${'1'.repeat(40)}…'`);
    expect(error.message).toContain('; 11 more of 12 items are invalid');
    expect(error.description).toContain('; and 2 more.');
    expect(error.description!.match(/item \d+:/g)).toHaveLength(10);
    const ten = await failureOf(create(many.slice(0, 10)));
    expect(ten.description).not.toContain('more. Or');
    const forty = await failureOf(create([{ name: 'x', phone: '1'.repeat(40) }]));
    expect(forty.message).toContain(`'${'1'.repeat(40)}'`);
    expect(forty.message).not.toContain('more of');
  });

  it('are left out and listed where the user chose so', async () => {
    const output = await create(items, { options: { onInvalidContact: 'skip' } });
    expect(people(sent()[0])).toHaveLength(2);
    expect(output.skipped).toMatchObject([
      { item: 1, phone: '12', name: 'b' },
      { item: 2, phone: '', name: 'c' },
      { item: 3, name: 'd' },
    ]);
  });

  it('may be all of them: then nothing is sent', async () => {
    const output = await create([items[1]], { options: { onInvalidContact: 'skip' } });
    expect(output).toMatchObject({ sn: null, id: null, total: 0, requests: 0, dialing: false });
    expect(host.requests).toEqual([]);
  });

  it('are too many where the user has set a limit', async () => {
    const error = await failureOf(create(leads(3), { options: { maxContacts: 2 } }));
    expect(error.message).toBe("There are 3 contacts, more than the 2 of 'Max Contacts'");
    expect(error.description).toBe('Nothing was sent. Send fewer contacts, or raise Max Contacts.');
    expect(host.requests).toEqual([]);
    expect(await create(leads(2), { options: { maxContacts: 2 } })).toMatchObject({ success: 2 });
  });
});

describe('where contacts come from', () => {
  it('is the items as they are, of which only known columns are sent', async () => {
    const items = [{ 姓名: 'a', 电话: '13800138000', other: 1 }];
    await create(items, { columns: { mappingMode: 'autoMapInputData', value: null } });
    expect(people(sent()[0])[0]).toMatchObject({ 姓名: 'a', 电话: '13800138000' });
  });

  it('may be an expression for the whole mapping', async () => {
    const columns = { mappingMode: 'defineBelow', value: '={{ $json }}' };
    await create([{ 姓名: 'a', 电话: '13800138000' }], { columns });
    expect(people(sent()[0])).toEqual([{ 姓名: 'a', 电话: '13800138000' }]);
  });

  it.each([
    ['text', 'of no columns'],
    ['a number', 5],
    ['nothing', null],
  ])('may be no mapping at all: %s', async (_, value) => {
    const columns = { mappingMode: 'defineBelow', value: '={{ $json.value }}' };
    const error = await failureOf(create([{ value }], { columns }));
    expect(error.message).toBe("No column is named '电话' (phone)");
    expect(error.description).toContain('There are no columns at all.');
    expect(host.requests).toEqual([]);
  });

  it.each([{ 姓名: 'x' }, { 电话: '' }, { 电话: null }, { 电话: undefined }, {}, null])(
    'must have a phone number: %p',
    async (value) => {
      const columns = { mappingMode: 'defineBelow', value } as IDataObject;
      const error = await failureOf(create(leads(1), { columns }));
      expect(error.message).toBe("No value is mapped to the column '电话' (phone)");
      expect(error.description).toBe(
        'Nothing was sent. Drag the field with the phone number onto 电话.',
      );
    },
  );

  it('may be a column whose name has blanks around it, and a fixed value', async () => {
    const columns = { mappingMode: 'defineBelow', value: { ' 电话 ': '13800138000', 城市: '' } };
    await create([{}], { columns });
    expect(people(sent()[0])).toHaveLength(1);
  });

  describe('JSON', () => {
    const json = async (contactsJson: unknown, items: IDataObject[] = [{}, {}]) =>
      await create(items, { contactsFrom: 'json', contactsJson } as IDataObject);

    it('is one list where it is fixed, or the same for all items', async () => {
      const list = [
        { 姓名: 'a', 电话: '13800138000' },
        { 姓名: 'b', 电话: '13800138001' },
      ];
      await json(JSON.stringify(list));
      expect(people(sent()[0])).toEqual(list);
      await json('={{ $input.all().map((item) => item.json) }}', list);
      expect(people(sent()[0])).toEqual(list);
    });

    it('is one list an item where it depends on the item', async () => {
      await json('={{ $json }}', [
        { 姓名: 'a', 电话: '13800138000' },
        { 姓名: 'b', 电话: '13800138001' },
      ]);
      expect(people(sent()[0])).toHaveLength(2);
    });

    it('is one list where only its text names what an item has', async () => {
      const list = '=[{"姓名": "$json {{ $input.first().json.name }}", "电话": "13800138000"}]';
      const output = await json(list, [{ name: 'a' }, { name: 'b' }]);
      expect(people(sent()[0])).toEqual([{ 姓名: '$json a', 电话: '13800138000' }]);
      expect(output.skipped).toEqual([]);
    });

    it('is one list an item where a part of it depends on the item', async () => {
      const list =
        '=[{"姓名": "{{ $input.first().json.name }}", "电话": "{{ $json.phone.slice(0) }}"}]';
      await json(list, leads(2));
      expect(people(sent()[0])).toEqual([
        { 姓名: 'n0', 电话: '13800138000' },
        { 姓名: 'n0', 电话: '13800138001' },
      ]);
    });

    it('may be an expression that only n8n can take apart', async () => {
      const error = await failureOf(json('=[{ }} ]'));
      expect(error.message).toMatch(/^Couldn't read 'Contacts': /);
    });

    it('is missing where nothing is written', async () => {
      const missing = await failureOf(create([{}], { contactsFrom: 'json' }));
      expect(missing.message).toBe(
        "Couldn't read 'Contacts': The contacts are empty: enter a JSON list of objects",
      );
    });

    it('is refused where it cannot be read', async () => {
      const error = await failureOf(json('[{'));
      expect(error.message).toMatch(/^Couldn't read 'Contacts': /);
      expect(error.description).toBe(
        'Nothing was sent. Give a list such as [{"姓名": "Li Lei", "电话": "13800138000"}].',
      );
      expect(host.requests).toEqual([]);
    });
  });

  it.each(['Items', ' items', 'nowhere'])('must be written exactly so: %p', async (from) => {
    const error = await failureOf(create(leads(1), { contactsFrom: from }));
    expect(error.message).toContain("'Contacts From'");
    expect(error.description).toContain('Nothing was sent.');
    expect(host.requests).toEqual([]);
  });
});

describe('the columns of the template', () => {
  const autoMap = { columns: { mappingMode: 'autoMapInputData', value: null } };
  const mapped = (value: IDataObject) => ({ columns: { mappingMode: 'defineBelow', value } });
  const lead = { 姓名: 'a', 电话: '13800138000', 城市: '深圳', other: 1 };

  beforeEach(() => {
    host.answers['/api/exportModel'] = () => template('姓名', '电话', '城市');
  });

  it('are all that is sent of items that are not mapped', async () => {
    const output = await create([lead], autoMap);
    expect(people(sent()[0])).toEqual([{ 姓名: 'a', 电话: '13800138000', 城市: '深圳' }]);
    expect(output.notes).toHaveLength(1);
  });

  it('do not keep back what is mapped', async () => {
    const value = { 姓名: 'a', 电话: '13800138000', 公司: 'x', 城市: 'y' };
    await create([{}], mapped(value));
    expect(people(sent()[0])).toEqual([value]);
  });

  it('do not keep back what an expression or JSON gives, but a person is told', async () => {
    const value = { 姓名: 'a', 电话: '13800138000', 公司: 'x', 城市: 'y' };
    for (const parameters of [
      mapped(value),
      mapped('={{ $json }}' as never),
      { contactsFrom: 'json', contactsJson: JSON.stringify([value]) },
    ]) {
      const output = await create([value], parameters);
      expect(people(sent()[0])).toEqual([value]);
      expect(output.notes).toEqual([
        expect.stringMatching(/^Sent unchanged, although the template doesn't have .*公司/),
      ]);
    }
    const known = await create([{}], mapped({ 姓名: 'a', 电话: '13800138000', 城市: 'y' }));
    expect(known.notes).toEqual([]);
  });

  it('give what is mapped their names', async () => {
    host.answers['/api/exportModel'] = () => template('姓名', '电话', 'City');
    await create([{}], mapped({ 姓名: 'a', 电话: '13800138000', city: 'x' }));
    expect(people(sent()[0])).toEqual([{ 姓名: 'a', 电话: '13800138000', City: 'x' }]);
  });

  it('must be there where the template requires them', async () => {
    host.answers['/api/exportModel'] = () => template('姓名', '电话', '*城市');
    const error = await failureOf(create(leads(1)));
    expect(error.message).toContain('城市');
    expect(error.description).toBeTruthy();
    // Mapped to a field that no item has, it is missing all the same.
    const value = { 姓名: 'a', 电话: '13800138000', '*城市': '={{ $json.town }}' };
    const inVain = await failureOf(create(leads(2), mapped(value)));
    expect(inVain.message).toBe(error.message);
    expect(sent()).toEqual([]);
    await create([{ town: '深圳' }, {}], mapped(value));
    expect(sent()).toHaveLength(1);
  });

  it('are not needed where they cannot be read, but a person is told', async () => {
    host.answers['/api/exportModel'] = () => refused(30011);
    const output = await create([{ 姓名: 'b', 电话: '13800138001' }, lead], autoMap);
    expect(people(sent()[0])[1]).toMatchObject({ 城市: '深圳', other: '1' });
    expect(output.notes).toEqual([
      "The template's columns couldn't be read, so all fields of the items were sent.",
    ]);
    const all = await create([{}], mapped({ 姓名: 'a', 电话: '13800138000', 城市: 'x' }));
    expect(all.notes).toEqual([]);
    const small = await create([{ 姓名: 'a', 电话: '13800138000' }], autoMap);
    expect(small.notes).toEqual([]);
    const options = { onInvalidContact: 'skip' };
    const nobody = await create([{ ...lead, 电话: '1' }], { ...autoMap, options });
    expect(nobody.notes).toEqual([]);
    host.answers['/api/exportModel'] = () => template();
    await create([lead], autoMap);
    expect(people(sent()[0])[0]).toMatchObject({ 城市: '深圳' });
  });

  it('may be named with what nobody sees', async () => {
    await create([{}], mapped({ 姓名: 'a', '电\u200b话': '13800138000' }));
    expect(people(sent()[0])).toEqual([{ 姓名: 'a', 电话: '13800138000' }]);
  });

  it('are asked for in vain where nobody can be reached, and nothing is sent', async () => {
    host.answers['/api/exportModel'] = () =>
      Object.assign(new Error('connect ECONNREFUSED'), {
        code: 'ECONNREFUSED',
        syscall: 'connect',
      });
    quickSleep();
    const error = await failureOf(create(leads(1)));
    jest.restoreAllMocks();
    expect(error.message).toBe("Couldn't reach XiaoA: connection refused");
    expect(error.messages).toEqual(['/api/addJson (API 7.6)']);
    expect(sent()).toEqual([]);
  });

  describe('with numbers that have lost digits', () => {
    // An identity card as a number: JavaScript has rounded it.
    const rounded = { 姓名: 'a', 电话: '13800138000', 身份证: 440_301_199_001_011_200 };

    it('matter only where the template has them', async () => {
      await create([rounded], autoMap);
      expect(people(sent()[0])).toEqual([{ 姓名: 'a', 电话: '13800138000' }]);
    });

    it('stop the import, or leave the contact out', async () => {
      host.answers['/api/exportModel'] = () => template('姓名', '电话', '身份证');
      const error = await failureOf(create([rounded], autoMap));
      expect(error.message).toMatch(/^Invalid contact \(item 0, counted from 0\): .*身份证/);
      expect(sent()).toEqual([]);
      const options = { onInvalidContact: 'skip' };
      const output = await create([rounded, { ...rounded, 电话: '13800138001', 身份证: '1' }], {
        ...autoMap,
        options,
      });
      expect(people(sent()[0])).toEqual([{ 姓名: 'a', 电话: '13800138001', 身份证: '1' }]);
      expect(output.skipped).toMatchObject([{ item: 0 }]);
    });

    it('stop it as well where the column was mapped', async () => {
      const error = await failureOf(create([{}], mapped(rounded)));
      expect(error.message).toContain('身份证');
      expect(host.requests).toEqual([]);
    });
  });

  it('may differ from item to item', async () => {
    const items = [
      { 姓名: 'a', 电话: '13800138000' },
      { 电话: '13800138001', 城市: 'x', 姓名: 'b' },
    ];
    await create(items, { contactsFrom: 'json', contactsJson: JSON.stringify(items) });
    expect(people(sent()[0])).toHaveLength(2);
    expect(people(sent()[0])[1]).toMatchObject({ 姓名: 'b', 电话: '13800138001', 城市: 'x' });
  });
});

it('what is left out comes in the order of the items', async () => {
  const phones = ['13800138000', '13800138000', '12', '13800138000'];
  const output = await create(
    phones.map((phone) => ({ name: 'x', phone })),
    { options: { onInvalidContact: 'skip' } },
  );
  expect((output.skipped as IDataObject[]).map(({ item }) => item)).toEqual([1, 2, 3]);
});

it.each(['x', 5, null])(
  'an expression for the mapping that gives %p names no phone',
  async (row) => {
    const columns = { mappingMode: 'defineBelow', value: '={{ $json.row }}' };
    const error = await failureOf(create([{ row }], { columns }));
    expect(error.message).toMatch(/电话|Phone/);
    expect(host.requests).toEqual([]);
  },
);

it('JSON may hold an expression in the midst of text', async () => {
  const contactsJson = '=[{"姓名":"x","电话":"{{ $json.phone }}"}]';
  await create(leads(2), { contactsFrom: 'json', contactsJson });
  expect(people(sent()[0])).toEqual([
    { 姓名: 'x', 电话: '13800138000' },
    { 姓名: 'x', 电话: '13800138001' },
  ]);
  // Braces that do not close are n8n's matter.
  expect((await create(leads(1), { taskName: '=Of {{ $json.name }}' })).name).toBe('Of n0');
});

it('contacts are encrypted where the user chose so', async () => {
  await create(leads(1), { options: { encryptContacts: true } });
  expect(sent()[0]).toMatchObject({ aes: true });
});

it('contacts that XiaoA filters out are noted', async () => {
  imports = [() => taken(2, { filterCount: 1 })];
  expect((await create(leads(2))).notes).toEqual(['XiaoA left out contacts: 1 filtered out.']);
});

describe('whether people are called', () => {
  it('is seen in the new task', async () => {
    task.status = 22;
    expect((await create(leads(1))).dialing).toBe(true);
  });

  it('was seen before, where the task cannot be looked up after the import', async () => {
    task.status = 22;
    imports = [
      () => {
        host.answers['/api/index'] = () => refused(20007);
        return taken(1);
      },
    ];
    expect(await add(leads(1))).toMatchObject({ id: null, dialing: true });
  });

  it('is no question where nothing was sent', async () => {
    task.status = 22;
    const options = { onInvalidContact: 'skip', startDialing: true };
    const output = await add([{ name: 'x', phone: '1' }], { options });
    expect(output).toMatchObject({ sn: 'task|5', id: null, dialing: false, requests: 0 });
    expect(output.notes).toEqual([]);
    expect(host.to('/api/index')).toHaveLength(1);
  });
});

it('a task without a caption is not one of the template that has none either', async () => {
  task.project_sn = '';
  host.answers['/api/getProjects'] = () => ({ code: 0, data: [{ sn: 'project|1' }] });
  expect((await failureOf(add(leads(1)))).message).toContain("doesn't say which template");
  Object.assign(task, { project_caption: 'Spring', source: '' });
  host.answers['/api/getProjects'] = () => ({ code: 0, data: [{ project_caption: 'Spring' }] });
  expect((await failureOf(add(leads(1)))).message).toBe(
    "XiaoA doesn't say which template the task '' uses",
  );
});

describe('settings of the whole import', () => {
  it('may depend on the items as long as all give the same', async () => {
    const items = leads(2).map((lead) => ({ ...lead, task: 'Of all' }));
    expect((await create(items, { taskName: '={{ $json.task }}' })).name).toBe('Of all');
    expect((await create(items, { taskName: "={{ 'fixed' }}" })).name).toBe('fixed');
    expect((await create(items, { taskName: '=a }} b' })).name).toBe('a }} b');
  });

  it('are evaluated once where no item can make a difference', async () => {
    const items = leads(3).map((lead) => ({ ...lead, task: 'Of all' }));
    const before = host.evaluations;
    const { name } = await create(items, { taskName: '=$json {{ $input.first().json.task }}' });
    expect([name, host.evaluations - before]).toEqual(['$json Of all', 1]);
  });

  it('are missing where they are nothing', async () => {
    const error = await failureOf(create(leads(1), { taskName: null }));
    expect(error.message).toBe("'Task Name' is empty");
  });

  it('are refused where they differ', async () => {
    const items = leads(3).map((lead, at) => ({ ...lead, task: at === 2 ? 'b' : 'a' }));
    const error = await failureOf(create(items, { taskName: '={{ $json.task }}' }));
    expect(error.message).toBe(`'Task Name' is "a" for item 0, but "b" for item 2`);
    expect(error.description).toMatch(/^Nothing was sent\. All items of a run go into one task\./);
    const taskName = '={{ $input.first().json.name }} {{ $json.task }}';
    const partly = await failureOf(create(items, { taskName }));
    expect(partly.message).toBe(`'Task Name' is "n0 a" for item 0, but "n0 b" for item 2`);
    const options = { remark: '={{ $json.missing }}' };
    const some = leads(2).map((lead, at) => ({
      ...lead,
      ...(at === 1 ? { missing: 'x'.repeat(99) } : {}),
    }));
    const other = await failureOf(create(some, { options }));
    expect(other.message).toBe(`'Remark' is empty for item 0, but "${'x'.repeat(59)} for item 1`);
    const rl = { __rl: true, mode: 'id', value: '={{ $json.task }}' };
    const located = await failureOf(create(items, { aiUserSn: rl }));
    expect(located.message).toContain(`'AI User' is "a" for item 0`);
    expect(host.requests).toEqual([]);
  });
});

describe('Excel files', () => {
  const xls = Buffer.concat([
    Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
    Buffer.alloc(512),
  ]);
  const file = (bytes: Buffer, fileName?: string) => ({
    data: { data: bytes.toString('base64'), mimeType: '', fileName } as never,
  });
  const excel = async (
    binaries: Array<ReturnType<typeof file> | undefined>,
    more: IDataObject = {},
  ) =>
    (
      await host.run(
        'create',
        binaries.map(() => ({})),
        { ...NEW, contactsFrom: 'excel', binaryPropertyName: 'data', ...more },
        binaries,
      )
    )[0].json;

  it.each([
    ['encryptContacts', true, "'Encrypt Contacts' does not work with an Excel file"],
    ['maxContacts', 5, "'Max Contacts' does not work with an Excel file"],
  ])('do not go with %s', async (name, value, message) => {
    const error = await failureOf(excel([file(xls)], { options: { [name]: value } }));
    expect(error.message).toBe(message);
    expect(error.description).toMatch(/^Nothing was sent\./);
    expect(host.requests).toEqual([]);
  });

  it('must be there', async () => {
    const error = await failureOf(excel([undefined]));
    expect(error.message).toBe("No file in input field 'data' (item 0, counted from 0)");
    expect(error.description).toContain('It has no file at all');
    const other = await failureOf(excel([file(xls)], { binaryPropertyName: 'other' }));
    expect(other.description).toBe(
      "Nothing was sent. It has 'data': enter one of these into 'Input Data Field Name'.",
    );
    const several = { ...file(xls), sheet: file(xls).data };
    const unnamed = await failureOf(excel([several], { binaryPropertyName: 'other' }));
    expect(unnamed.description).toContain("It has 'data', 'sheet': enter one of these");
  });

  it('are looked for in the usual place where none is named', async () => {
    const bytes = readFileSync(join(__dirname, '../../fixtures/spreadsheets/template.xlsx'));
    imports = [() => taken(2)];
    const output = await excel([file(bytes, 'list.xlsx')], { binaryPropertyName: '' });
    expect(host.to('/api/addExcel')).toHaveLength(1);
    expect([output.skipped, output.notes]).toEqual([[], []]);
  });

  it.each([
    ['template.xlsx', 'list.xlsx', 'list.xlsx'],
    ['template.xlsx', 'LIST.XLSX', 'LIST.xlsx'],
    ['template.xlsx', 'C:\\Users\\me\\list.Xls', 'list.xlsx'],
    ['template.xls', '/home/me/list', 'list.xls'],
    ['template.xlsx', 'list.xls', 'list.xlsx'],
    ['template.xlsx', 'list.xlsx.old', 'list.xlsx.old.xlsx'],
    ['template.xlsx', undefined, 'data.xlsx'],
    ['template.xls', 'list.xls', 'list.xls'],
    ['template.xls', 'list.xlsx', 'list.xls'],
  ])('are sent as they are, under a name that fits: %s as %p', async (name, fileName, expected) => {
    const bytes = readFileSync(join(__dirname, '../../fixtures/spreadsheets', name));
    const output = await excel([file(bytes, fileName)], {
      options: { startDialing: true, remark: 'why', batchNumber: 'B1' },
    });
    const [upload] = host.to('/api/addExcel') as unknown as MultipartUpload[];
    expect(upload.parameters).toMatchObject({
      project_sn: 'project|1',
      source: 'Leads',
      ai_user_sn: 'SYSUSER|1',
      is_zidong: 'on',
      mark: 'why',
      batch_number: 'B1',
    });
    expect(upload.file).toMatchObject({ field: 'upload', name: expected });
    expect(Buffer.compare(Buffer.from(upload.file.bytes), bytes)).toBe(0);
    expect(output).toMatchObject({
      sn: 'task|5',
      requests: 1,
      skipped: [],
      notes: expect.any(Array),
    });
  });

  it('of several items go into one task', async () => {
    const bytes = readFileSync(join(__dirname, '../../fixtures/spreadsheets/template.xlsx'));
    imports = [() => taken(2), () => taken(3), () => refused(30011, 'no room')];
    const error = await failureOf(excel([1, 2, 3, 4].map((at) => file(bytes, `${at}.xlsx`))));
    const uploads = host.to('/api/addExcel') as unknown as MultipartUpload[];
    expect(uploads.map(({ parameters }) => parameters.dial_task_main_sn)).toEqual([
      undefined,
      'task|5',
      'task|5',
    ]);
    expect(error.message).toMatch(/^Only 2 of 4 files are known to be in the task task\|5: /);
    expect(error.description).toContain(
      'Imported: items 0 to 1. Refused or unknown: item 2. Not sent: item 3.',
    );
  });

  it('must be workbooks', async () => {
    const error = await failureOf(excel([file(Buffer.from('a,b\n1,2\n'), 'list.xlsx')]));
    expect(error.message).toMatch(/^The file 'list\.xlsx' is not an Excel workbook: it is /);
    expect(error.description).toContain("choose Input Items under 'Contacts From'");
    expect(host.requests).toEqual([]);
  });
});
