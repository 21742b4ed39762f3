import type {
  IDataObject,
  IExecuteFunctions,
  INodeExecutionData,
  INodeProperties,
  INodePropertyOptions,
} from 'n8n-workflow';

import { ENDPOINTS } from '../../xiaoa/endpoints';
import { taskIdLocator } from '../shared/resourceLocators';
import { allItems, currentItem } from './expressions/itemSource';
import { itemOperation } from '../shared/itemOperation';
import { connectionFromRequestOptions } from '../shared/requestOptions';
import type { Operation } from '../shared/operation';
import { operateEach, operateTask, readOrders } from './operateTask';

export interface TaskOperation extends Operation {
  readonly runForAll: (this: IExecuteFunctions) => Promise<INodeExecutionData[][]>;
}

/** What differs between the operations on a task that exists (API §7.7). */
export interface TaskOrder {
  /** The platform's word for it. */
  readonly oper: 'delete' | 'failRe' | 'keepOn' | 'stop';
  readonly option: Pick<INodePropertyOptions, 'action' | 'description' | 'name'> & {
    value: string;
  };
  /** The output item when it has been done. */
  done(taskId: number): IDataObject;
}

/** An operation on one task an item; the same task twice in a run is operated once. */
export function taskOperation({ oper, option, done }: TaskOrder): TaskOperation {
  const show = { resource: ['task'], operation: [option.value] };
  const fields: INodeProperties[] = [
    taskIdLocator({ required: true, displayOptions: { show } }),
    {
      displayName: 'Options',
      name: 'options',
      type: 'collection',
      placeholder: 'Add option',
      displayOptions: { show },
      default: {},
      options: [
        {
          displayName: 'Batch Number',
          name: 'batchNumber',
          type: 'string',
          default: '',
          description: 'Only the contacts that were imported under this number',
        },
      ],
    },
  ];
  return {
    fields,
    option: {
      ...option,
      routing: itemOperation(ENDPOINTS.operateTask, async (context, { itemIndex, connection }) => {
        const [read] = await readOrders(context.getNode(), currentItem(context));
        const order = read({ itemIndex });
        await operateTask(context, oper, order, connection);
        return [{ json: done(order.taskId) }];
      }),
    },
    async runForAll(this: IExecuteFunctions) {
      const orders = await readOrders(this.getNode(), allItems(this));
      const connection = connectionFromRequestOptions(this);
      return [await operateEach(this, oper, orders, connection, done)];
    },
  };
}
