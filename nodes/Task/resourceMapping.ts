import type {
  ILoadOptionsFunctions,
  ResourceMapperField,
  ResourceMapperFields,
} from 'n8n-workflow';

import { isRequiredColumn } from '../../xiaoa/contacts/columns';
import { NAME_COLUMN, PHONE_COLUMN } from '../../xiaoa/contacts/contact';
import { isRecord } from '../../xiaoa/text';
import { isTool } from '../shared/run';
import { locatorValue } from '../shared/filters';
import { readTemplateColumns } from '../shared/templateColumns';
import { findTask, templateOfTask } from './import/target';

/** What every template has (API §7.6), as people who do not read Chinese see it. */
const KNOWN = new Map([
  [NAME_COLUMN, `${NAME_COLUMN} (Name)`],
  [PHONE_COLUMN, `${PHONE_COLUMN} (Phone)`],
]);

/**
 * What usually holds them. n8n empties the mapping when another template is chosen, and people would have to map the
 * name and the phone again.
 */
const USUAL_FIELDS = new Map([
  [NAME_COLUMN, `={{ $json['${NAME_COLUMN}'] ?? $json.name }}`],
  [PHONE_COLUMN, `={{ $json['${PHONE_COLUMN}'] ?? $json.phone }}`],
]);

/**
 * The columns that the mapper offers: name and phone first, then those of the chosen template's own file
 * (API §7.13). When they cannot be read, those that the node has been saved with, so that nobody loses a mapping
 * while XiaoA is down, and a line that says why.
 */
export async function getContactColumns(
  this: ILoadOptionsFunctions,
): Promise<ResourceMapperFields> {
  const isForModel = isTool(this.getNode());
  const known = [...KNOWN].map(([id, displayName]) => ({
    ...column(id, displayName, true),
    ...(isForModel ? {} : { defaultValue: USUAL_FIELDS.get(id) }),
  }));
  try {
    const template = await chosenTemplate(this);
    if (template === undefined) return { fields: [...known, ...savedColumns(this)] };
    const columns = await readTemplateColumns(this, template);
    const own = columns.filter((name) => !KNOWN.has(name));
    const label = isForModel ? labelForModel : (name: string) => name;
    return {
      fields: [
        ...known,
        ...own.map((name, place) => column(name, label(name, place), isRequiredColumn(name))),
      ],
    };
  } catch (error) {
    return { fields: [...known, ...savedColumns(this), reason((error as Error).message)] };
  }
}

/** The template's own columns, as they were when the mapper last read them. */
function savedColumns(context: ILoadOptionsFunctions): ResourceMapperField[] {
  const { columns }: { columns?: unknown } =
    context.getCurrentNodeParameters() ?? context.getNode().parameters;
  const schema = isRecord(columns) && Array.isArray(columns.schema) ? columns.schema : [];
  return schema.flatMap((saved: Partial<ResourceMapperField> | null) => {
    const { id, displayName, required, removed } = saved ?? {};
    if (typeof id !== 'string' || id.trim() === '' || KNOWN.has(id)) return [];
    const field = column(id, displayName ?? id, required === true);
    return [removed === undefined ? field : { ...field, removed }];
  });
}

/**
 * Where the model is to fill a column in, n8n makes the name of its input from this label and drops all Chinese
 * characters: two columns of two characters each would become one input, and get the same text.
 */
function labelForModel(name: string, place: number): string {
  return `${name} (Column ${place + KNOWN.size + 1})`;
}

/** @returns nothing while no template, or no task to add to, has been chosen */
async function chosenTemplate(context: ILoadOptionsFunctions): Promise<string | undefined> {
  const parameter = (name: string) =>
    locatorValue(context.getNodeParameter(name, undefined, { extractValue: true }));
  if (context.getNodeParameter('operation') !== 'addContacts') return parameter('projectSn');
  const taskSn = parameter('taskSn');
  if (taskSn === undefined) return undefined;
  return await templateOfTask(context, await findTask(context, taskSn));
}

function column(id: string, displayName: string, required: boolean): ResourceMapperField {
  return {
    id,
    displayName,
    required,
    defaultMatch: false,
    display: true,
    canBeUsedToMatch: false,
    type: 'string',
  };
}

/**
 * The mapper has no place for a notice beside columns, and cuts long names off: so the notice is the value of
 * a column without a name, which is never sent.
 */
function reason(message: string): ResourceMapperField {
  return {
    ...column(' ', "Couldn't read the template's own columns", false),
    readOnly: true,
    defaultValue: `${message}. To send other columns anyway, name the input fields after them and choose Map Automatically.`,
  };
}
