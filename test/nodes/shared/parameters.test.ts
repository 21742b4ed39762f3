import type { INode, INodeProperties, NodeOperationError } from 'n8n-workflow';

import { readParameter } from '../../../nodes/shared/parameters';

const node = { name: 'XiaoA', type: 'x', parameters: {} } as unknown as INode;
const site = { node, itemIndex: 3 };

const field = (type: INodeProperties['type'], rest: Partial<INodeProperties> = {}) =>
  ({ displayName: 'Field', name: 'field', type, default: '', ...rest }) as INodeProperties;
const option = (name: string, value: boolean | number | string) => ({ name, value });

const SWITCH = field('boolean');
const CHOICE = field('options', {
  options: [option('Input Items', 'items'), option('Excel File', 'excel'), option('Paused', 4)],
});
const CHOICES = field('multiOptions', { options: ['A', 'B', 'C'].map((one) => option(one, one)) });
const NUMBER = field('number');
const COUNT = field('number', { typeOptions: { minValue: 1, numberPrecision: 0 } });
const SHARE = field('number', { typeOptions: { minValue: 0, maxValue: 100 } });
const LOCATOR = field('resourceLocator');
const TEXT = field('string');
const DATE = field('dateTime');

const circular: Record<string, unknown> = {};
circular.self = circular;

describe('a field takes what can only mean one thing', () => {
  it.each<[INodeProperties, unknown, unknown]>([
    [SWITCH, true, true],
    [SWITCH, false, false],
    [SWITCH, 'true', true],
    [SWITCH, ' TRUE ', true],
    [SWITCH, 'Yes', true],
    [SWITCH, 'on', true],
    [SWITCH, '1', true],
    [SWITCH, 1, true],
    [SWITCH, 'False', false],
    [SWITCH, 'no', false],
    [SWITCH, 'OFF', false],
    [SWITCH, '0', false],
    [SWITCH, 0, false],
    [CHOICE, 'excel', 'excel'],
    [CHOICE, ' EXCEL', 'excel'],
    [CHOICE, 'input items', 'items'],
    [CHOICE, 4, 4],
    [CHOICE, '4', 4],
    [CHOICE, 'paused', 4],
    [CHOICES, ['A', 'b'], ['A', 'B']],
    [CHOICES, 'A, c', ['A', 'C']],
    [CHOICES, 'A，B；C', ['A', 'B', 'C']],
    [CHOICES, 'A、;C', ['A', 'C']],
    [CHOICES, [], undefined],
    [CHOICES, ' , ', undefined],
    [NUMBER, -1.5, -1.5],
    [NUMBER, ' +1.5 ', 1.5],
    [NUMBER, '007', 7],
    [NUMBER, '-10', -10],
    [NUMBER, '0.125', 0.125],
    [NUMBER, '9'.repeat(60), 1e60],
    [COUNT, 1, 1],
    [COUNT, '50', 50],
    [SHARE, 0, 0],
    [SHARE, '100', 100],
    [SHARE, 99.5, 99.5],
    [LOCATOR, { __rl: true, mode: 'id', value: ' sn|1 ' }, 'sn|1'],
    [LOCATOR, { mode: 'id', value: '\ufeffsn|1\u200b' }, 'sn|1'],
    [LOCATOR, { mode: 'list', value: 7 }, '7'],
    [LOCATOR, 'sn|1', 'sn|1'],
    [LOCATOR, 7, '7'],
    [LOCATOR, { mode: 'list', value: '' }, undefined],
    [LOCATOR, { mode: 'list', value: null }, undefined],
    [LOCATOR, null, undefined],
    [LOCATOR, undefined, undefined],
    [LOCATOR, ' ', undefined],
    [TEXT, ' a ', ' a '],
    [TEXT, 13800138000, '13800138000'],
    [TEXT, false, 'false'],
    [TEXT, '  ', undefined],
    [TEXT, null, undefined],
    [TEXT, undefined, undefined],
    [DATE, '2026-01-01', '2026-01-01'],
    [DATE, ' ', undefined],
    [DATE, null, undefined],
    [field('json'), circular, circular],
  ])('%#: %p %p is %p', (description, value, read) => {
    expect(readParameter(site, description, value)).toEqual(read);
  });
});

const refusalOf = (description: INodeProperties, value: unknown, written?: unknown) => {
  try {
    readParameter(site, description, value, written);
  } catch (error) {
    return error as NodeOperationError;
  }
  return undefined;
};

describe('anything else is refused, by field, item and value', () => {
  it.each<[INodeProperties, unknown, string, string]>([
    [SWITCH, 'maybe', "'maybe'", 'true or false'],
    [SWITCH, 2, '2', 'true or false'],
    [SWITCH, '', 'empty', 'true or false'],
    [SWITCH, null, 'empty', 'true or false'],
    [SWITCH, undefined, 'empty', 'true or false'],
    [SWITCH, [true], '[true]', 'true or false'],
    [CHOICE, 'json', "'json'", 'one of Input Items, Excel File, Paused'],
    [CHOICE, '', 'empty', 'one of Input Items, Excel File, Paused'],
    [CHOICE, { a: 1 }, '{"a":1}', 'one of Input Items, Excel File, Paused'],
    [CHOICE, ['excel'], '["excel"]', 'one of Input Items, Excel File, Paused'],
    [CHOICE, true, 'true', 'one of Input Items, Excel File, Paused'],
    [CHOICES, 'A,D', "'A,D'", 'one of A, B, C'],
    [CHOICES, [['A']], '[["A"]]', 'one of A, B, C'],
    [CHOICES, 1, '1', 'a list of A, B, C'],
    [NUMBER, 'many', "'many'", 'a number'],
    [NUMBER, '', 'empty', 'a number'],
    [NUMBER, null, 'empty', 'a number'],
    [NUMBER, NaN, 'NaN', 'a number'],
    [NUMBER, Infinity, 'Infinity', 'a number'],
    [NUMBER, true, 'true', 'a number'],
    [NUMBER, '1e3', "'1e3'", 'a number'],
    [NUMBER, '1,000', "'1,000'", 'a number'],
    [NUMBER, '0x10', "'0x10'", 'a number'],
    [NUMBER, '1 2', "'1 2'", 'a number'],
    [NUMBER, '3 items', "'3 items'", 'a number'],
    [NUMBER, 'no. 3', "'no. 3'", 'a number'],
    [NUMBER, '9'.repeat(61), `'${'9'.repeat(60)}…'`, 'a number'],
    [COUNT, 0, '0', 'a whole number of 1 or more'],
    [COUNT, '1.5', "'1.5'", 'a whole number of 1 or more'],
    [COUNT, 2 ** 53, '9007199254740992', 'a whole number of 1 or more'],
    [SHARE, -1, '-1', 'a number from 0 to 100'],
    [SHARE, '100.5', "'100.5'", 'a number from 0 to 100'],
    [LOCATOR, { sn: 'x' }, '{"sn":"x"}', 'an ID, not a whole object'],
    [LOCATOR, { value: { sn: 'x' } }, '{"value":{"sn":"x"}}', 'an ID, not a whole object'],
    [LOCATOR, ['x'], '["x"]', 'an ID, not a whole object'],
    [LOCATOR, true, 'true', 'an ID, not a whole object'],
    [LOCATOR, 'a [object Object]', "'a [object Object]'", 'an ID, not a whole object'],
    [TEXT, { a: 1 }, '{"a":1}', 'text'],
    [TEXT, ['a'], '["a"]', 'text'],
    [TEXT, circular, 'an object', 'text'],
    [TEXT, { toJSON: () => undefined }, 'an object', 'text'],
    [TEXT, { text: 'x'.repeat(100) }, `{"text":"${'x'.repeat(51)}…`, 'text'],
    [SWITCH, 'x'.repeat(60), `'${'x'.repeat(60)}'`, 'true or false'],
  ])('%#: %p %p', (description, value, shown, expected) => {
    const error = refusalOf(description, value);
    expect(error?.message).toBe(
      `'Field' is ${shown} (item 3, counted from 0), but must be ${expected}`,
    );
    expect(error?.description).toBe("Nothing was sent. Correct 'Field', or the expression in it.");
    expect(error?.context.itemIndex).toBe(3);
  });

  it('without an item where there is none', () => {
    expect(() => readParameter({ node }, SWITCH, 'x')).toThrow(
      "'Field' is 'x', but must be true or false",
    );
  });

  it.each([SWITCH, CHOICE, NUMBER])('also a very long text, in no time: %#', (description) => {
    const error = refusalOf(description, ' '.repeat(1_000_000));
    expect(error?.message.length).toBeLessThan(250);
  });
});

describe('a collection', () => {
  const COLLECTION = field('collection', {
    options: [
      { ...NUMBER, name: 'count', displayName: 'Count' },
      { ...TEXT, name: 'label', displayName: 'Label' },
      { ...LOCATOR, name: 'task', displayName: 'Task' },
    ],
  });

  it.each<[unknown, unknown]>([
    [undefined, {}],
    [null, {}],
    ['', {}],
    [{}, {}],
    [{ count: '5', label: '', unknown: 1 }, { count: 5 }],
    [
      { task: { value: 'sn|1' }, label: ' x ' },
      { task: 'sn|1', label: ' x ' },
    ],
    [Object.create({ count: 5 }), {}],
  ])('%p gives the members that were added: %p', (value, read) => {
    expect(readParameter(site, COLLECTION, value)).toStrictEqual(read);
  });

  it.each<[unknown, string]>([
    ['x', "'x'"],
    [5, '5'],
    [[], '[]'],
  ])('cannot be %p', (value, shown) => {
    expect(refusalOf(COLLECTION, value)?.message).toBe(
      `'Field' is ${shown} (item 3, counted from 0), but must be a set of fields`,
    );
  });

  it('names the member that does not fit', () => {
    expect(refusalOf(COLLECTION, { count: 'many' })?.message).toBe(
      "'Count' is 'many' (item 3, counted from 0), but must be a number",
    );
  });

  it.each<[unknown, unknown]>([
    [{ label: null }, { label: '={{ $json.label }}' }],
    [{ label: '' }, { label: '={{ $json.label }}' }],
    [{ task: { value: undefined } }, { task: { value: '={{ $json.task }}' } }],
    [undefined, '={{ $json.filters }}'],
    [null, '={{ $json.filters }}'],
    ['', '={{ $json.filters }}'],
    [{ label: ' ' }, '={{ $json.filters }}'],
  ])('is refused where an expression gives nothing, since all would pass: %p', (value, written) => {
    expect(refusalOf(COLLECTION, value, written)?.message).toMatch(
      /is .*, but must be a value: the expression gives nothing$/,
    );
  });

  it('takes what an expression gives', () => {
    const written = { label: '={{ $json.label }}' };
    expect(readParameter(site, COLLECTION, { label: 'x' }, written)).toEqual({ label: 'x' });
    expect(readParameter(site, COLLECTION, {}, '={{ {} }}')).toEqual({});
  });

  it.each<[unknown]>([
    [{ label: "={{ $fromAI('label') }}" }],
    [{ label: '' }],
    [{ label: null }],
    [{}],
    [null],
    ["={{ $fromAI('filters') }}"],
  ])('may be empty where nobody wrote an expression, or a model leaves it out: %p', (written) => {
    expect(readParameter(site, COLLECTION, { label: '' }, written)).toEqual({});
  });
});
