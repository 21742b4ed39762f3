import type {
  ILoadOptionsFunctions,
  ResourceMapperField,
  ResourceMapperFields,
} from 'n8n-workflow';

import { NAME_COLUMN, PHONE_COLUMN } from '../../xiaoa/contacts/contact';

/** The columns that the mapper offers: every template has these two (API §7.6). */
export async function getContactColumns(
  this: ILoadOptionsFunctions,
): Promise<ResourceMapperFields> {
  return {
    fields: [
      column(NAME_COLUMN, `${NAME_COLUMN} (Name)`),
      column(PHONE_COLUMN, `${PHONE_COLUMN} (Phone)`),
    ],
  };
}

function column(id: string, displayName: string): ResourceMapperField {
  return {
    id,
    displayName,
    required: true,
    defaultMatch: false,
    display: true,
    canBeUsedToMatch: false,
    type: 'string',
  };
}
