import type { INodeProperties } from 'n8n-workflow';

import { Run, type RunContext } from '../../../nodes/shared/run';

/** What a run reads of the node, on either of n8n's roads. */
interface Asked {
  readonly name: string;
  readonly item?: number;
  readonly raw: boolean;
}
let asked: Asked[];
let parameters: Record<string, unknown>;
let type: string;

beforeEach(() => {
  asked = [];
  parameters = {};
  type = 'xiaoACrm';
});

const field = (name: string, more: Partial<INodeProperties> = {}): INodeProperties => ({
  displayName: name.toUpperCase(),
  name,
  type: 'string',
  default: `default of ${name}`,
  ...more,
});

function runOf(fields: INodeProperties[], road: 'custom' | 'routing' = 'custom'): Run {
  const value = (name: string, otherwise: unknown, options?: { rawExpressions?: boolean }) => {
    const written = name in parameters ? parameters[name] : otherwise;
    return options?.rawExpressions === true ||
      typeof written !== 'string' ||
      !written.startsWith('=')
      ? written
      : written.slice(1);
  };
  const common = {
    getNode: () => ({ id: 'n', name: 'N', type, typeVersion: 1, position: [0, 0], parameters }),
    evaluateExpression: (expression: string, item: number) => `${expression} of ${item}`,
  };
  const context =
    road === 'routing'
      ? {
          ...common,
          getItemIndex: () => 4,
          getNodeParameter: (
            name: string,
            otherwise: unknown,
            options?: { rawExpressions?: boolean },
          ) => {
            asked.push({ name, raw: options !== undefined });
            return value(name, otherwise, options);
          },
          helpers: {
            getBinaryDataBuffer: async (property: string) =>
              await Promise.resolve(Buffer.from(`own ${property}`)),
            getBinaryStream: async (id: string) => await Promise.resolve(`stream ${id}`),
            binaryToBuffer: async (stream: string) => await Promise.resolve(Buffer.from(stream)),
          },
        }
      : {
          ...common,
          getNodeParameter: (
            name: string,
            item: number,
            otherwise: unknown,
            options?: { rawExpressions?: boolean },
          ) => {
            asked.push({ name, item, raw: options !== undefined });
            return value(name, otherwise, options);
          },
          helpers: {
            getBinaryDataBuffer: async (item: number, property: string) =>
              await Promise.resolve(Buffer.from(`${property} of ${item}`)),
          },
        };
  return new Run({
    context: context as unknown as RunContext,
    items: [
      { json: {} },
      { json: {}, binary: { kept: { id: 'file:1', data: '', mimeType: '' } } },
      {
        json: {},
        binary: { kept: { data: Buffer.from('within').toString('base64'), mimeType: '' } },
      },
      { json: {} },
    ],
    itemIndex: 4,
    requestOptions: { timeout: 7 },
    alone: true,
    fields,
  });
}

it('names its first item, and how to send', () => {
  expect(runOf([]).site).toEqual({ itemIndex: 4, connection: { timeout: 7 } });
});

describe.each(['custom', 'routing'] as const)('on the %s road', (road) => {
  const item = road === 'custom' ? { item: 4 } : {};

  it('reads what is written, without asking n8n for more', () => {
    parameters = { a: 'text' };
    expect(runOf([field('a')], road).read('a')).toBe('text');
    expect(runOf([field('b')], road).read('b')).toBe('default of b');
    expect(asked.every(({ raw }) => raw)).toBe(true);
    expect(asked[0]).toEqual({ name: 'a', ...item, raw: true });
  });

  it('has n8n evaluate expressions and what may hold some', () => {
    parameters = { a: '=value', b: { __rl: true, mode: 'id', value: 'x' }, c: null };
    const run = runOf([field('a'), field('b', { type: 'resourceLocator' }), field('c')], road);
    expect(run.read('a')).toBe('value');
    expect(asked.filter(({ raw }) => !raw)).toEqual([{ name: 'a', ...item, raw: false }]);
    expect(run.read('b')).toBe('x');
    expect(asked.filter(({ raw }) => !raw)).toHaveLength(2);
    expect(run.read('c')).toBeUndefined();
    expect(asked.filter(({ raw }) => !raw)).toHaveLength(2);
    expect(run.raw('a')).toBe('=value');
    expect([run.raw('missing'), run.raw('missing', 5)]).toEqual([null, 5]);
  });

  it('counts items from its first one', () => {
    expect(runOf([], road).evaluate('x', 2)).toBe('x of 6');
  });
});

it('reads the files of its items', async () => {
  expect(String(await runOf([]).readBinary(1, 'kept'))).toBe('kept of 5');
  const routed = runOf([], 'routing');
  const texts = [0, 1, 2].map(async (place) => String(await routed.readBinary(place, 'kept')));
  expect(await Promise.all(texts)).toEqual(['own kept', 'stream file:1', 'within']);
  expect(await routed.readBinary(1, 'none')).toHaveLength(0);
  expect(await routed.readBinary(3, 'kept')).toHaveLength(0);
});

describe('a field', () => {
  const fields = [
    field('limit', { default: 'shown' }),
    field('a', { default: 'for tools', displayOptions: { show: { '@tool': [true] } } }),
    field('a', { default: 'for others', displayOptions: { hide: { '@tool': [true] } } }),
    field('b', { default: 'first', displayOptions: { show: { limit: [1, 2], '/x': [5] } } }),
    field('b', { default: 'second', displayOptions: { show: { limit: [3] } } }),
    field('c', { default: 'no tools', displayOptions: { show: { '@tool': [false] } } }),
    field('c', { default: 'any' }),
    field('d', { default: 'no tools', displayOptions: { hide: { '@tool': [true] } } }),
    field('d', { default: 'any' }),
    field('e', { default: 'hidden', displayOptions: { show: { kind: [1] } } }),
    field('e', { default: 'unless hidden', displayOptions: { show: { limit: [3] } } }),
  ];

  it('is known or not', () => {
    const run = runOf(fields);
    expect([run.has('a'), run.has('nothing')]).toEqual([true, false]);
    expect(() => run.read('nothing')).toThrow('nothing');
  });

  it('of which there are two is the one that is shown', () => {
    const byDefault = (name: string) => runOf(fields).field(name).default;
    expect([byDefault('a'), byDefault('b'), byDefault('c')]).toEqual([
      'for others',
      'first',
      'no tools',
    ]);
    parameters = { limit: 3 };
    expect(byDefault('b')).toBe('second');
    parameters = { limit: 2 };
    expect(byDefault('b')).toBe('first');
    parameters = { limit: 9 };
    expect(byDefault('b')).toBe('first');
    parameters = { kind: 9 };
    expect([byDefault('d'), byDefault('e')]).toEqual(['no tools', 'unless hidden']);
    type = 'xiaoACrmTool';
    expect(byDefault('d')).toBe('any');
    expect([byDefault('a'), byDefault('c')]).toEqual(['for tools', 'any']);
  });
});
