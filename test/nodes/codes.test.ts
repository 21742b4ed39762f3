import { isStaleKeyCode, PLATFORM_CODES, SERVER_FAULT, SUCCESS } from '../../xiaoa/codes';
import { leads } from '../support/people';
import { createParameters, setUp, type Bench } from '../support/platform';

let bench: Bench;

beforeEach(async () => {
  bench = await setUp();
});

afterEach(async () => await bench.close());

const REFUSALS = [...PLATFORM_CODES.values()].filter(
  ({ code }) => code !== SUCCESS && !isStaleKeyCode(code),
);

it.each(REFUSALS.map((refusal) => [refusal.code, refusal] as const))(
  'code %i is told in words that say what happened and what to do',
  async (code, { meaning, advice }) => {
    bench.emulator.faults.add({ endpoint: '/api/addJson', kind: 'code', code });

    const { error } = await bench.engine.runNode({
      type: 'xiaoATask',
      parameters: createParameters(bench.emulator),
      credentials: bench.credentials,
      items: leads(1),
    });

    const doubt = code === SERVER_FAULT ? '; it may have carried this out' : '';
    expect(error?.message).toBe(`XiaoA: ${meaning} (code ${code})${doubt}`);
    expect(error?.description).toContain(advice);
    expect(error?.description).toContain('/api/addJson');
    expect(`${error?.message} ${error?.description}`).not.toMatch(
      /\b(error|problem|failure|mistake)\b/i,
    );
    expect(bench.emulator.requestsTo('/api/addJson')).toHaveLength(1);
  },
);

it('a code that the document does not know is told with the words of the platform', async () => {
  bench.emulator.faults.add({
    endpoint: '/api/addJson',
    kind: 'code',
    code: 31_337,
    msg: '暂不支持',
  });

  const { error } = await bench.engine.runNode({
    type: 'xiaoATask',
    parameters: createParameters(bench.emulator),
    credentials: bench.credentials,
    items: leads(1),
  });

  expect(error?.message).toContain('暂不支持');
  expect(error?.message).toContain('31337');
});
