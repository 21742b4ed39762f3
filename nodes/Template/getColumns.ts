import { isRequiredColumn } from '../../xiaoa/contacts/columns';
import { NAME_COLUMN, PHONE_COLUMN } from '../../xiaoa/contacts/contact';
import { ENDPOINTS } from '../../xiaoa/endpoints';
import type { Operation } from '../shared/operation';
import { templateLocator, readTemplate } from '../shared/resourceLocators';
import { readTemplateColumns } from '../shared/templateColumns';

/** The columns that every import has to have (API §7.6). */
const REQUIRED = [NAME_COLUMN, PHONE_COLUMN];

/** Gives one item a column: `name`, `position` from 1 on, and whether an import has to have it. */
export const getColumns: Operation = {
  name: 'Get Template Columns',
  value: 'getColumns',
  action: 'Get columns of template',
  description: 'Get the columns that contacts need for a template',
  endpoint: ENDPOINTS.templateFile,
  runsFor: 'eachItem',
  fields: [templateLocator({ required: true })],
  async run(run) {
    const columns = await readTemplateColumns(run.context, readTemplate(run), run.site);
    return columns.map((name, index) => ({
      json: {
        name,
        position: index + 1,
        required: REQUIRED.includes(name) || isRequiredColumn(name),
      },
    }));
  },
};
