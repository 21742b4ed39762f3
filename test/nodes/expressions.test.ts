import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { evaluateForItems } from '../../nodes/Task/expressions/evaluateForItems';
import { Run } from '../../nodes/shared/run';
import { executeContext } from '../support/engine';
import { leads } from '../support/people';
import {} from '../support/platform';

/** Items of all kinds that leads come in, more than are evaluated one by one. */
const ITEMS: IDataObject[] = Array.from({ length: 120 }, (_, index) => ({
  name: index % 7 === 0 ? null : `客户 ${index}`,
  first: 'Wang',
  last: index % 5 === 0 ? '' : 'Fang',
  phone: index % 3 === 0 ? 13_000_000_000 + index : String(13_000_000_000 + index),
  电话: `1380013${String(index).padStart(4, '0')}`,
  'with space': index,
  ...(index % 4 === 0
    ? {}
    : { lead: { phones: ['13800138000', `x${index}`], vip: index % 2 === 0 } }),
  zero: 0,
  no: false,
  padded: index % 11 === 0 ? index : `\u3000 ${index} Straße\n`,
  nan: index % 2 === 0 ? NaN : -0,
  trim: 'a field',
  list: [1, 'two', null],
}));

const EXPRESSIONS = [
  'fixed text',
  '',
  '=fixed text after an equals sign',
  '={{ $json.name }}',
  '={{$json.phone}}',
  '={{ $json["电话"] }}',
  '={{ $json.电话 }}',
  "={{ $json['with space'] }}",
  '={{ $json.lead.phones[1] }}',
  '={{ $json.lead?.phones?.[0] }}',
  '={{ $json.lead.phones }}',
  '={{ $json.lead }}',
  '={{ $json.missing }}',
  '={{ $json.missing.deeper }}',
  '={{ $json.phone.length }}',
  '={{ $json }}',
  '={{ $json.first }} {{ $json.last }}',
  '=Mr {{ $json.name }}, {{ $json.zero }}/{{ $json.no }}/{{ $json.missing }}/{{ $json.list }}',
  '= {{ $json.name }}',
  '={{ $json.name }} ',
  '={{ $json.padded.trim() }}',
  '={{ $json.padded.trimStart() }}|{{ $json.padded?.trimEnd() }}',
  '={{ $json.phone.toString() }}',
  '={{ $json.phone.toString().trim() }}, {{ $json["电话"] . trim ( ) }}',
  '={{ $json.padded.toString().toUpperCase() }}{{ $json.first.toLowerCase() }}',
  '={{ $json.name.trim() }}',
  '={{ $json.name?.trim() }}',
  '={{ $json.name.toString() }}',
  '={{ $json.missing.trim() }}',
  '={{ $json.missing?.trim() }}',
  '={{ $json.missing.deeper.trim() }}',
  '={{ $json.lead.toString() }}',
  '={{ $json.no.toString() }}',
  '={{ $json.list[1].trim() }}',
  '={{ $json.trim }}',
  '={{ $json.trim.trim() }}',
  '={{ $json.trim() }}',
  '={{ $json.first.trim }}',
  '={{ $json.first.trim().length }}',
  '={{ $json.first.trim(1) }}',
  '={{ $json.first.valueOf() }}',
  '={{ $json.first.length() }}',
  '={{ $json.list.toString() }}',
  '=Nothing: {{ $json.nan }}{{ $json.name }}{{ $json.missing }}{{ $json.missing.deeper }}.',
  '=Lead: {{ $json.lead }}',
  '={{ $json.first }}{{ $json.last }}',
  '={{ $json.first }}\n{{ $json.zero }}',
  '={{ $json.phone.toString().slice(-4) }}',
  '={{ $json.name.slice(0, 2) }}',
  '={{ $json.lead.vip ? "yes" : "no" }}',
  '={{ $json.lead.phones.map((phone) => phone + "!").join("/") }}',
  '={{ $json.first.toUpperCase() + `-${$json.zero}` }}',
  '={{ $json.first.toTitleCase() }}',
  '={{ $json.list.first() }}',
  '={{ [$json.first, $json.last].filter(Boolean).join(" ") }}',
  '={{ { a: $json.zero, b: $json.first } }}',
  '={{ $if($json.zero === 0, "none", "some") }}',
  '={{ $ifEmpty($json.last, "unknown") }}',
  '={{ $jmespath($json, "lead.phones[0]") }}',
  '={{ $json.no || $json.first }}',
  "={{ $json['姓名'] ?? $json.name }}",
  '={{ $json.name ?? $json.missing ?? $json["电话"] }}',
  '={{ $json.nan ?? $json.name }}',
  '={{ $json.no ?? $json.first }} / {{ $json.missing ?? $json.last }}',
  '={{ $json.lead.vip ?? $json.first }}',
  '={{ $json.missing.deeper ?? $json.first }}',
  '={{ $json.missing ?? $json.lead.phones[0] }}',
  '={{ $json.missing ?? $json.name.trim() }}',
  '={{ $json["a??b"] ?? $json.first }}',
  `={{ ${Array.from({ length: 12 }, (_, at) => `$json.missing${at}`).join(' ?? ')} ?? $json.first }}`,
  '={{ $json.first /* a comment */ }}',
  '={{ $itemIndex }}',
  '={{ $item(0).$json.first }}',
  '={{ $input.item.json.phone }}',
  '={{ $input.all().length }}',
  '={{ $input.first().json.phone }}',
  '={{ $json.phone + $input.last().json.first }}',
  '={{ $("Start").first().json.phone }}',
  '={{ JSON.stringify($json.list) }}',
  '={{ Number($json.phone) + 1 }}',
  '={{ "$100 for " + $json.first }}',
  '={{ DateTime.fromISO("2026-11-20").plus({ days: $json.zero }).toISODate() }}',
  '=a }} b {{ $json.first }}',
  '=not closed {{ $json.first',
  '={{ $json.first.nothing() }}',
  '={{ undefinedName }}',
];

function sourceOf(context: IExecuteFunctions): Run {
  const items = context.getInputData();
  return new Run({ context, items, itemIndex: 0, requestOptions: {}, alone: true, fields: [] });
}

describe('evaluating a parameter for many items gives what n8n gives for each', () => {
  it.each(EXPRESSIONS)('%s', async (expression) => {
    const context = executeContext(ITEMS);
    const expected = ITEMS.map((_, index) => outcome(() => ask(context, expression, index)));

    const [actual] = await evaluateForItems(sourceOf(context), [expression]).catch((error) => [
      ITEMS.map(() => ({ thrown: (error as Error).message })),
    ]);

    expect(actual).toEqual(expected);
  });

  it('also when all are evaluated together', async () => {
    const harmless = EXPRESSIONS.filter(
      (expression) => !/nothing\(\)|not closed|"Start"|first\.trim \}\}/.test(expression),
    );
    const context = executeContext(ITEMS);
    const expected = harmless.map((expression) =>
      ITEMS.map((_, index) => ask(context, expression, index)),
    );
    expect(await evaluateForItems(sourceOf(context), harmless)).toEqual(expected);
  });
});

it('leaves n8n free to answer others while it works', async () => {
  const context = executeContext(leads(30_000));
  let turns = 0;
  const timer = setInterval(() => (turns += 1), 1);

  try {
    await evaluateForItems(sourceOf(context), [
      '={{ $json.name.trim() }}',
      '={{ $json.phone.slice(0) }}',
    ]);
  } finally {
    clearInterval(timer);
  }
  expect(turns).toBeGreaterThanOrEqual(2);
});

/** What a parameter with this text would be for one item. */
function ask(context: ReturnType<typeof executeContext>, written: string, index: number): unknown {
  if (!written.startsWith('=')) return written;
  return context.evaluateExpression(written.slice(1), index);
}

function outcome(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return { thrown: (error as Error).message };
  }
}
