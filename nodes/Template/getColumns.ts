import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { NAME_COLUMN, PHONE_COLUMN } from '../../xiaoa/contacts/contact';
import { ENDPOINTS } from '../../xiaoa/endpoints';
import { templateLocator } from '../shared/resourceLocators';
import { itemOperation } from '../shared/itemOperation';
import { readTemplateColumns } from '../shared/templateColumns';
import { readTemplate } from './readTemplate';

const displayOptions = { show: { resource: ['template'], operation: ['getColumns'] } };

/** The columns that every import has to have (API §7.6). */
const REQUIRED = [NAME_COLUMN, PHONE_COLUMN];

/** Gives one item a column: `name`, `position` from 1 on, and whether an import has to have it. */
export const option: INodePropertyOptions = {
  name: 'Get Columns',
  value: 'getColumns',
  action: 'Get columns of a template',
  description: 'List the columns that contacts for this template have',
  routing: itemOperation(ENDPOINTS.templateFile, async (context, item) => {
    const columns = await readTemplateColumns(context, readTemplate(context), item);
    return columns.map((name, index) => ({
      json: { name, position: index + 1, required: REQUIRED.includes(name) },
    }));
  }),
};

export const fields: INodeProperties[] = [templateLocator({ required: true, displayOptions })];
