import type * as Handover from '../../nodes/CrmTrigger/memory/handover';
import { SeenRecords } from '../../nodes/CrmTrigger/memory/seenRecords';
import { readState } from '../../nodes/CrmTrigger/memory/readState';
import type { TriggerState } from '../../nodes/CrmTrigger/memory/state';
import { watch } from '../../nodes/CrmTrigger/watch';

const NOW = Date.parse('2026-05-08T10:00:00+08:00');
const MINUTE = 60_000;
const pause = async () => await new Promise<void>((resolve) => setImmediate(resolve));

/** As a process of n8n loads it when it starts. */
function startProcess(): typeof Handover {
  let loaded: typeof Handover | undefined;
  jest.isolateModules(() => {
    loaded = jest.requireActual<typeof Handover>('../../nodes/CrmTrigger/memory/handover');
  });
  return loaded!;
}

/** The platform's calls, and a poll of them in a process. */
class Trigger {
  private readonly rows: Array<Record<string, unknown>> = [];

  add(...ids: number[]): void {
    for (const id of ids) {
      this.rows.unshift({ id, connected_at: '2026-05-08 09:00:00', endreason: '空号' });
    }
  }

  async poll(process: string, known?: TriggerState, now = NOW): Promise<TriggerState> {
    const { state } = await watch({
      state: known ?? (await firstState()),
      process,
      lookbackDays: 1,
      rescanMs: 30 * MINUTE,
      emitExisting: false,
      limits: { baselineMs: MINUTE, pollMs: MINUTE },
      sns: new Map(),
      pause,
      now: () => now,
      fetchPage: async () => ({ rows: [...this.rows], total: this.rows.length }),
      warn: () => {},
    });
    return JSON.parse(JSON.stringify(state)) as TriggerState;
  }
}

async function firstState(): Promise<TriggerState> {
  const scope = { account: 'a'.repeat(16), filters: 'f'.repeat(16) };
  const options = { scope, today: '2026-05-08', lookbackDays: 1, pause, warn: () => {} };
  return await readState(undefined, options);
}

/** A state in which 1, 2 and 3 are known, of which 2 and 3 have just been handed over. */
async function left(process: string, trigger = new Trigger()): Promise<TriggerState> {
  trigger.add(1);
  const baseline = await trigger.poll(process);
  trigger.add(2, 3);
  return await trigger.poll(process, baseline);
}

async function seenIn(state: TriggerState): Promise<string> {
  const { seen } = await SeenRecords.read(state.seen, pause);
  return ['1', '2', '3'].filter((id) => seen.has(id)).join();
}

it('takes back what n8n may have died over, and has everything read again', async () => {
  const known = await left(startProcess().PROCESS);
  expect(await seenIn(known)).toBe('1,2,3');

  const state = await startProcess().takeBackDoubtful(known, pause, NOW + 500);
  expect(await seenIn(state)).toBe('1');
  expect(state.read.at).toBe(0);
  expect(state.handedOver).toBeUndefined();
});

it.each([0, 1_000])('takes it back when it starts %i ms later', async (ms) => {
  const known = await left(startProcess().PROCESS);
  const state = { ...known, lostDays: ['2026-05-07'] };
  const taken = await startProcess().takeBackDoubtful(state, pause, NOW + ms);
  expect(await seenIn(taken)).toBe('1');
  expect(taken.lostDays).toEqual(['2026-05-07']);
});

it('takes it back also when the first polls after the start fail', async () => {
  const known = await left(startProcess().PROCESS);
  const process = startProcess();
  await process.takeBackDoubtful(known, pause, NOW + 500);
  expect(await seenIn(await process.takeBackDoubtful(known, pause, NOW + 500))).toBe('1');
});

it.each<[string, number]>([
  ['by a process that started later than what restarts n8n after a crash', NOW + 3_000],
  ['by a process that was there before', NOW - MINUTE],
])('takes nothing back %s', async (_, processStart) => {
  const known = await left(startProcess().PROCESS);
  const state = await startProcess().takeBackDoubtful(known, pause, processStart);
  expect(await seenIn(state)).toBe('1,2,3');
});

it('takes nothing back in the same process', async () => {
  const process = startProcess();
  const known = await left(process.PROCESS);
  expect(await seenIn(await process.takeBackDoubtful(known, pause, NOW))).toBe('1,2,3');
});

it('forgets what was handed over as soon as a later poll shows that n8n has lived on', async () => {
  const process = startProcess();
  const trigger = new Trigger();
  const known = await left(process.PROCESS, trigger);
  const later = await trigger.poll(process.PROCESS, known, NOW + 500);
  const state = await startProcess().takeBackDoubtful(later, pause, NOW + 600);
  expect(await seenIn(state)).toBe('1,2,3');
});

it('takes nothing back when the note of it is damaged, and nothing else is lost', async () => {
  const known = await left(startProcess().PROCESS);
  const keys = known.handedOver!.keys.slice(1);
  const damaged = { ...known, handedOver: { ...known.handedOver!, keys } };
  const state = await startProcess().takeBackDoubtful(damaged, pause, NOW + 500);
  expect(await seenIn(state)).toBe('1,2,3');
});
