import { mapYielding, watchEventLoop } from '../../../nodes/shared/eventLoop';

/** While a node works, n8n has to answer others now and then. */
let now: number;
beforeEach(() => {
  now = Date.parse('2026-05-08T02:00:00Z');
  jest.spyOn(Date, 'now').mockImplementation(() => now);
});
afterEach(() => jest.restoreAllMocks());

/** Counts the turns of everybody else. */
function others() {
  const counted = { turns: 0, stop: () => clearInterval(timer) };
  const timer = setInterval(() => (counted.turns += 1), 0);
  return counted;
}

describe('the watch over the event loop', () => {
  it('asks for a pause when others have waited for 20 ms', async () => {
    const { pauseIfDue } = watchEventLoop();
    now += 19;
    expect(pauseIfDue()).toBeUndefined();
    now += 1;
    const { turns, stop } = others();
    expect(turns).toBe(0);
    await pauseIfDue();
    expect(pauseIfDue()).toBeUndefined();
    now += 19;
    expect(pauseIfDue()).toBeUndefined();
    now += 1;
    expect(pauseIfDue()).toBeInstanceOf(Promise);
    stop();
  });

  it('counts from when others have had their turn', () => {
    const { pauseIfDue, turned } = watchEventLoop();
    now += 100;
    turned();
    now += 19;
    expect(pauseIfDue()).toBeUndefined();
    now += 1;
    expect(pauseIfDue()).toBeInstanceOf(Promise);
  });

  it('counts from the end of a pause', async () => {
    const { pauseIfDue } = watchEventLoop();
    now += 20;
    const pause = pauseIfDue();
    now += 500;
    await pause;
    expect(pauseIfDue()).toBeUndefined();
  });
});

describe('a list that is worked on', () => {
  it('gives what the work gives, in its order', async () => {
    const made = await mapYielding(['a', 'b'], (one, index) => `${one}${index}`);
    expect(made).toEqual(['a0', 'b1']);
    expect(await mapYielding([], () => 1)).toEqual([]);
  });

  it('lets others have a turn every 20 ms', async () => {
    const counted = others();
    const seen: number[] = [];
    await mapYielding([1, 2, 3, 4, 5, 6], () => {
      seen.push(counted.turns);
      now += 10;
    });
    counted.stop();
    expect([seen[1] - seen[0], seen[3] - seen[2], seen[5] - seen[4]]).toEqual([0, 0, 0]);
    expect(seen[2]).toBeGreaterThan(seen[1]);
    expect(seen[4]).toBeGreaterThan(seen[3]);
  });

  it('is done in one go when that is quick', () => {
    let done = 0;
    void mapYielding([1, 2, 3], () => (done += 1));
    expect(done).toBe(3);
  });
});
