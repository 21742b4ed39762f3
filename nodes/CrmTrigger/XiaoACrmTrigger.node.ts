import {
  NodeConnectionTypes,
  type INodeExecutionData,
  type INodeType,
  type INodeTypeDescription,
  type IPollFunctions,
} from 'n8n-workflow';

import { CRM_FILTERS } from '../Crm/crmFilters';
import { simplifyField } from '../shared/fields';
import { searchAiUsers, searchTasks, searchTemplates } from '../shared/listSearch';
import { poll } from './poll';

export class XiaoACrmTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'XiaoA CRM Trigger',
    name: 'xiaoACrmTrigger',
    icon: { light: 'file:../../icons/xiaoa.svg', dark: 'file:../../icons/xiaoa.dark.svg' },
    group: ['trigger'],
    version: 1,
    description: 'Starts the workflow with each new CRM record, once its call has ended',
    subtitle: 'New CRM record',
    defaults: { name: 'XiaoA CRM Trigger' },
    polling: true,
    inputs: [],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: 'xiaoAApi', required: true }],
    properties: [
      {
        displayName: 'Filters',
        name: 'filters',
        type: 'collection',
        placeholder: 'Add Filter',
        default: {},
        description:
          'Which calls start the workflow. A call that passes only later, e.g. because its score arrives after it has ended, starts it then.',
        options: CRM_FILTERS,
      },
      simplifyField(),
      {
        displayName: 'Options',
        name: 'options',
        type: 'collection',
        placeholder: 'Add option',
        default: {},
        options: [
          {
            displayName: 'Emit Existing Records',
            name: 'emitExisting',
            type: 'boolean',
            default: false,
            description:
              'Whether the first poll after activation also gives the records that are already there, as far back as Lookback Days',
          },
          {
            displayName: 'Full Rescan Minutes',
            name: 'fullRescanMinutes',
            type: 'number',
            typeOptions: { minValue: 1 },
            default: 30,
            description:
              'How often all watched records are read again, to find those that pass the filters only later, e.g. because of their score. In between only new records are read.',
          },
          {
            displayName: 'Lookback Days',
            name: 'lookbackDays',
            type: 'number',
            typeOptions: { minValue: 0, maxValue: 30 },
            default: 1,
            description:
              'How many days before today are watched as well, counted in Shanghai time. Records that turn up later than that are missed.',
          },
        ],
      },
    ],
  };

  methods = { listSearch: { searchAiUsers, searchTasks, searchTemplates } };

  async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
    return await poll.call(this);
  }
}
