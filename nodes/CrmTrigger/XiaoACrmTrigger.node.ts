import {
  NodeConnectionTypes,
  type INodeExecutionData,
  type INodeType,
  type INodeTypeDescription,
  type IPollFunctions,
} from 'n8n-workflow';

import { searchAiUsers, searchTasks, searchTemplates } from '../shared/listSearch';
import { poll } from './poll';
import { TRIGGER_FIELDS } from './settings';

export class XiaoACrmTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'XiaoA CRM Trigger',
    name: 'xiaoACrmTrigger',
    icon: { light: 'file:../../icons/xiaoa.svg', dark: 'file:../../icons/xiaoa.dark.svg' },
    group: ['trigger'],
    version: 1,
    description: 'Get call results from XiaoA, or start a workflow when a call ends',
    subtitle: 'New CRM Record',
    defaults: { name: 'XiaoA CRM Trigger' },
    polling: true,
    inputs: [],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: 'xiaoAApi', required: true }],
    builderHint: {
      searchHint:
        'Starts a workflow when an AI phone call (XiaoA, 小A) has ended, with its score, labels and transcript. Filter by Min Score for promising calls only. To read calls inside a workflow, use XiaoA CRM.',
    },
    properties: TRIGGER_FIELDS,
  };

  methods = { listSearch: { searchAiUsers, searchTasks, searchTemplates } };

  async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
    return await poll.call(this);
  }
}
