import ExcelJS from 'exceljs';
import type { IDataObject } from 'n8n-workflow';
import { randomBytes } from 'node:crypto';

import type { Task } from '../../../emulator';
import { leads } from '../../support/people';
import { createParameters, mapping } from '../../support/platform';
import { runNode, type Place } from '../place';
import { id, type Operation } from './operation';

const task = { resource: 'task' };

const REMARK = '春季 回访：第1批/华南';

function created({ emulator }: Place, before: ReadonlySet<Task>) {
  return emulator.tasks
    .filter((made) => !before.has(made))
    .map(({ contacts }) =>
      contacts.map(({ 姓名, 电话 }) => ({ name: String(姓名), phone: String(电话) })),
    );
}

/** One task with these people in it, once, whoever asked for it. */
async function importing(
  place: Place,
  more: object,
  input: { items?: IDataObject[]; binaries?: never },
): Promise<{ got: unknown; want: unknown }> {
  const before = new Set(place.emulator.tasks);
  const parameters = createParameters(place.emulator, {
    taskName: '春季回访',
    options: { remark: REMARK },
    ...more,
  });
  const items = await runNode(place, 'xiaoATask', parameters, input);
  const people = leads(3).map(({ name, phone }) => ({ name, phone }));
  return {
    got: { tasks: created(place, before), success: items.map(({ json }) => json.success) },
    want: { tasks: [people], success: [3] },
  };
}

/** Cells that do not get smaller by being packed. */
function padding(bytes: number): string[][] {
  const cell = 20_000;
  return Array.from({ length: Math.ceil(bytes / cell) }, () => [
    randomBytes(cell).toString('base64'),
  ]);
}

export const IMPORTS: Operation[] = [
  {
    name: 'Task: Create from items',
    group: 'imports',
    run: async (place) => await importing(place, {}, { items: leads(3) }),
  },
  {
    name: 'Task: Create with & in the remark',
    group: 'imports',
    run: async (place) =>
      await importing(place, { options: { remark: '春季 A&B' } }, { items: leads(3) }),
  },
  {
    name: 'Task: Create with a wide blank in the remark',
    group: 'imports',
    run: async (place) =>
      await importing(place, { options: { remark: '春季\u3000回访' } }, { items: leads(3) }),
  },
  {
    name: 'Task: Create, encrypted',
    group: 'imports',
    run: async (place) =>
      await importing(place, { options: { encryptContacts: true } }, { items: leads(3) }),
  },
  {
    name: 'Task: Create from JSON',
    group: 'imports',
    async run(place) {
      const people = leads(3).map(({ name, phone }) => ({ 姓名: name, 电话: phone }));
      const more = { contactsFrom: 'json', contactsJson: JSON.stringify(people) };
      return await importing(place, more, {});
    },
  },
  {
    name: 'Task: Create from Excel',
    group: 'imports',
    async run(place) {
      const book = new ExcelJS.Workbook();
      const rows = leads(3).map(({ name, phone }) => [name, phone]);
      book.addWorksheet('名单').addRows([['姓名', '电话'], ...rows]);
      book.addWorksheet('其他').addRows(padding(place.excelPadding));
      const data = Buffer.from(await book.xlsx.writeBuffer()).toString('base64');
      const file = { data, mimeType: 'application/octet-stream', fileName: '名单.xlsx' };
      const input = { items: [{}], binaries: [{ data: file }] as never };
      return await importing(place, { contactsFrom: 'excel' }, input);
    },
  },
  {
    name: 'Task: Add Contacts',
    group: 'imports',
    async run(place) {
      const made = place.emulator.addTask({ source: '春季', state: 'paused' });
      const parameters = {
        ...task,
        operation: 'addContacts',
        taskSn: id(made.dial_task_main_sn),
        contactsFrom: 'items',
        columns: mapping({ 姓名: '={{ $json.name }}', 电话: '={{ $json.phone }}' }),
      };
      await runNode(place, 'xiaoATask', parameters, { items: leads(3) });
      return {
        got: made.contacts.map(({ 电话 }) => 电话),
        want: leads(3).map(({ phone }) => phone),
      };
    },
  },
];
