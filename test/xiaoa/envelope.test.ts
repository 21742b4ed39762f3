import { inspect } from 'node:util';

import fc from 'fast-check';

import { MalformedAnswer, openEnvelope } from '../../xiaoa/envelope';
import { rowsOf } from '../../xiaoa/lists/rows';

const thrownBy = (act: () => unknown): MalformedAnswer => {
  try {
    act();
  } catch (thrown) {
    if (thrown instanceof MalformedAnswer) return thrown;
    throw thrown;
  }
  throw new Error('nothing was thrown');
};

describe('openEnvelope', () => {
  const answer = { code: 0, msg: '操作成功', data: { a: 1 } };
  const json = JSON.stringify(answer);

  test.each([
    ['an object', answer],
    ['text', json],
    ['text with a byte order mark and white space', `\ufeff\r\n ${json}\n`],
    [
      'text of which JSON.parse knows only the middle',
      `\ufeff{"code":0,"msg":"操作成功","data":{"a":1}} `,
    ],
    ['a Buffer', Buffer.from(`\ufeff${json}`)],
    ['a view into a larger buffer', new Uint8Array(Buffer.from(`xx${json}yy`)).subarray(2, -2)],
  ])('opens %s', (_what, body) => {
    expect(openEnvelope(body)).toEqual(answer);
  });

  test.each([
    [20005, 20005],
    ['20005', 20005],
    [' 0 ', 0],
    ['-1', -1],
  ])('reads the code %p', (code, expected) => {
    expect(openEnvelope({ code }).code).toBe(expected);
  });

  test('takes a byte order mark away where no message shows what it is', () => {
    expect(openEnvelope('\ufeff{"code":0}').code).toBe(0);
  });

  test('fills in what is missing', () => {
    expect(openEnvelope({ code: 0 })).toEqual({ code: 0, msg: '', data: null });
    expect(openEnvelope({ code: 0, msg: null, data: null })).toEqual({
      code: 0,
      msg: '',
      data: null,
    });
    expect(openEnvelope({ code: 0, msg: ['a'] }).msg).toBe('["a"]');
  });

  test('unpacks data that is JSON text in the JSON', () => {
    const data = { total: 1, list: [{ id: 1 }] };
    expect(openEnvelope({ code: 0, data: JSON.stringify(data) }).data).toEqual(data);
    expect(openEnvelope({ code: 0, data: '[link](x)' }).data).toBe('[link](x)');
  });

  test('turns a list of {key, value} into an object', () => {
    const data = [
      { key: 'api_key', value: 'k' },
      { value: [{ key: 'kept', value: 1 }], key: 'list' },
      { key: '__proto__', value: 'own' },
    ];
    const opened = openEnvelope({ code: 0, data }).data;
    expect(Object.entries(opened as object)).toEqual([
      ['api_key', 'k'],
      ['list', [{ key: 'kept', value: 1 }]],
      ['__proto__', 'own'],
    ]);
  });

  test.each([
    ['an empty list', []],
    ['a list of rows', [{ sn: 'project|1' }]],
    ['rows that have more', [{ key: 'a', value: 1, sn: 2 }]],
    ['a list where one element differs', [{ key: 'a', value: 1 }, { key: 'a' }]],
    ['a list with null', [{ key: 'a', value: 1 }, null]],
    ['a list whose keys are numbers', [{ key: 1, value: 2 }]],
    ['text', 'x'],
    ['text that holds a list', '"[1]"'],
    ['zero', 0],
  ])('leaves %s alone', (_what, data) => {
    expect(openEnvelope({ code: 0, data }).data).toEqual(data);
  });

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['a list', [json]],
    ['no code', { msg: 'ok' }],
    ['a code that is no number', { code: 'ok' }],
    ['a fraction', { code: 0.5 }],
    ['a code with more in front', { code: 'E500' }],
    ['a code with more behind', { code: '404 Not Found' }],
    ['an empty code', { code: '' }],
    ['a web page', '<html>502</html>'],
    ['half an answer', json.slice(0, -1)],
    ['empty text', ''],
    ['JSON of another kind', '[]'],
  ])('throws on %s', (_what, body) => {
    expect(() => openEnvelope(body)).toThrow(MalformedAnswer);
  });

  test('shows what came in one short line', () => {
    const thrown = thrownBy(() =>
      openEnvelope(`<html>\r\n\t<b>502\u0000\u0085\u2028Bad Gateway</b>${'x'.repeat(500)}`),
    );
    const excerpt = thrown.excerpt([]);
    expect(excerpt).toMatch(/^<html> <b>502 Bad Gateway<\/b>x+…$/);
    expect(excerpt).toHaveLength(200);
    expect(thrown.name).toBe('MalformedAnswer');
  });

  test('shows objects and bytes too', () => {
    expect(thrownBy(() => openEnvelope({ a: [1] })).excerpt([])).toBe('{"a":[1]}');
    expect(thrownBy(() => openEnvelope(Buffer.from('坏'))).excerpt([])).toBe('坏');
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    expect(thrownBy(() => openEnvelope(circular)).excerpt([])).toBe('[object Object]');
    expect(thrownBy(() => openEnvelope(null)).excerpt([])).toBe('');
    expect(thrownBy(() => openEnvelope(undefined)).excerpt([])).toBe('');
  });

  test.each([
    ['{"cod":0,"data":{"api_key":"VjOgQZMm","api_key_expire":1}}'],
    ['"{\\"api_key\\":\\"VjOgQZMm\\"}"'],
    ['/api/index?api_key=VjOgQZMm&a=b'],
    [{ password: 'VjOgQZMm' }],
    [{ apiKey: 'VjOgQZMm' }],
    ['API_KEY: VjOgQZMm'],
    ["password = 'VjOgQZMm'"],
    [`{"a":"${'x'.repeat(170)}","api_key":"VjOgQZMm"}`],
  ])('hides secrets in %p', (body) => {
    const thrown = thrownBy(() => openEnvelope(body));
    expect(thrown.excerpt([])).toContain('***');
    // No two letters of it that follow each other.
    const piece = /Vj|jO|Og|gQ|QZ|ZM|Mm/;
    expect(thrown.excerpt([])).not.toMatch(piece);
    expect(inspect(thrown, { showHidden: true })).not.toMatch(piece);
  });

  test('gives back an envelope or throws MalformedAnswer, whatever comes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.string(), fc.json()), (body) => {
        let code: number;
        try {
          code = openEnvelope(body).code;
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(MalformedAnswer);
          expect((thrown as MalformedAnswer).excerpt([]).length).toBeLessThanOrEqual(200);
          return;
        }
        expect(Number.isSafeInteger(code)).toBe(true);
      }),
    );
  });
});

describe('an envelope in other text', () => {
  const NOTICE =
    '<br />\n<b>Notice</b>: Undefined index: page in <b>/var/www/x.php</b> on line <b>3</b><br />\n';
  const answer = {
    code: 0,
    msg: 'ok',
    data: { said: 'a " and }}} \\', list: [{ a: {} }] },
  };
  const json = JSON.stringify(answer);

  test.each([
    ['behind a notice', `${NOTICE}${json}`],
    ['in front of a trace', `${json}<!-- trace {"code":1,"msg":"x"} -->`],
    ['in front of a page', `${json}\n<!DOCTYPE html><html><body>trace</body></html>`],
    ['between both', `${NOTICE}${json}\n{"code":500,"msg":"trace"}`],
    [
      'with another order and blanks',
      `x { \n "msg" : "ok", "data": ${JSON.stringify(answer.data)}, "code": 0 } x`,
    ],
    [
      'beginning with its data',
      `${NOTICE}{"data":${JSON.stringify(answer.data)},"msg":"ok","code":0}`,
    ],
    [
      'beginning with the total',
      `x{"total":7,"code":0,"msg":"ok","data":${JSON.stringify(answer.data)}}`,
    ],
    ['behind objects of a notice', `Warning: {"data":[{"b":1}]} and {"code":3} given\n${json}`],
    ['behind what is no JSON', `Warning: {"code": x} given\n${json}`],
    ['behind nineteen objects', `${'{"data":1} '.repeat(19)}${json}`],
  ])('is found %s', (_, text) => {
    expect(openEnvelope(text)).toMatchObject(answer);
    expect(openEnvelope(Buffer.from(text))).toMatchObject(answer);
  });

  test.each([
    ['in the script of a page', `<!doctype HTML><script>var a = ${json};</script>`],
    ['in a page', `${NOTICE}<html lang="en"><p>${json}</p>`],
    ['within one that was cut off', `x ${json.slice(0, -2)},"inner":{"code":0,"msg":"said"}`],
    ['within text that does not end', `x {"code":0,"msg":"said {\\"code\\":1}`],
    ['without a message', `${NOTICE}{"code":0,"data":[]}`],
    ['with a message that is no text', `${NOTICE}{"code":0,"msg":1}`],
    ['with other fields first', `${NOTICE}{"name":"x","code":0,"msg":"ok"}`],
    ['behind twenty objects', `${'{"data":1} '.repeat(20)}${json}`],
    ['behind a hundred objects', `${'{"data":1} '.repeat(100)}${json}`],
  ])('is not found %s', (_, text) => {
    expect(() => openEnvelope(text)).toThrow(MalformedAnswer);
  });
});

describe('rowsOf', () => {
  const list = [{ id: 1 }, { id: 2 }];

  test.each([
    ['a number as total', { total: 329, list }, { rows: list, total: 329 }],
    ['digits as total', { total: '329', list }, { rows: list, total: 329 }],
    ['no total', { list }, { rows: list, total: undefined }],
    ['an unreadable total', { total: 'many', list }, { rows: list, total: undefined }],
    ['a negative total', { total: -1, list }, { rows: list, total: undefined }],
    ['a list of null', { total: 0, list: null }, { rows: [], total: 0 }],
    ['no list', { total: 0 }, { rows: [], total: 0 }],
    ['a bare list', list, { rows: list, total: undefined }],
    ['an empty list', [], { rows: [], total: undefined }],
    ['null', null, { rows: [], total: undefined }],
    ['nothing', undefined, { rows: [], total: undefined }],
    ['empty text', '', { rows: [], total: undefined }],
    ['an empty object', {}, { rows: [], total: undefined }],
    ['false', false, { rows: [], total: undefined }],
    ['false for a list', { total: '0', list: false }, { rows: [], total: 0 }],
    ['an object with gaps', { 1: list[0], 3: list[1] }, { rows: list, total: undefined }],
    ['a list with gaps', { total: 2, list: { 1: list[0], 3: list[1] } }, { rows: list, total: 2 }],
    ['a list with a hole', { list: [list[0], null, list[1]] }, { rows: list, total: undefined }],
    ['a list in a list', { total: 2, list: [list] }, { rows: list, total: 2 }],
    ['an object by SN', { 'SYSUSER|1': list[0] }, { rows: [list[0]], total: undefined }],
    ['a list by another name', { count: 2, rows: list }, { rows: list, total: 2 }],
    ['a list by an unknown name', { total: 2, users: list }, { rows: list, total: 2 }],
    ['data in data', { data: { total: 2, list } }, { rows: list, total: 2 }],
  ])('reads %s', (_what, data, expected) => {
    expect(rowsOf(data)).toEqual(expected);
  });

  test('reads the total that stands beside the list', () => {
    const { data, total } = openEnvelope({ code: '0', data: list, total: '7' });
    expect(rowsOf(data, total)).toEqual({ rows: list, total: 7 });
  });

  test.each([
    ['text', 'x'],
    ['a number', 3],
    ['another object', { sn: 'x' }],
    ['a list that is none', { total: 1, list: 'x' }],
    ['a list of text', ['x']],
    ['a list of objects and text', [{ id: 1 }, 'x']],
  ])('throws on %s', (_what, data) => {
    expect(() => rowsOf(data)).toThrow(MalformedAnswer);
  });
});
