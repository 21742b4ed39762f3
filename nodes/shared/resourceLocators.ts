import type { INodeProperties } from 'n8n-workflow';

import { emptyField } from './itemErrors';
import type { Run } from './run';

type LocatorField = Pick<INodeProperties, 'name' | 'displayName'> & Partial<INodeProperties>;

/** What an ID looks like, for the check that the editor makes while it is typed. */
interface IdForm {
  readonly placeholder: string;
  /** n8n has it match the whole value; a locator that is left empty is for `required` to judge. */
  readonly regex: string;
  readonly errorMessage: string;
}

/** A resource locator: chosen from the platform's list, or given by its ID. */
function locator(searchListMethod: string, id: IdForm, field: LocatorField): INodeProperties {
  const { placeholder, regex, errorMessage } = id;
  return {
    type: 'resourceLocator',
    default: { mode: 'list', value: '' },
    ...field,
    modes: [
      {
        displayName: 'From List',
        name: 'list',
        type: 'list',
        typeOptions: { searchListMethod, searchable: true },
      },
      {
        displayName: 'By ID',
        name: 'id',
        type: 'string',
        placeholder,
        validation: [{ type: 'regex', properties: { regex, errorMessage } }],
      },
    ],
  };
}

const TEMPLATE_ID: IdForm = {
  placeholder: 'e.g. project|8ac1cebd6407f30fb4f618615de41990',
  regex: '\\s*(projects?\\|\\S+)?\\s*',
  errorMessage: "Not the SN of a template, which begins with 'project|'",
};

const AI_USER_ID: IdForm = {
  placeholder: 'e.g. SYSUSER|7e319be661f57a0a1800eac51b24c811',
  regex: '\\s*(SYSUSER\\|\\S+)?\\s*',
  errorMessage: "Not the SN of an AI user, which begins with 'SYSUSER|'",
};

/** Its number or its SN: some operations of the platform want the one, some the other (API §7.7). */
const TASK_ID: IdForm = {
  placeholder: 'e.g. 1826',
  regex: '\\s*\\S*\\s*',
  errorMessage: "Not the ID of a task: 'id' or 'sn' in the output of Create Task or Get Many Tasks",
};

export function templateLocator(field: Partial<INodeProperties> = {}): INodeProperties {
  return locator('searchTemplates', TEMPLATE_ID, {
    displayName: 'Template',
    name: 'projectSn',
    description: 'The call script to use',
    ...field,
  });
}

export function aiUserLocator(field: Partial<INodeProperties> = {}): INodeProperties {
  return locator('searchAiUsers', AI_USER_ID, {
    displayName: 'AI User',
    name: 'aiUserSn',
    description: 'The robot account that makes the calls',
    ...field,
  });
}

export function taskIdLocator(field: Partial<INodeProperties> = {}): INodeProperties {
  return locator('searchTaskIds', TASK_ID, {
    displayName: 'Task',
    name: 'taskId',
    description: 'The calling task, by its number or SN',
    ...field,
  });
}

export function taskLocator(field: Partial<INodeProperties> = {}): INodeProperties {
  return locator('searchTasks', TASK_ID, {
    displayName: 'Task',
    name: 'taskSn',
    description: 'The calling task, by its SN or number',
    ...field,
  });
}

/**
 * The sn of the chosen template.
 *
 * @throws {NodeOperationError} when none is chosen
 */
export function readTemplate(run: Run): string {
  const projectSn = run.read<string | undefined>('projectSn');
  if (projectSn !== undefined) return projectSn;
  throw emptyField(run.node, 'Template', 'Choose a template from the list.', run.itemIndex);
}
