import {
  isSignatureCode,
  isStaleKeyCode,
  PLATFORM_CODES,
  SERVER_FAULT,
  SUCCESS,
} from '../../xiaoa/codes';
import { leads } from '../support/people';
import { createParameters, setUp, type Bench } from '../support/platform';

let bench: Bench;

beforeEach(async () => {
  bench = await setUp();
});

afterEach(async () => await bench.close());

async function importLeads(more: object = {}) {
  return await bench.engine.runNode({
    type: 'xiaoATask',
    parameters: createParameters(bench.emulator),
    credentials: bench.credentials,
    items: leads(1),
    ...more,
  });
}

const REFUSALS = [...PLATFORM_CODES.values()].filter(
  ({ code }) => code !== SUCCESS && !isStaleKeyCode(code) && !isSignatureCode(code),
);

it.each(REFUSALS.map((refusal) => [refusal.code, refusal] as const))(
  'code %i is told in words that say what happened and what to do',
  async (code, { meaning }) => {
    bench.emulator.faults.add({ endpoint: '/api/addJson', kind: 'code', code });

    const { error } = await importLeads();

    const doubt = code === SERVER_FAULT ? '; the request may have gone through' : '';
    expect(error?.message).toBe(`${meaning} (XiaoA code ${code})${doubt}`);
    expect(error?.description).toMatch(/^[A-Z].*\.$/);
    expect(error?.description).not.toMatch(/\/api\//);
    expect(`${error?.message} ${error?.description}`).not.toMatch(
      /\b(error|problem|failure|mistake)\b/i,
    );
    expect(bench.emulator.requestsTo('/api/addJson')).toHaveLength(1);
  },
);

it('what XiaoA says beside a code is told, in an item as well', async () => {
  const msg = '第3行：字段【欠费金额】类型错误';
  bench.emulator.faults.add({ endpoint: '/api/addJson', kind: 'code', code: 30008, msg, times: 2 });

  const { error } = await importLeads();
  const { items } = await importLeads({ node: { onError: 'continueRegularOutput' } });

  const expected = `A field has the wrong type (XiaoA code 30008). XiaoA said: ${msg}`;
  expect(error?.message).toBe(expected);
  expect(items[0].json.error).toBe(expected);
});

it('a code that the document does not know is told with the words of the platform', async () => {
  bench.emulator.faults.add({
    endpoint: '/api/addJson',
    kind: 'code',
    code: 31_337,
    msg: '暂不支持',
  });

  const { error } = await importLeads();

  expect(error?.message).toBe('XiaoA refused the request: 暂不支持 (code 31337)');
});
