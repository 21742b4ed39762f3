import type { Fault } from '../../emulator';
import { leads } from '../support/people';
import { createParameters, setUp, type Bench } from '../support/platform';

let bench: Bench;

beforeEach(async () => {
  bench = await setUp();
});

afterEach(async () => await bench.close());

const RETRY = { retryOnFail: true, maxTries: 3, waitBetweenTries: 10 };
const imports = () => bench.emulator.requestsTo('/api/addJson');
const contacts = () => bench.emulator.tasks.flatMap((task) => task.contacts);

async function create(count: number, more: Record<string, unknown> = {}, node: object = RETRY) {
  return await bench.engine.runNode({
    type: 'xiaoATask',
    parameters: createParameters(bench.emulator, more),
    credentials: bench.credentials,
    items: leads(count),
    node,
  });
}

const FAULTS: Array<[name: string, fault: Fault]> = [
  ['a 500 page', { kind: 'status', status: 500 }],
  ['code 500', { kind: 'code', code: 500 }],
  ['a connection cut after it was done', { kind: 'dropAfter' }],
  ['an answer that cannot be read', { kind: 'truncated' }],
];

describe.each([
  ['a fixed name', {}],
  ['a name with the time in it', { taskName: '=Spring {{ $now.toMillis() }} {{ Math.random() }}' }],
])('Retry On Fail, with %s', (_, more) => {
  it.each(FAULTS)('does not send again what ended with %s', async (_name, fault) => {
    bench.emulator.faults.add({ ...fault, endpoint: '/api/addJson', times: Infinity });
    const { error } = await create(3, more);
    expect(error?.message).toMatch(/; the request may have gone through$/);
    expect(error?.description).toContain("wasn't sent again");
    expect(imports()).toHaveLength(1);
    expect(contacts().length).toBeLessThanOrEqual(3);
  });

  it('sends again what was refused before anything was done', async () => {
    bench.emulator.faults.add({ kind: 'code', code: 30004, endpoint: '/api/addJson', times: 1 });
    const { error } = await create(3, more);
    expect(error).toBeUndefined();
    expect(imports()).toHaveLength(2);
    expect(contacts()).toHaveLength(3);
  });
});

it('does not send the first part again when the second was refused', async () => {
  bench.emulator.faults.add({
    kind: 'code',
    code: 30004,
    endpoint: '/api/addJson',
    after: 1,
    times: 1,
  });
  const { items, error } = await create(6, { options: { contactsPerRequest: 3 } });
  expect(error).toBeUndefined();
  expect(imports()).toHaveLength(3);
  expect(contacts()).toHaveLength(6);
  expect(bench.emulator.tasks).toHaveLength(1);
  expect(items[0].json).toMatchObject({ success: 6 });
});

it('does not send the second part again that may be in, nor the first', async () => {
  bench.emulator.faults.add({ kind: 'dropAfter', endpoint: '/api/addJson', after: 1, times: 1 });
  const { error } = await create(9, { options: { contactsPerRequest: 3 } });
  expect(error?.message).toContain('may have gone through');
  expect(imports()).toHaveLength(2);
  expect(contacts()).toHaveLength(6);
});

it('holds for items that go on with their error, too', async () => {
  bench.emulator.faults.add({ kind: 'dropAfter', endpoint: '/api/addJson', times: 1 });
  const { items } = await create(3, {}, { ...RETRY, onError: 'continueRegularOutput' });
  expect(items[0].json.error).toMatch(/may have gone through$/);
  expect(imports()).toHaveLength(1);
  expect(contacts()).toHaveLength(3);
});

it('does not keep another run from sending the same', async () => {
  expect((await create(3)).error).toBeUndefined();
  expect((await create(3)).error).toBeUndefined();
  expect(imports()).toHaveLength(2);
});
