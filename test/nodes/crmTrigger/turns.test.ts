import { GivenUp, takeTurn, type Turn } from '../../../nodes/CrmTrigger/turns';

/** Which of several polls of one trigger runs, and whose records count. */
const MINUTE = 60_000;
const given: number[] = [];
let places = 0;

beforeEach(() => {
  places++;
  given.length = 0;
});

afterEach(() => jest.restoreAllMocks());

/** A poll under way, to be ended by the test. */
function poll(more: { owner?: object; name?: string; id?: string } = {}) {
  const place = { id: `place ${places}`, name: 'Trigger', owner: OWNER, ...more };
  let turn: Turn | undefined;
  let end: (result: string) => void = () => {};
  let fail: (error: Error) => void = () => {};
  const outcome = takeTurn(
    place,
    async (taken) => {
      turn = taken;
      return await new Promise<string>((resolve, reject) => ([end, fail] = [resolve, reject]));
    },
    (minutes) => given.push(minutes),
  );
  outcome.catch(() => {});
  return {
    outcome,
    hasStarted: turn !== undefined,
    turn: turn!,
    end: (result: string) => end(result),
    fail: () => fail(new Error('The poll failed')),
  };
}

const OWNER = {};

/** As if time had passed; `performance` goes on where the clock is put back, and the other way round. */
function passed(ms: number, clock: 'date' | 'performance') {
  const [now, running] = [Date.now(), performance.now()];
  const [wall, steady] = clock === 'date' ? [now + ms, running] : [now, running + ms];
  jest.spyOn(Date, 'now').mockReturnValue(wall);
  jest.spyOn(performance, 'now').mockReturnValue(steady);
}

it('gives what its work gives, one poll after the other', async () => {
  const first = poll();
  expect(first.turn.isSuperseded).toBe(false);
  first.end('one');
  expect(await first.outcome).toBe('one');
  const second = poll();
  second.end('two');
  expect(await second.outcome).toBe('two');
});

it('fails as its work fails, and the next one runs', async () => {
  const first = poll();
  first.fail();
  await expect(first.outcome).rejects.toThrow('The poll failed');
  const second = poll();
  second.end('two');
  expect(await second.outcome).toBe('two');
});

it('does nothing while the same is under way', async () => {
  const first = poll();
  const second = poll();
  expect(second.hasStarted).toBe(false);
  expect(await second.outcome).toBeNull();
  first.end('one');
  expect(await first.outcome).toBe('one');
});

it.each([
  ['another trigger', { id: 'elsewhere' }],
  ['a second trigger with this id', { name: 'Trigger1' }],
])('has nothing to do with %s', async (_, more) => {
  const first = poll();
  const other = poll(more);
  expect(first.turn.isSuperseded).toBe(false);
  first.end('one');
  other.end('other');
  expect(await Promise.all([first.outcome, other.outcome])).toEqual(['one', 'other']);
});

it.each(['end', 'fail'] as const)(
  'takes the place of one of an earlier activation, under whatever name; that may %s',
  async (how) => {
    const earlier = [poll(), poll({ name: 'Before' })];
    const later = poll({ owner: {} });
    expect(later.hasStarted).toBe(true);
    for (const one of earlier) {
      expect(one.turn.isSuperseded).toBe(true);
      one[how]('earlier');
      expect(await one.outcome).toBeNull();
    }
    later.end('later');
    expect(await later.outcome).toBe('later');
    expect(given).toEqual([]);
  },
);

it.each(['date', 'performance'] as const)(
  'takes the place of one that has run for ten minutes by the %s clock, and says so once',
  async (clock) => {
    const first = poll();
    passed(10 * MINUTE - 1_000, clock);
    expect(poll().hasStarted).toBe(false);
    jest.restoreAllMocks();
    passed(11 * MINUTE + 100, clock);
    const second = poll();
    expect(second.hasStarted).toBe(true);
    expect(given).toEqual([11]);
    expect(first.turn.isSuperseded).toBe(true);
    // The second one is under way now, and the first one still is.
    expect(poll().hasStarted).toBe(false);
    second.end('two');
    expect(await second.outcome).toBe('two');
    const third = poll();
    expect(third.hasStarted).toBe(true);
    expect(given).toEqual([11]);
    third.end('three');
    expect(await third.outcome).toBe('three');
    first.end('one');
    expect(await first.outcome).toBeNull();
  },
);

it('takes the place of another one after ten minutes to the millisecond', async () => {
  const [now, running] = [Date.now(), performance.now()];
  jest.spyOn(performance, 'now').mockReturnValue(running);
  const clock = jest.spyOn(Date, 'now').mockReturnValue(now);
  const first = poll();
  clock.mockReturnValue(now + 10 * MINUTE - 1);
  expect(poll().hasStarted).toBe(false);
  clock.mockReturnValue(now + 10 * MINUTE);
  const second = poll();
  expect(second.hasStarted).toBe(true);
  for (const one of [first, second]) one.end('');
  await Promise.all([first.outcome, second.outcome]);
});

it('is known to be under way though another one of its node has ended', async () => {
  const first = poll();
  const other = poll({ name: 'Trigger1' });
  first.end('one');
  await first.outcome;
  expect(poll({ name: 'Trigger1' }).hasStarted).toBe(false);
  other.end('other');
  expect(await other.outcome).toBe('other');
});

it('is given up after ten minutes, if no other poll comes', async () => {
  const first = poll();
  passed(10 * MINUTE + 1_000, 'performance');
  const error: unknown = await first.outcome.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(GivenUp);
  expect((error as Error).message).toBe("The poll hasn't finished after 10 minutes");
  expect((error as Error).name).toBe('XiaoAGivenUp');
  expect(first.turn.isSuperseded).toBe(true);
  const second = poll();
  expect(second.hasStarted).toBe(true);
  second.end('two');
  await second.outcome;
});
