import type { IDataObject } from 'n8n-workflow';

import { runNode, shanghai } from '../place';
import { CRM, crm, expected } from './crm';
import type { Operation } from './operation';

const task = { resource: 'task' };

const names = (items: Array<{ json: IDataObject }>) => items.map(({ json }) => json.name).sort();

export const LISTS: Operation[] = [
  {
    name: 'CRM: Get Many',
    group: 'lists',
    run: async (place) => ({ got: await crm(place), want: expected(place.records) }),
  },
  {
    name: 'CRM: Get Many with filters',
    group: 'lists',
    run: async (place) => ({
      got: await crm(place, { minScore: 60, label: '加微信' }),
      want: expected(
        place.records.filter(
          ({ score, labelling }) => (score ?? -1) >= 60 && labelling?.includes('加微信'),
        ),
      ),
    }),
  },
  {
    name: 'CRM: Get Many that finds nothing',
    group: 'lists',
    run: async (place) => ({ got: await crm(place, { phone: '13999999999' }), want: [] }),
  },
  {
    name: 'CRM: Get Call Records',
    group: 'lists',
    async run(place) {
      const filters = { connectedAfter: shanghai(Date.now() - 6 * 86_400_000) };
      const parameters = { ...CRM, operation: 'getCallRecords', filters };
      const items = await runNode(place, 'xiaoACrm', parameters);
      return {
        got: items.map(({ json }) => String(json.callee)).sort(),
        want: place.records.map(({ phone }) => phone).sort(),
      };
    },
  },
  {
    name: 'Task: Get Many',
    group: 'lists',
    async run(place) {
      const parameters = { ...task, operation: 'getAll', returnAll: true, simplify: true };
      const items = await runNode(place, 'xiaoATask', parameters);
      return { got: names(items), want: place.emulator.tasks.map(({ source }) => source).sort() };
    },
  },
  {
    name: 'Task: Get Many, Calling',
    group: 'lists',
    async run(place) {
      const filters = { status: 0 };
      const parameters = { ...task, operation: 'getAll', returnAll: true, simplify: true, filters };
      const calling = place.emulator.tasks.filter(({ state }) => state === 'sending');
      const items = await runNode(place, 'xiaoATask', parameters);
      return { got: names(items), want: calling.map(({ source }) => source).sort() };
    },
  },
  {
    name: 'Task: Get AI Users',
    group: 'lists',
    async run(place) {
      const parameters = { ...task, operation: 'getAiUsers', returnAll: true };
      const items = await runNode(place, 'xiaoATask', parameters);
      return { got: items.length, want: place.emulator.aiUsers.length };
    },
  },
  {
    name: 'Task: Get Account',
    group: 'lists',
    async run(place) {
      const items = await runNode(place, 'xiaoATask', { ...task, operation: 'getAccount' });
      return { got: items.length, want: 1 };
    },
  },
  {
    name: 'Template: Get Many',
    group: 'lists',
    async run(place) {
      const parameters = { resource: 'template', operation: 'getAll', returnAll: true };
      const items = await runNode(place, 'xiaoATemplate', parameters);
      return { got: items.length, want: place.emulator.templates.length };
    },
  },
];
