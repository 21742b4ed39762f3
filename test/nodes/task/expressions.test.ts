import type { IDataObject } from 'n8n-workflow';

import {
  evaluateForItems,
  type ItemSource,
} from '../../../nodes/Task/expressions/evaluateForItems';
import { readPlainTemplate, UNREAD } from '../../../nodes/Task/expressions/plainTemplate';
import {
  dependsOnJsonAlone,
  isSameForAllItems,
  splitTemplate,
} from '../../../nodes/Task/expressions/splitExpression';

/** That the values are n8n's is shown with n8n's engine elsewhere; here, who is asked for them, and how often. */
const text = (of: string) => ({ kind: 'text', text: of });
const code = (of: string) => ({ kind: 'code', text: of });

describe('an expression', () => {
  it.each([
    ['=', []],
    ['=plain', [text('plain')]],
    ['={{ $json.a }}', [code(' $json.a ')]],
    ['={{a}}', [code('a')]],
    ['=x {{ a }} y', [text('x '), code(' a '), text(' y')]],
    ['={{ a }}{{ b }}', [code(' a '), code(' b ')]],
    ['=x { y } {{ "{" + "}" }}', [text('x { y } '), code(' "{" + "}" ')]],
    ['={{\\u0061}}', [code('\\u0061')]],
  ])('is text and code: %s', (expression, chunks) => {
    expect(splitTemplate(expression)).toEqual(chunks);
  });

  it.each([
    '=a \\ b',
    '=a \\{{ b }}',
    '={{ b }} \\',
    '=a }} b',
    '={{ a }} }}',
    '={{ a',
    '={{ a }',
    '={{}}',
    '={{ \t }}',
    '={{ {{ a }}',
    '={{ a \\}}',
  ])('of a rare form is left to n8n: %s', (expression) => {
    expect(splitTemplate(expression)).toBeUndefined();
  });
});

describe('code', () => {
  it.each([
    '1 + 1',
    '$json.a',
    '$json.a + $json["b"]',
    '$now',
    '$today',
    '$vars.x',
    '$workflow.id',
    '$execution.id',
    '$runIndex',
    '$if($json.a, 1, 2)',
    '$ifEmpty($json.a, 1)',
    '$max(1, $json.a)',
    '$min(1, $json.a)',
    '$jmespath($json, "a")',
    '$input.all().length + $json.a',
    '$input.first().json.a',
    '$input.last().json.a',
    '$("Form").first().json.a',
    "$('Form').last().json.a",
    '$(`Form`).all().length',
    '$(  "Form"  )  .  first(  )  .json.a',
    '$("Two \' quotes").first().json.a',
    'thistle($json.a, hithis)',
  ])('that reads nothing of an item but its JSON: %s', (one) => {
    expect(dependsOnJsonAlone(one)).toBe(true);
    expect(isSameForAllItems(one)).toBe(!one.includes('$json'));
  });

  it.each([
    '$itemIndex',
    '$json.a + $itemIndex',
    '$jsonx',
    '$json$',
    '$input.item.json.a',
    '$input.params',
    '$("Form").item.json.a',
    '$("Form").first(1).json.a',
    '$("Form\').first().json.a',
    '$(name).first().json.a',
    '$node.Form.json',
    'this.x',
    '$json.a + this',
  ])('that may read more: %s', (one) => {
    expect(dependsOnJsonAlone(one)).toBe(false);
    expect(isSameForAllItems(one)).toBe(false);
  });
});

describe('plain code', () => {
  const json = {
    name: ' Li Lei ',
    first: 'Wang',
    电话: '139',
    number: 42,
    zero: 0,
    no: false,
    nan: NaN,
    nothing: null,
    list: ['one', 'two'],
    lead: { phones: ['138', 'x'], 'a b': 1, _c: 2, $d: 3, e1: 4 },
  };
  async function read(expression: string): Promise<unknown[] | undefined> {
    return await readPlainTemplate(splitTemplate(expression)!, [{ json } as never]);
  }

  it.each<[string, unknown]>([
    ['$json', json],
    ['$json.first', 'Wang'],
    ['$json.电话', '139'],
    ['$json["电话"]', '139'],
    ["$json['电话']", '139'],
    ['$json.list[1]', 'two'],
    ['$json.list[  1  ]', 'two'],
    ['$json.list[10]', undefined],
    ['$json.lead.phones[0]', '138'],
    ['$json?.lead?.phones', ['138', 'x']],
    ['$json.lead["a b"]', 1],
    ["$json  .  lead  [  'a b'  ]", 1],
    ['$json.lead._c', 2],
    ['$json.lead.$d', 3],
    ['$json.lead.e1', 4],
    ['$json[""]', undefined],
    ['$json.missing', undefined],
    ['$json.missing.deeper', undefined],
    ['$json.nothing', null],
    ['$json.nothing.deeper', undefined],
    ['$json.name.trim()', 'Li Lei'],
    ['$json.name.trimStart()', 'Li Lei '],
    ['$json.name.trimEnd()', ' Li Lei'],
    ['$json.name.toUpperCase()', ' LI LEI '],
    ['$json.name.toLowerCase()', ' li lei '],
    ['$json.name.toString()', ' Li Lei '],
    ['$json.name?.trim()', 'Li Lei'],
    ['$json.name  .  trim  (  )', 'Li Lei'],
    ['$json.name.trim().toUpperCase()', 'LI LEI'],
    ['$json.number.toString()', '42'],
    ['$json.number.toString().trim()', '42'],
    ['$json.missing ?? $json.first', 'Wang'],
    ['$json.nothing??$json.first', 'Wang'],
    ['$json.missing ?? $json.nothing ?? $json["电话"]', '139'],
    ['$json.first ?? $json.name', 'Wang'],
    ['$json.no ?? $json.first', false],
    ['$json.zero ?? $json.first', 0],
    ['$json.missing ?? $json.nothing', null],
    [`${'$json.missing ?? '.repeat(9)}$json.first`, 'Wang'],
  ])('is read from the item: %s', async (one, value) => {
    expect(await read(`={{ ${one} }}`)).toEqual([value]);
    expect(await read(`={{${one}}}`)).toEqual([value]);
  });

  it.each([
    '$json.number.trim()',
    '$json.no.toString()',
    '$json.nothing.trim()',
    '$json.missing.trim()',
    '$json.missing.deeper.trim()',
    '$json.lead.toString()',
    '$json.trim()',
    '$json.first.trim',
    '$json.list.map',
  ])('of which n8n makes what it likes is left to it for that item: %s', async (one) => {
    expect(await read(`={{ ${one} }}`)).toEqual([UNREAD]);
  });

  it.each([
    'json.first',
    'x$json.first',
    '$jsonx',
    '$vars.first',
    'items.first',
    '$json.first x',
    '$json.first /* why */',
    '$json.first.trim(1)',
    '$json.first.length()',
    '$json.first.valueOf()',
    '$json.first.hasOwnProperty()',
    '$json.first.trim().length',
    '$json.lead?.["a b"]',
    '$json["a\\"b"]',
    "$json['a\\'b']",
    '$json[name]',
    '$json.list[-1]',
    '$json.1',
    '$json.__proto__',
    '$json.prototype',
    '$json.constructor',
    '$json["constructor"]',
    '$json.missing ?? "fixed"',
    '$json.missing ?? $json.lead.phones',
    '$json.lead.phones ?? $json.first',
    '$json.missing ?? $json.name.trim()',
    '$json.missing ?? $json',
    '$json["a??b"] ?? $json.first',
    `${'$json.missing ?? '.repeat(10)}$json.first`,
  ])('is no other: %s', async (one) => {
    expect(await read(`={{ ${one} }}`)).toBeUndefined();
    expect(await read(`=x {{ ${one} }}`)).toBeUndefined();
  });

  it('may stand between texts, where nothing is shown for what is empty', async () => {
    expect(await read('=fixed')).toEqual(['fixed']);
    expect(await read('=Mr {{ $json.first }}!')).toEqual(['Mr Wang!']);
    expect(
      await read(
        '={{ $json.zero }}/{{ $json.no }}/{{ $json.missing }}/{{ $json.nothing }}/{{ $json.nan }}.',
      ),
    ).toEqual(['0/false///.']);
    expect(await read('=A {{ $json.list }}')).toEqual([UNREAD]);
    expect(await read('=A {{ $json.number.trim() }} {{ $json.first }}')).toEqual([UNREAD]);
  });
});

describe('values for all items', () => {
  /** What n8n is asked for. */
  let asked: Array<[expression: string, item: number]>;
  let items: IDataObject[];
  beforeEach(() => (asked = []));

  function source(engine: (expression: string, item: number) => unknown = evaluate): ItemSource {
    return {
      items: items.map((json) => ({ json })),
      evaluate: (expression: string, item: number) => {
        asked.push([expression, item]);
        return engine(expression, item);
      },
    } as unknown as ItemSource;
  }
  /** As much of n8n's engine as it takes: one code without text around it. */
  function evaluate(expression: string, item: number): unknown {
    const [, inside] = /^\{\{(.*)\}\}$/s.exec(expression) ?? [];
    if (inside === undefined) return `text: ${expression}`;
    const all = items.map((json) => ({ json }));
    const work = new Function('$json', '$input', '$itemIndex', `return (${inside}\n)`) as (
      ...data: unknown[]
    ) => unknown;
    return work(items[item], { all: () => all }, item);
  }
  const rows = (count: number) =>
    Array.from({ length: count }, (_, at) => ({ name: `n${at}`, zero: 0, nothing: null }));
  const goes = () => asked.filter(([expression]) => expression.includes('$input.all()'));

  it('that are fixed or plain are not asked for', async () => {
    items = rows(150);
    const columns = await evaluateForItems(source(), [5, null, 'text', '={{ $json.name }}']);
    expect(columns.map(([first]) => first)).toEqual([5, null, 'text', 'n0']);
    expect(columns.map(({ length }) => length)).toEqual([150, 150, 150, 150]);
    expect(asked).toEqual([]);
  });

  it('that are few, or depend on more than the JSON, are asked for one by one', async () => {
    items = rows(100);
    const [sliced] = await evaluateForItems(source(), ['={{ $json.name.slice(1) }}']);
    expect(sliced).toEqual(items.map((_, at) => String(at)));
    expect(asked).toHaveLength(100);
    expect(asked[7]).toEqual(['{{ $json.name.slice(1) }}', 7]);

    items = rows(101);
    asked = [];
    const [indexes] = await evaluateForItems(source(), ['={{ $itemIndex }}']);
    expect(indexes).toEqual(items.map((_, at) => at));
    expect(goes()).toEqual([]);

    asked = [];
    const [empty, rare] = await evaluateForItems(source(), ['=', '=a }} b']);
    expect([empty[0], rare[100]]).toEqual(['text: ', 'text: a }} b']);
    expect(asked).toHaveLength(202);
  });

  it('that are many are asked for together, and only what is not known then by itself', async () => {
    items = rows(101);
    items[3] = { name: 4 };
    items[5] = {};
    const columns = await evaluateForItems(
      source(() => 'by itself'),
      ['={{ $json.name }}', '={{ $json.name.slice(1) }}'],
    );
    expect(columns[1][0]).toBe('by itself');
    asked = [];
    const [names, sliced, constant] = await evaluateForItems(
      source((expression, item) =>
        expression.includes('$input.all()') ? evaluate(expression, item) : `item ${item}`,
      ),
      ['={{ $json.name }}', '={{ $json.name.slice(1) // comment }}', '={{ [1] }}'],
    );
    expect(names.slice(0, 6)).toEqual(['n0', 'n1', 'n2', 4, 'n4', undefined]);
    expect(sliced.slice(0, 7)).toEqual(['0', '1', '2', 'item 3', '4', 'item 5', '6']);
    expect(constant[100]).toEqual([1]);
    expect(goes()).toHaveLength(1);
    expect(asked.map(([, item]) => item)).toEqual([0, 3, 5]);
  });

  it('between texts are joined as n8n does', async () => {
    items = rows(101);
    const [joined] = await evaluateForItems(source(), [
      '="{{ $json.name.slice(0, 2) // why }}" {{ $json.zero + 0 }}{{ $json.zero === 1 }}{{ $json.nothing || null }}{{ $json.name.at(9) }}.',
    ]);
    expect(joined[100]).toBe('"n1" 0false.');
    expect(asked).toHaveLength(1);
  });

  it('are not lost where a text stands behind the code', async () => {
    items = rows(101);
    const [values] = await evaluateForItems(source(), ['={{ $json.name.slice(1) }} this $x']);
    expect(values[100]).toBe('100 this $x');
    expect(asked).toHaveLength(1);
  });

  it('are asked for one by one where a part depends on more than the JSON', async () => {
    items = rows(101);
    const [values] = await evaluateForItems(
      source((_, item) => `item ${item}`),
      ['={{ $json.name.slice(1) }} {{ $itemIndex }}'],
    );
    expect(values[100]).toBe('item 100');
    expect(goes()).toEqual([]);
  });

  it('that are functions are shown to n8n one by one, which complains of them', async () => {
    items = rows(101);
    const [values] = await evaluateForItems(
      source((expression, item) =>
        expression.includes('$input.all()') ? evaluate(expression, item) : 'complaint',
      ),
      ['={{ () => $json.name }}'],
    );
    expect(values).toEqual(Array(101).fill('complaint'));
  });

  it.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('no sandbox');
      },
    ],
    ['gives no list', () => ({ length: 101 })],
    ['gives too few', () => Array(100).fill([[1]])],
    ['gives other cells', () => Array(101).fill([[1, 2]])],
    ['gives no cells', () => Array(101).fill([])],
  ])('are asked for one by one where n8n %s', async (_, go) => {
    items = rows(101);
    const [values] = await evaluateForItems(
      source((expression, item) =>
        expression.includes('$input.all()') ? go() : evaluate(expression, item),
      ),
      ['={{ $json.name.slice(1) }}'],
    );
    expect(values).toEqual(items.map((_one, at) => String(at)));
    expect(goes()).toHaveLength(1);
    expect(asked).toHaveLength(102);
  });

  it('are asked for 10,000 items at a time', async () => {
    items = rows(10_001);
    const [values] = await evaluateForItems(source(), ['={{ $json.name.slice(1) }}']);
    expect([values[0], values[9_999], values[10_000]]).toEqual(['0', '9999', '10000']);
    expect(asked.map(([expression]) => /slice\(\d+, \d+\)/.exec(expression)?.[0])).toStrictEqual([
      'slice(0, 10000)',
      'slice(10000, 10001)',
    ]);
    items = rows(10_000);
    asked = [];
    await evaluateForItems(source(), ['={{ $json.name.slice(1) }}']);
    expect(asked).toHaveLength(1);
  });

  it('are asked for one by one where a copy of the items is too large for the sandbox', async () => {
    const large = 'x'.repeat(100_000);
    items = Array.from({ length: 400 }, (_, at) => (at === 0 ? { large: '' } : { large }));
    const [lengths] = await evaluateForItems(source(), ['={{ $json.large.length + 0 }}']);
    expect(lengths[399]).toBe(100_000);
    expect(goes()).toEqual([]);
    expect(asked).toHaveLength(400);

    items = Array.from({ length: 400 }, () => ({ large: 'xx' }));
    asked = [];
    await evaluateForItems(source(), ['={{ $json.large.length + 0 }}']);
    expect(asked).toHaveLength(1);
  });

  it('that n8n does not give are failures', async () => {
    items = rows(2);
    const failing = source(() => {
      throw new Error('no such name');
    });
    await expect(evaluateForItems(failing, ['={{ nobody }}'])).rejects.toThrow('no such name');
  });
});
