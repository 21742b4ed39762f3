import {
  NodeOperationError,
  type IExecuteFunctions,
  type IExecutePaginationFunctions,
  type INodeExecutionData,
  type INodeProperties,
  type INodePropertyOptions,
  type INodePropertyRouting,
  type IPairedItemData,
  sleep,
} from 'n8n-workflow';

import type { Endpoint } from '../../xiaoa/endpoints';
import { watchEventLoop, mapYielding } from './eventLoop';
import { failedItem } from './itemErrors';
import { connectionFromRequestOptions, connectionOf } from './requestOptions';
import { Run } from './run';

/**
 * An operation of a node, written once. n8n has two roads to it: its routing, which calls once an item and is all that
 * engine 2.0 and some AI tools know, and `customOperations`, which the present engine prefers. Both are made of this
 * description and do the same.
 */
export interface Operation {
  /** Shown in the dropdown, e.g. `Get Many Tasks`. */
  readonly name: string;
  /** Stored in workflows, e.g. `getAll`. */
  readonly value: string;
  /** Shown in the list of a node's actions, e.g. `Get many tasks`. */
  readonly action: string;
  readonly description: string;
  /** What it is about; `run` may ask other endpoints as well. */
  readonly endpoint: Endpoint;
  /** Its fields; that they belong to this operation is added here. */
  readonly fields: readonly INodeProperties[];
  /** Whether `run` is called for each item by itself, or once for all items. */
  readonly runsFor: 'allItems' | 'eachItem';
  /** Gives the output. Items that are not paired yet are paired with all items of the run. */
  run(run: Run): Promise<INodeExecutionData[]>;
}

/** The resource, the dropdown of operations and their fields; n8n wants the dropdown in alphabetical order. */
export function operationProperties(
  { name, value }: { name: string; value: string },
  byDefault: string,
  operations: readonly Operation[],
): INodeProperties[] {
  const show = { resource: [value] };
  const byName = [...operations].sort((a, b) => a.name.localeCompare(b.name, 'en'));
  return [
    {
      displayName: 'Resource',
      name: 'resource',
      // Each node serves one resource, so there is nothing to choose; n8n's engine and its AI tools still look for it.
      type: 'hidden',
      noDataExpression: true,
      options: [{ name, value }],
      default: value,
      routing: refusal('resource'),
    },
    {
      displayName: 'Operation',
      name: 'operation',
      type: 'options',
      noDataExpression: true,
      displayOptions: { show },
      options: byName.map((operation) => optionOf(operation)),
      default: byDefault,
      routing: refusal('operation'),
    },
    ...operations.flatMap((operation) =>
      operation.fields.map((field) => ({
        ...field,
        displayOptions: {
          ...field.displayOptions,
          show: { ...show, operation: [operation.value], ...field.displayOptions?.show },
        },
      })),
    ),
  ];
}

/** Shows the chosen operation in words below the node's name. */
export function subtitleOf(operations: readonly Operation[]): string {
  const names = Object.fromEntries(operations.map(({ value, name }) => [value, name]));
  return `={{ (${JSON.stringify(names)})[$parameter["operation"]] }}`;
}

/** For n8n's present engine, by resource and operation. */
export function customOperations(resource: string, operations: readonly Operation[]) {
  const byValue = Object.create(null) as Record<
    string,
    (this: IExecuteFunctions) => Promise<INodeExecutionData[][]>
  >;
  for (const operation of operations) {
    byValue[operation.value] = async function () {
      return [await runInOneGo(this, operation)];
    };
  }
  return Object.assign(Object.create(null) as Record<string, typeof byValue>, {
    [resource]: byValue,
  });
}

function optionOf(operation: Operation): INodePropertyOptions {
  const { name, value, action, description, endpoint } = operation;
  const request = { method: endpoint.method, url: endpoint.path } as const;
  return {
    name,
    value,
    action,
    description,
    routing: paginated(request, async (context, requestOptions) => {
      const forAll = operation.runsFor === 'allItems';
      const itemIndex = context.getItemIndex();
      // The first item has spoken for all of them.
      if (forAll && itemIndex > 0) return [];
      const all = allItems(context);
      const items = forAll ? all : [context.getInputData() as INodeExecutionData];
      const alone = forAll || all.length === 1;
      const { fields } = operation;
      const run = new Run({ context, items, itemIndex, requestOptions, alone, fields });
      return await paired(run, operation);
    }),
  };
}

/** n8n calls a pagination function in place of a request of its own. */
function paginated(
  request: NonNullable<INodePropertyRouting['request']>,
  run: (
    context: IExecutePaginationFunctions,
    requestOptions: ReturnType<typeof connectionOf>,
  ) => Promise<INodeExecutionData[]>,
): INodePropertyRouting {
  return {
    request,
    send: { paginate: true },
    operations: {
      async pagination(this: IExecutePaginationFunctions, { options }) {
        const site = { node: this.getNode(), itemIndex: this.getItemIndex() };
        return await run(this, connectionOf(options, site));
      },
    },
  };
}

/**
 * What n8n does for a resource or an operation that the node does not have: it would send a request that makes no sense
 * and call the answer a success. The routing of the chosen operation takes the place of this one.
 */
function refusal(parameter: 'operation' | 'resource'): INodePropertyRouting {
  return paginated({}, async (context) => {
    const node = context.getNode();
    const error = new NodeOperationError(
      node,
      `This node has no ${parameter} '${String(node.parameters[parameter]).slice(0, 60)}'`,
      { description: 'Nothing was sent. Open the node and choose an operation from the list.' },
    );
    return [failedItem(context, error, { item: context.getItemIndex() })];
  });
}

/** All input items of the run, of which n8n's routing shows one at a time. */
function allItems(context: IExecutePaginationFunctions): INodeExecutionData[] {
  const own = context.getInputData() as INodeExecutionData;
  const all = context.getExecuteData().data.main?.[0];
  return !all || all.length === 0 || context.getNode().executeOnce ? [own] : all;
}

async function runInOneGo(
  context: IExecuteFunctions,
  operation: Operation,
): Promise<INodeExecutionData[]> {
  const { fields } = operation;
  const input = context.getInputData();
  const runFor = async (itemIndex: number, items: readonly INodeExecutionData[]) => {
    const requestOptions = connectionFromRequestOptions(context, itemIndex);
    const alone = items.length === input.length;
    const run = new Run({ context, items, itemIndex, requestOptions, alone, fields });
    return await paired(run, operation);
  };
  if (operation.runsFor === 'allItems') return await runFor(0, input);

  const outputs = await forEach(context, input, async (item, index) => await runFor(index, [item]));
  const all: INodeExecutionData[] = [];
  const { pauseIfDue } = watchEventLoop();
  for (const output of outputs) {
    for (const item of output) all.push(item);
    await pauseIfDue();
  }
  return all;
}

interface Batching {
  batching?: { batch?: { batchInterval?: number; batchSize?: number } };
}

/**
 * All items at the same time, or in the batches that the user has chosen under "Request Options", as n8n's routing
 * does. Its routing hands an item's output on as the arguments of one call, and of these there can be some 120,000:
 * a long list failed with "Maximum call stack size exceeded".
 *
 * @throws whatever the first item that fails throws, unless the user chose to continue
 */
async function forEach(
  context: IExecuteFunctions,
  items: readonly INodeExecutionData[],
  runFor: (item: INodeExecutionData, index: number) => Promise<INodeExecutionData[]>,
): Promise<INodeExecutionData[][]> {
  const { batching } = context.getNodeParameter('requestOptions', 0, {}) as Batching;
  const { batchInterval = 0, batchSize = 1 } = batching?.batch ?? {};
  const runs: Array<Promise<INodeExecutionData[]>> = [];
  for (const [index, item] of items.entries()) {
    const startsBatch = index > 0 && index % Math.max(1, batchSize) === 0;
    if (startsBatch && batchInterval > 0) await sleep(batchInterval);
    const run = runFor(item, index);
    // Nobody waits for it before the last item has started.
    run.catch(() => {});
    runs.push(run);
  }
  await Promise.allSettled(runs);
  return await Promise.all(runs);
}

/** n8n pairs nothing by itself, and would go on after a failure with an empty item. */
async function paired(run: Run, operation: Operation): Promise<INodeExecutionData[]> {
  const pairing = pairingOf(run, operation);
  try {
    const output = await operation.run(run);
    return await mapYielding(output, (item) => {
      item.pairedItem ??= pairing;
      return item;
    });
  } catch (error) {
    // As n8n's routing does, for those that do not say it themselves.
    if (operation.runsFor === 'eachItem' && error instanceof NodeOperationError) {
      error.context.itemIndex ??= run.itemIndex;
    }
    return [failedItem(run.context, error, pairing)];
  }
}

function pairingOf(
  { items, itemIndex }: Run,
  { runsFor }: Operation,
): IPairedItemData | IPairedItemData[] {
  return runsFor === 'eachItem' ? { item: itemIndex } : items.map((_, item) => ({ item }));
}
