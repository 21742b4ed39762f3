import type * as Handover from '../../nodes/CrmTrigger/handover';
import { SeenRecords } from '../../nodes/CrmTrigger/seenRecords';
import { readState, type TriggerState } from '../../nodes/CrmTrigger/state';

const NOW = Date.parse('2026-05-08T10:00:00+08:00');
const MINUTE = 60_000;

/** As a process of n8n loads it when it starts. */
function startProcess(): typeof Handover {
  let loaded: typeof Handover | undefined;
  jest.isolateModules(() => {
    loaded = jest.requireActual<typeof Handover>('../../nodes/CrmTrigger/handover');
  });
  return loaded!;
}

function stateWith(ids: number[]): TriggerState {
  const seen = new SeenRecords();
  for (const id of ids) seen.add('2026-05-08', String(id));
  const scope = { account: 'a', filters: 'f' };
  const state = readState({}, scope, { today: '2026-05-08', lookbackDays: 1 });
  const read = { at: NOW - 10 * MINUTE, took: 100 };
  return { ...state, baseline: false, read, seen: seen.store(1_000).seen };
}

const rows = (...ids: number[]) => ids.map((id) => ({ id }));
const seenIn = ({ seen }: TriggerState) => Object.values(seen).join();
const stored = (state: TriggerState) => JSON.parse(JSON.stringify(state)) as TriggerState;

it('takes back what n8n may have died over, and has everything read again', () => {
  const left = stored(startProcess().handOver(stateWith([1, 2, 3, 4, 5]), rows(3, 5), NOW));

  const state = startProcess().takeBackDoubtful(left, NOW + 500);
  expect(seenIn(state)).toBe('1-2,4');
  expect(state.read.at).toBe(0);
  expect(state.handedOver).toBeUndefined();
});

it('takes it back also when the first polls after the start fail', () => {
  const left = stored(startProcess().handOver(stateWith([1, 2]), rows(2), NOW));
  const process = startProcess();
  process.takeBackDoubtful(left, NOW + 500);
  expect(seenIn(process.takeBackDoubtful(left, NOW + 500))).toBe('1');
});

it.each<[string, number]>([
  ['by a process that started later than what restarts n8n after a crash', NOW + 3_000],
  ['by a process that was there before', NOW - MINUTE],
])('takes nothing back %s', (_, processStart) => {
  const left = stored(startProcess().handOver(stateWith([1, 2]), rows(2), NOW));
  expect(seenIn(startProcess().takeBackDoubtful(left, processStart))).toBe('1-2');
});

it('takes nothing back in the same process', () => {
  const process = startProcess();
  const left = process.handOver(stateWith([1, 2]), rows(2), NOW);
  expect(seenIn(process.takeBackDoubtful(left, NOW))).toBe('1-2');
});

it('forgets what was handed over as soon as a later poll shows that n8n has lived on', () => {
  const process = startProcess();
  const left = process.handOver(stateWith([1, 2]), rows(2), NOW);
  const later = stored(process.handOver(left, [], NOW + 500));
  expect(seenIn(startProcess().takeBackDoubtful(later, NOW + 600))).toBe('1-2');
});

it('leaves it to n8n where n8n keeps the state together with the execution', () => {
  const { isKeptWithExecution } = startProcess();
  expect(isKeptWithExecution({})).toBe(true);
  expect(isKeptWithExecution(Object.defineProperty({}, '__dataChanged', { value: false }))).toBe(
    false,
  );
});
