import { createParameters } from '../../support/platform';
import { runNode, type Place } from '../place';
import { id, type Operation } from './operation';
import { sizeOf } from './recordings';

/** Columns of the second template. How a mark is shown is not what this is about. */
const COLUMNS = ['姓名', '电话', '地址', '备注'];
const clean = (column: unknown) =>
  String(column)
    .replace(/[*\p{Cf}]|[(（](?:必填|选填)[)）]/gu, '')
    .trim();

const dropdown = (name: string, method: string, want: (place: Place) => unknown[]): Operation => ({
  name,
  group: 'dropdowns',
  async run(place) {
    const { engine, credentials } = place;
    const { results } = await engine.search({ type: 'xiaoATask', method, credentials });
    return { got: results.map(({ value }) => value).sort(), want: want(place).sort() };
  },
});

export const DROPDOWNS: Operation[] = [
  dropdown('the list of templates', 'searchTemplates', ({ emulator }) =>
    emulator.templates.map(({ sn }) => sn),
  ),
  dropdown('the list of tasks', 'searchTasks', ({ emulator }) =>
    emulator.tasks.map(({ dial_task_main_sn }) => dial_task_main_sn),
  ),
  {
    name: 'the list of AI users',
    group: 'dropdowns',
    async run({ engine, credentials, emulator }) {
      const search = { type: 'xiaoATask', method: 'searchAiUsers', credentials };
      const values = (await engine.search(search)).results.map(({ value }) => value);
      // One of them has expired and may be left out.
      const usable = emulator.aiUsers.slice(0, 3).map(({ user_sn }) => user_sn);
      return { got: usable.filter((sn) => values.includes(sn)), want: usable };
    },
  },
  {
    name: 'the columns to map',
    group: 'dropdowns',
    async run(place) {
      const [, template] = place.emulator.templates;
      const { fields } = await place.engine.columns({
        type: 'xiaoATask',
        method: 'getContactColumns',
        credentials: place.credentials,
        parameters: createParameters(place.emulator, { projectSn: id(template.sn) }),
      });
      const notice = fields.find(({ id: column }) => column.trim() === '');
      if (notice) throw new Error(String(notice.defaultValue).split('. To send other columns')[0]);
      return { got: fields.map(({ id: column }) => clean(column)), want: COLUMNS };
    },
  },
];

const template = { resource: 'template' };

export const TEMPLATES: Operation[] = [
  {
    name: 'Template: Download',
    group: 'templates',
    async run(place) {
      const projectSn = id(place.emulator.templates[1].sn);
      const parameters = { ...template, operation: 'download', projectSn };
      const [size] = sizeOf(await runNode(place, 'xiaoATemplate', parameters));
      return { got: size > 0, want: true };
    },
  },
  {
    name: 'Template: Get Columns',
    group: 'templates',
    async run(place) {
      const projectSn = id(place.emulator.templates[1].sn);
      const parameters = { ...template, operation: 'getColumns', projectSn };
      const items = await runNode(place, 'xiaoATemplate', parameters);
      return { got: items.map(({ json }) => clean(json.column ?? json.name)), want: COLUMNS };
    },
  },
];
