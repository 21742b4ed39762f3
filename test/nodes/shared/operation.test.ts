import {
  NodeOperationError,
  type IDataObject,
  type IExecuteFunctions,
  type INodeExecutionData,
  type INodeProperties,
  type INodePropertyOptions,
  type INodePropertyRouting,
} from 'n8n-workflow';

import {
  customOperations,
  operationProperties,
  subtitleOf,
  type Operation,
} from '../../../nodes/shared/operation';
import type { Run } from '../../../nodes/shared/run';
import { ENDPOINTS } from '../../../xiaoa/endpoints';
import { failureOf, Host, quickSleep } from './host';

/** An operation is written once, and n8n comes to it on two roads. */
let host: Host;
let items: INodeExecutionData[];
/** The runs that were made. */
let runs: Run[];
/** What the operation gives for a run. */
let work: (run: Run) => Promise<INodeExecutionData[]>;

beforeEach(() => {
  host = new Host();
  items = [{ json: { a: 1 } }, { json: { a: 2 } }, { json: { a: 3 } }];
  runs = [];
  work = async ({ itemIndex, items: own }) =>
    await Promise.resolve([{ json: { itemIndex, items: own.length } }]);
});
afterEach(() => jest.restoreAllMocks());

const LIMIT: INodeProperties = { displayName: 'Limit', name: 'limit', type: 'number', default: 5 };
const operation = (more: Partial<Operation> = {}): Operation => ({
  name: 'Get Many Things',
  value: 'getAll',
  action: 'Get many things',
  description: 'Get things',
  endpoint: ENDPOINTS.tasks,
  fields: [LIMIT],
  runsFor: 'eachItem',
  run: async (run) => {
    runs.push(run);
    return await work(run);
  },
  ...more,
});

describe('the properties of a node', () => {
  const properties = operationProperties({ name: 'Thing', value: 'thing' }, 'create', [
    operation({
      fields: [
        LIMIT,
        { ...LIMIT, name: 'other', displayOptions: { show: { limit: [5] }, hide: { a: [1] } } },
      ],
    }),
    operation({ name: 'Create', value: 'create', endpoint: ENDPOINTS.recordingFile }),
  ]);

  it('are a resource that nobody sees, the operations by name, and their fields', () => {
    expect(properties.map(({ name, type, default: byDefault }) => [name, type, byDefault])).toEqual(
      [
        ['resource', 'hidden', 'thing'],
        ['operation', 'options', 'create'],
        ['limit', 'number', 5],
        ['other', 'number', 5],
        ['limit', 'number', 5],
      ],
    );
    const [resource, choice, ...fields] = properties;
    expect(resource.options).toEqual([{ name: 'Thing', value: 'thing' }]);
    expect([resource.noDataExpression, choice.noDataExpression]).toEqual([true, true]);
    expect(choice.displayOptions).toEqual({ show: { resource: ['thing'] } });
    expect(fields.map(({ displayOptions }) => displayOptions)).toEqual([
      { show: { resource: ['thing'], operation: ['getAll'] } },
      { show: { resource: ['thing'], operation: ['getAll'], limit: [5] }, hide: { a: [1] } },
      { show: { resource: ['thing'], operation: ['create'] } },
    ]);
    const options = choice.options as INodePropertyOptions[];
    expect(options.map(({ routing, ...option }) => [option, routing?.request])).toEqual([
      [
        { name: 'Create', value: 'create', action: 'Get many things', description: 'Get things' },
        { method: 'GET', url: '/api/cdrDownload' },
      ],
      [
        {
          name: 'Get Many Things',
          value: 'getAll',
          action: 'Get many things',
          description: 'Get things',
        },
        { method: 'POST', url: '/api/index' },
      ],
    ]);
    expect(options.map(({ routing }) => routing?.send)).toEqual([
      { paginate: true },
      { paginate: true },
    ]);
  });

  it('show the operation in words', () => {
    const subtitle = subtitleOf([operation(), operation({ name: 'Create', value: 'create' })]);
    expect(subtitle).toBe(
      '={{ ({"getAll":"Get Many Things","create":"Create"})[$parameter["operation"]] }}',
    );
  });

  it.each(['resource', 'operation'])('refuse a %s that the node does not have', async (name) => {
    const { routing } = properties.find((property) => property.name === name)!;
    host.parameters = { [name]: 'x'.repeat(70) };
    const refusal = routed(routing, 1);
    await expect(refusal).rejects.toMatchObject({
      message: `This node has no ${name} '${'x'.repeat(60)}'`,
      description: 'Nothing was sent. Open the node and choose an operation from the list.',
    });
    host.continues = true;
    expect(await routed(routing, 1)).toEqual([
      { json: { error: `This node has no ${name} '${'x'.repeat(60)}'` }, pairedItem: { item: 1 } },
    ]);
  });
});

/** As n8n's routing calls for one item. */
async function routed(
  routing: INodePropertyRouting | undefined,
  itemIndex: number,
  { options = {}, main = [items] }: { options?: object; main?: unknown } = {},
): Promise<INodeExecutionData[]> {
  const context = Object.assign(host.context, {
    getItemIndex: () => itemIndex,
    getInputData: () => items[itemIndex],
    getExecuteData: () => ({ data: { main } }),
  });
  const { pagination } = routing!.operations!;
  const paginate = pagination as (this: unknown, data: object) => Promise<INodeExecutionData[]>;
  return await paginate.call(context, { options });
}
const routingOf = (of: Operation) => {
  const [, choice] = operationProperties({ name: 'Thing', value: 'thing' }, 'getAll', [of]);
  return (choice.options as INodePropertyOptions[])[0].routing;
};

describe("n8n's routing", () => {
  it('refuses a timeout that is none, and names the item', async () => {
    const error = await failureOf(routed(routingOf(operation()), 2, { options: { timeout: 'x' } }));
    expect(error.message).toMatch(/^'Timeout' is 'x' \(item 2, counted from 0\)/);
    expect(error.node).toMatchObject({ name: 'XiaoA' });
    expect(runs).toEqual([]);
  });

  it('runs for each item by itself', async () => {
    const routing = routingOf(operation());
    expect(await routed(routing, 2, { options: { timeout: 5, url: 'x' } })).toEqual([
      { json: { itemIndex: 2, items: 1 }, pairedItem: { item: 2 } },
    ]);
    const [run] = runs;
    expect(run.items).toEqual([items[2]]);
    expect([run.requestOptions, run.alone]).toEqual([{ timeout: 5 }, false]);
    expect(run.has('limit')).toBe(true);
  });

  it('knows when there is but one item', async () => {
    items = items.slice(0, 1);
    await routed(routingOf(operation()), 0);
    expect(runs[0].alone).toBe(true);
  });

  it('runs for all items with the first one', async () => {
    const routing = routingOf(operation({ runsFor: 'allItems' }));
    expect(await routed(routing, 0)).toEqual([
      { json: { itemIndex: 0, items: 3 }, pairedItem: [{ item: 0 }, { item: 1 }, { item: 2 }] },
    ]);
    expect(runs[0].alone).toBe(true);
    expect(await routed(routing, 1)).toEqual([]);
    expect(runs).toHaveLength(1);
  });

  it('runs for the item it has where n8n gives no others, or is to run once', async () => {
    const routing = routingOf(operation({ runsFor: 'allItems' }));
    for (const main of [null, [], [[]], [null]]) await routed(routing, 0, { main });
    expect(runs.map((run) => run.items)).toEqual(Array(4).fill([items[0]]));
    host.node = { executeOnce: true };
    await routed(routing, 0);
    expect(runs[4].items).toEqual([items[0]]);
  });

  it('gives an error in the place of an item where the user chose so', async () => {
    work = async () => await Promise.reject(new Error('no'));
    await expect(routed(routingOf(operation()), 1)).rejects.toThrow('no');
    host.continues = true;
    expect(await routed(routingOf(operation()), 1)).toEqual([
      { json: { error: 'no' }, pairedItem: { item: 1 } },
    ]);
  });
});

describe("n8n's custom operations", () => {
  async function run(
    more: Partial<Operation> = {},
    requestOptions?: IDataObject,
  ): Promise<INodeExecutionData[]> {
    if (requestOptions) host.parameters = { requestOptions };
    const context = Object.assign(host.context, { getInputData: () => items });
    const operations = customOperations('thing', [operation(more)]);
    const [output, ...others] = await operations.thing.getAll.call(
      context as unknown as IExecuteFunctions,
    );
    expect(others).toEqual([]);
    return output;
  }

  it('are those of the node alone', () => {
    const operations = customOperations('thing', [operation()]);
    expect(Object.keys(operations)).toEqual(['thing']);
    expect(Object.keys(operations.thing)).toEqual(['getAll']);
    expect([operations.constructor, operations.thing.toString]).toEqual([undefined, undefined]);
  });

  it('run for each item by itself', async () => {
    expect(await run({}, { timeout: 5 })).toEqual(
      [0, 1, 2].map((item) => ({ json: { itemIndex: item, items: 1 }, pairedItem: { item } })),
    );
    expect(runs.map((one) => [one.alone, one.requestOptions, one.items])).toEqual(
      items.map((item) => [false, { timeout: 5 }, [item]]),
    );
    items = items.slice(0, 1);
    await run();
    expect(runs[3].alone).toBe(true);
  });

  it('run for all items together', async () => {
    expect(await run({ runsFor: 'allItems' })).toEqual([
      { json: { itemIndex: 0, items: 3 }, pairedItem: [{ item: 0 }, { item: 1 }, { item: 2 }] },
    ]);
    expect(runs.map(({ alone }) => alone)).toEqual([true]);
  });

  it('keep the pairs that an operation makes, and give all of its items', async () => {
    work = async ({ itemIndex }) =>
      await Promise.resolve([{ json: {}, pairedItem: 7 }, { json: { itemIndex } }]);
    expect(await run()).toEqual(
      [0, 1, 2].flatMap((item) => [
        { json: {}, pairedItem: 7 },
        { json: { itemIndex: item }, pairedItem: { item } },
      ]),
    );
  });

  it('start all items before one of them has to end, and end with the failure of the first', async () => {
    const finish: Array<() => void> = [];
    work = async ({ itemIndex }) => {
      await new Promise<void>((resolve) => finish.push(resolve));
      if (itemIndex > 0) throw new Error(`no ${itemIndex}`);
      return [];
    };
    const outcome = run();
    let ended = false;
    outcome.catch(() => {}).finally(() => (ended = true));
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect(finish).toHaveLength(3);
    finish[2]();
    finish[1]();
    await new Promise((resolve) => setImmediate(resolve));
    expect(ended).toBe(false);
    finish[0]();
    await expect(outcome).rejects.toThrow('no 1');
  });

  it.each([
    ['eachItem', undefined, 1],
    ['eachItem', 7, 7],
    ['allItems', undefined, undefined],
  ] as const)('for %s name the item of a failure: %p becomes %p', async (runsFor, own, named) => {
    work = async ({ itemIndex, node }) => {
      if (itemIndex === 0 && runsFor === 'eachItem') return [];
      throw new NodeOperationError(node, 'no', { itemIndex: own });
    };
    const error = await failureOf<NodeOperationError>(run({ runsFor }));
    expect(error.context.itemIndex).toBe(named);
  });

  it('go on with the others where the user chose so', async () => {
    host.continues = true;
    work = async ({ itemIndex }) =>
      itemIndex === 1 ? await Promise.reject(new Error('no')) : [{ json: { itemIndex } }];
    expect(await run()).toEqual([
      { json: { itemIndex: 0 }, pairedItem: { item: 0 } },
      { json: { error: 'no' }, pairedItem: { item: 1 } },
      { json: { itemIndex: 2 }, pairedItem: { item: 2 } },
    ]);
  });

  it.each<[object, number[]]>([
    [{ batch: { batchSize: 2, batchInterval: 50 } }, [50, 50]],
    [{ batch: { batchSize: 0, batchInterval: 50 } }, [50, 50, 50, 50]],
    [{ batch: { batchInterval: 50 } }, [50, 50, 50, 50]],
    [{ batch: { batchSize: 9, batchInterval: 50 } }, []],
    [{ batch: { batchSize: 2 } }, []],
    [{}, []],
  ])('run in the batches that the user has chosen: %j', async (batching, expected) => {
    const waits = quickSleep();
    const begun: number[] = [];
    items = [1, 2, 3, 4, 5].map((a) => ({ json: { a } }));
    work = async () => {
      begun.push(waits.length);
      return await Promise.resolve([]);
    };
    await run({}, { batching: batching as IDataObject });
    expect(waits).toEqual(expected);
    expect(begun).toHaveLength(5);
    if (expected.length === 2) expect(begun).toEqual([0, 0, 1, 1, 2]);
  });
});
