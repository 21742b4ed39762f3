import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

import { readUpTo, stallOf } from '../../../nodes/shared/byteStream';
import { alarm, Deadline } from '../../../nodes/shared/deadline';
import { collectGarbage } from '../../support/collectGarbage';

const never = new Promise<never>(() => {});

describe('an alarm', () => {
  it('rings once', async () => {
    let rung = 0;
    alarm(5, () => (rung += 1));
    expect(rung).toBe(0);
    await sleep(40);
    expect(rung).toBe(1);
  });

  it('does not ring when it is cancelled', async () => {
    let rung = 0;
    const cancel = alarm(5, () => (rung += 1));
    cancel();
    await sleep(40);
    expect(rung).toBe(0);
  });
});

describe('the time of an answer', () => {
  it.each([
    [1_000, 1_000],
    [0, 1],
    [-5, 1],
    [1.2, 2],
    [1e12, 2 ** 31 - 1],
  ])('of %d ms is %i', (given, ms) => expect(new Deadline(given).ms).toBe(ms));

  it('begins with the sending, and gives up what has no headers by then', async () => {
    const deadline = new Deadline(5);
    expect([deadline.hasStarted, deadline.isOver]).toEqual([false, false]);
    const signal = deadline.start();
    expect([deadline.hasStarted, deadline.isOver, signal.aborted]).toEqual([true, false, false]);
    await expect(deadline.within(never)).rejects.toThrow('The time is over');
    expect([deadline.isOver, signal.aborted]).toEqual([true, true]);
  });

  it('leaves a body that has begun to its reader', async () => {
    const deadline = new Deadline(5);
    const signal = deadline.start();
    deadline.headersCame();
    await expect(deadline.within(never)).rejects.toThrow('The time is over');
    expect([deadline.isOver, signal.aborted]).toEqual([true, false]);
  });

  it('begins again with what is sent again', async () => {
    const deadline = new Deadline(250);
    const first = deadline.start();
    await sleep(50);
    const began = performance.now();
    const second = deadline.start();
    await expect(deadline.within(never)).rejects.toThrow('The time is over');
    // Timers may be a millisecond early.
    expect(performance.now() - began).toBeGreaterThan(248);
    expect([first.aborted, second.aborted]).toEqual([false, true]);
  });

  it('ends with the answer', async () => {
    const deadline = new Deadline(20);
    deadline.start();
    expect(await deadline.within(Promise.resolve('all of it'))).toBe('all of it');
    await sleep(60);
    expect(deadline.isOver).toBe(false);
  });
});

describe('what has been read is free for garbage collection long before the time is over', () => {
  const isFree = async (held: WeakRef<object>) => {
    for (let round = 0; round < 50 && held.deref(); round++) {
      await sleep(10);
      collectGarbage();
    }
    return held.deref() === undefined;
  };

  it('of a text', async () => {
    const read = async () => {
      const deadline = new Deadline(60_000);
      deadline.start();
      deadline.headersCame();
      return new WeakRef(await deadline.within(Promise.resolve({ bytes: 'many' })));
    };
    expect(await isFree(await read())).toBe(true);
  });

  it.each(['the end', 'the limit'])('of a file up to %s', async (upTo) => {
    const read = async () => {
      const stream = new PassThrough();
      const stall = stallOf(stream, 60_000);
      stream.end('abc');
      const limit = upTo === 'the end' ? 10 : 2;
      return new WeakRef(await Promise.race([readUpTo(stream, limit), stall]));
    };
    expect(await isFree(await read())).toBe(true);
  });
});
