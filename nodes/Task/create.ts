import { ENDPOINTS } from '../../xiaoa/endpoints';
import type { Operation } from '../shared/operation';
import { aiUserLocator, templateLocator } from '../shared/resourceLocators';
import { contactFields } from './contactFields';
import { importContacts } from './import/importContacts';

export const create: Operation = {
  name: 'Create Task',
  value: 'create',
  action: 'Create task from contacts',
  description:
    'Create one task from all input items. Real people are called right away if Start Dialing is on.',
  endpoint: ENDPOINTS.addJson,
  runsFor: 'allItems',
  fields: [
    templateLocator({
      required: true,
      builderHint: { propertyHint: 'Ask the user which template (call script) to use' },
    }),
    aiUserLocator({
      required: true,
      builderHint: { propertyHint: 'Ask the user which AI user (robot account) makes the calls' },
    }),
    {
      displayName: 'Task Name',
      name: 'taskName',
      type: 'string',
      required: true,
      default: '',
      placeholder: 'e.g. Spring campaign, Shenzhen',
      description: 'What the new task is called in XiaoA',
    },
    ...contactFields('create'),
  ],
  async run(run) {
    return [{ json: await importContacts(run, 'newTask') }];
  },
};
