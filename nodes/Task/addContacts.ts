import { ENDPOINTS } from '../../xiaoa/endpoints';
import type { Operation } from '../shared/operation';
import { taskLocator } from '../shared/resourceLocators';
import { contactFields } from './contactFields';
import { importContacts } from './import/importContacts';

export const addContacts: Operation = {
  name: 'Add Contacts to Task',
  value: 'addContacts',
  action: 'Add contacts to task',
  description: 'Add people to an existing task. If it is already calling, they will be called too.',
  endpoint: ENDPOINTS.addJson,
  runsFor: 'allItems',
  fields: [
    taskLocator({
      required: true,
      hint: 'If the task has finished, adding contacts pauses it. Use Resume to start calling.',
    }),
    ...contactFields('addContacts'),
  ],
  async run(run) {
    return [{ json: await importContacts(run, 'existingTask') }];
  },
};
