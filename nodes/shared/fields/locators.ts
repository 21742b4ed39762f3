import type { INodeProperties } from 'n8n-workflow';

type LocatorField = Pick<INodeProperties, 'name' | 'displayName'> & Partial<INodeProperties>;

/** A resource locator: chosen from the platform's list, or given by its ID. */
function locator(
  searchListMethod: string,
  idPlaceholder: string,
  field: LocatorField,
): INodeProperties {
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
      { displayName: 'By ID', name: 'id', type: 'string', placeholder: idPlaceholder },
    ],
  };
}

export function templateLocator(field: Partial<INodeProperties> = {}): INodeProperties {
  return locator('searchTemplates', 'e.g. project|8ac1cebd6407f30fb4f618615de41990', {
    displayName: 'Template',
    name: 'projectSn',
    description: 'The script that the robot follows in its calls',
    ...field,
  });
}

export function aiUserLocator(field: Partial<INodeProperties> = {}): INodeProperties {
  return locator('searchAiUsers', 'e.g. SYSUSER|7e319be661f57a0a1800eac51b24c811', {
    displayName: 'AI User',
    name: 'aiUserSn',
    description: 'The robot account that places the calls',
    ...field,
  });
}

/** Some operations know a task by its number instead (API §7.7). */
export function taskIdLocator(field: Partial<INodeProperties> = {}): INodeProperties {
  return locator('searchTaskIds', 'e.g. 1826', {
    displayName: 'Task',
    name: 'taskId',
    description: "The calling task, or its number: 'id' in the output of Get Many",
    ...field,
  });
}

export function taskLocator(field: Partial<INodeProperties> = {}): INodeProperties {
  return locator('searchTasks', 'e.g. Fail_e69342205b8bca83b06401a7705f4b7c', {
    displayName: 'Task',
    name: 'taskSn',
    description: 'The calling task',
    ...field,
  });
}
