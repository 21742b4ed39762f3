import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import { firstState, type TriggerState } from '../../../nodes/CrmTrigger/memory/state';
import type * as Store from '../../../nodes/CrmTrigger/memory/stateStore';

/** Where the state lies in what n8n keeps for a workflow, as a poll of one process finds it. */
const DAY = 86_400_000;
const NODE = 'node-1';

interface Poll {
  /** What n8n keeps of the workflow and of the node. */
  data: IDataObject;
  node?: IDataObject;
  name?: string;
  id?: string;
  workflow?: string;
  /** Other nodes of the workflow. */
  nodes?: string[];
}

/** A process of n8n, with all that it has in memory. */
function startProcess() {
  let loaded: typeof Store | undefined;
  jest.isolateModules(() => {
    loaded = jest.requireActual<typeof Store>('../../../nodes/CrmTrigger/memory/stateStore');
  });
  const { StateStore } = loaded!;
  return (poll: Poll) => {
    const { name = 'Trigger', nodes = [], data, id = NODE, workflow = 'w' } = poll;
    // n8n watches the data of a node for changes, unless it keeps them with the execution.
    const node = poll.node ?? watched({});
    const emitted: unknown[][] = [];
    const context = {
      getWorkflowStaticData: (type: string) => ({ global: data, node })[type],
      getNode: () => ({ id, name }),
      getWorkflow: () => ({ id: workflow }),
      workflow: { nodes: Object.fromEntries([name, ...nodes].map((one) => [one, {}])) },
      __emit: (...args: unknown[]) => emitted.push(args),
    };
    const functions = context as unknown as IPollFunctions;
    const store = new StateStore(functions);
    return {
      store,
      context: functions,
      emitted,
      take: () => context.__emit('the records'),
      read: (isOurs: (state: unknown) => boolean = () => false) =>
        store.read(isOurs) as TriggerState | undefined,
    };
  };
}

function watched(data: IDataObject): IDataObject {
  return Object.defineProperty(data, '__dataChanged', { value: false, writable: true });
}

function state(serial: number, more: Partial<TriggerState> = {}): TriggerState {
  const first = firstState({
    scope: { account: 'a', filters: 'f' },
    today: '2026-05-08',
    lookbackDays: 1,
    pause: async () => await Promise.resolve(),
    warn: () => {},
  });
  return { ...first, lineage: 'one', serial, at: 1_000 + serial, ...more };
}

const saved = (data: IDataObject) => JSON.parse(JSON.stringify(data)) as IDataObject;
const kept = (names: Record<string, unknown>, id = NODE) =>
  ({ xiaoACrmTrigger: { [id]: names } }) as IDataObject;

it('a state is found again by the node, in the same process and in another one', () => {
  const data: IDataObject = {};
  const poll = startProcess();
  const { store, read } = poll({ data });
  expect(read()).toBeUndefined();
  expect(store.isKeptWithExecution).toBe(false);
  store.write(state(1), false);
  expect(data).toEqual(kept({ Trigger: state(1) }));
  expect(poll({ data }).read()).toEqual(state(1));
  expect(startProcess()({ data: saved(data) }).read()).toEqual(state(1));
  expect(poll({ data, id: 'node-2' }).read()).toBeUndefined();
});

it('the states of other nodes stay as they are', () => {
  const data = kept({ Other: state(5) }, 'node-2');
  const { store } = startProcess()({ data });
  store.write(state(1), false);
  expect(data.xiaoACrmTrigger).toEqual({
    'node-2': { Other: state(5) },
    [NODE]: { Trigger: state(1) },
  });
});

it.each([null, 'x', 5])('what is stored may be anything: %p', (nonsense) => {
  for (const data of [{ xiaoACrmTrigger: nonsense }, kept(nonsense as never)] as IDataObject[]) {
    const { store, read } = startProcess()({ data });
    expect(read()).toBeUndefined();
    store.write(state(1), false);
    expect(data).toEqual(kept({ Trigger: state(1) }));
  }
});

it('a name such as that of a built-in property is only a name', () => {
  const poll = startProcess();
  const data = kept({ Before: state(3) });
  expect(poll({ data, name: 'toString' }).read()).toMatchObject({ serial: 3 });
});

describe('the state that an earlier version kept by the name of the node', () => {
  it('is taken over', () => {
    const data: IDataObject = {};
    const node = watched({ state: state(4) as never });
    const { store, read } = startProcess()({ data, node });
    expect(read()).toEqual(state(4));
    store.write(state(5), false);
    expect(node).toEqual({});
    expect(data).toEqual(kept({ Trigger: state(5) }));
  });

  it('does not count where there is a newer one', () => {
    const node = watched({ state: state(9) as never });
    const poll = startProcess();
    expect(poll({ data: kept({ Trigger: state(1) }), node }).read()).toEqual(state(1));
    expect(poll({ data: kept({ Before: state(1) }), node }).read()).toMatchObject({ serial: 1 });
  });
});

describe('where n8n keeps the state with the execution', () => {
  it('it lies with the node', () => {
    const [data, node]: IDataObject[] = [{}, {}];
    const poll = startProcess();
    const { store, read } = poll({ data, node });
    expect(store.isKeptWithExecution).toBe(true);
    expect(read()).toBeUndefined();
    store.write(state(1), true);
    expect([data, node]).toEqual([{}, { state: state(1) }]);
    // An older state that n8n gives back is the true one: nothing has come of the later one.
    expect(poll({ data, node: { state: state(0) as never } }).read()).toEqual(state(0));
    expect(poll({ data, node: { state: state(0) as never }, name: 'New' }).read()).toEqual(
      state(0),
    );
  });

  it('one that an older n8n kept with the workflow is taken over', () => {
    const poll = startProcess();
    expect(poll({ data: kept({ Trigger: state(3) }), node: {} }).read()).toEqual(state(3));
    expect(
      poll({ data: kept({ Trigger: state(3) }), node: { state: state(2) as never } }).read(),
    ).toEqual(state(2));
  });

  it('what an older n8n left in memory does not count', () => {
    const poll = startProcess();
    poll({ data: {} }).store.write(state(5), false);
    expect(poll({ data: kept({ Trigger: state(3) }), node: {} }).read()).toEqual(state(3));
  });
});

describe('whose poll it is', () => {
  it('says the workflow, the node and the activation', () => {
    const poll = startProcess();
    const data = {};
    const { place } = poll({ data, name: 'A' }).store;
    expect(place).toEqual({ id: 'w:node-1', name: 'A', owner: data });
    expect(place.owner).toBe(data);
    expect(poll({ data: {}, name: 'A' }).store.place.owner).not.toBe(place.owner);
    expect(poll({ data, workflow: undefined as never }).store.place.id).toBe('w:node-1');
  });

  it('says the same of every activation where n8n keeps the state', () => {
    const poll = startProcess();
    const owners = [1, 2].map(() => poll({ data: {}, node: {} }).store.place.owner);
    expect(owners[0]).toBe(owners[1]);
  });

  it('is known of a workflow that was never saved', () => {
    const { StateStore } = jest.requireActual<typeof Store>(
      '../../../nodes/CrmTrigger/memory/stateStore',
    );
    const context = {
      getWorkflowStaticData: () => ({}),
      getNode: () => ({ id: NODE, name: 'A' }),
      getWorkflow: () => ({}),
      __emit: () => {},
    };
    const store = new StateStore(context as unknown as IPollFunctions);
    expect(store.place.id).toBe(':node-1');
    expect(store.read(() => false)).toBeUndefined();
  });
});

describe('under a new name of the node', () => {
  it('the state goes on as another one', () => {
    const data = kept({ Before: state(3) });
    const { store, read } = startProcess()({ data });
    const found = read()!;
    expect(found).toEqual({ ...state(3), lineage: expect.stringMatching(/^[\w-]{8}$/) as string });
    store.write({ ...found, serial: 4 }, false);
    expect(Object.keys((data.xiaoACrmTrigger as IDataObject)[NODE] as object)).toEqual([
      'Before',
      'Trigger',
    ]);
  });

  describe('that is taken back', () => {
    const MINUTE = 60_000;
    /** The state of `Trigger`, and one that has gone on from it under another name. */
    function renamed(more: Partial<TriggerState> = {}) {
      const data = kept({ Trigger: state(3) });
      const { store, read } = startProcess()({ data, name: 'Other' });
      const other = { ...read()!, serial: 4, at: state(3).at + MINUTE, ...more };
      store.write(other, false);
      return { data: saved(data), other };
    }

    it('the state of the name in between goes on, also in another process', () => {
      const { data } = renamed();
      const { read, store } = startProcess()({ data });
      const found = read(() => true)!;
      expect(found).toMatchObject({ serial: 4, at: state(3).at + MINUTE });
      store.write({ ...found, serial: 5, at: found.at + MINUTE }, false);
      const again = startProcess()({ data: saved(data), name: 'Other' });
      expect(again.read(() => true)).toMatchObject({ serial: 5 });
      expect(startProcess()({ data: saved(data) }).read(() => true)).toMatchObject({ serial: 5 });
    });

    it.each<[string, ReturnType<typeof renamed>, object]>([
      ['it belongs to a node that exists', renamed(), { nodes: ['Other'] }],
      ['it was written at about the same time', renamed({ at: state(3).at + 49_999 }), {}],
      ['it is not the later one', renamed({ serial: 3 }), {}],
    ])('it does not if %s', (_, { data }, where) => {
      expect(startProcess()({ data, ...where }).read(() => true)).toEqual(state(3));
    });

    it('it does not if it has other filters, or comes from another state', () => {
      const { data, other } = renamed();
      expect(startProcess()({ data }).read(() => false)).toEqual(state(3));
      const foreign = kept({ Trigger: state(3), Other: { ...other, origins: 'one' } });
      expect(startProcess()({ data: foreign }).read(() => true)).toEqual(state(3));
    });
  });

  it('that of another node of this name is not touched', () => {
    const data = kept({ Before: state(3) });
    const poll = startProcess();
    expect(poll({ data, nodes: ['Before'] }).read()).toBeUndefined();
    const { store } = poll({ data, nodes: ['Before'] });
    store.write(state(1, { at: 10 * DAY }), false);
    expect(poll({ data, name: 'Before', nodes: ['Trigger'] }).read()).toEqual(state(3));
  });

  it('the latest state that fits the filters counts, or else the latest one', () => {
    const fits = (one: unknown) => (one as TriggerState).filters === 'f';
    const data = kept({
      A: state(1),
      B: state(3),
      C: state(2),
      D: state(9, { filters: 'g' }),
      E: null,
      F: { serial: '10', filters: 'g' },
    });
    const poll = startProcess();
    expect(poll({ data }).read(fits)).toMatchObject({ serial: 3 });
    expect(poll({ data }).read()).toMatchObject({ serial: 9 });
  });

  it('what cannot be read is given as it is', () => {
    expect(startProcess()({ data: kept({ Before: 'x' }) }).read()).toBe('x');
  });

  it('a state is forgotten a day after it was written', () => {
    const data = kept({ Before: state(3, { at: 5_000 }), Broken: { at: 'x' } });
    const poll = startProcess();
    const write = (at: number) => {
      poll({ data }).store.write(state(4, { at }), false);
      return Object.keys((data.xiaoACrmTrigger as IDataObject)[NODE] as object);
    };
    expect(write(DAY - 1)).toEqual(['Before', 'Broken', 'Trigger']);
    expect(write(DAY)).toEqual(['Before', 'Trigger']);
    expect(write(DAY + 4_999)).toEqual(['Before', 'Trigger']);
    expect(write(DAY + 5_000)).toEqual(['Trigger']);
  });
});

describe('when n8n has read what it keeps before the last poll had written', () => {
  const old = () => kept({ Trigger: state(1) });

  it('what the process remembers counts', () => {
    const poll = startProcess();
    poll({ data: old() }).store.write(state(2), false);
    expect(poll({ data: old() }).read()).toEqual(state(2));
    poll({ data: old() }).store.write(state(3), true);
    expect(poll({ data: old() }).read()).toEqual(state(3));
  });

  it('it does not count for another workflow, node or lineage, nor when it is older', () => {
    const poll = startProcess();
    poll({ data: old() }).store.write(state(2), false);
    expect(poll({ data: old(), workflow: 'w2' }).read()).toEqual(state(1));
    const other = kept({ Trigger: state(1) }, 'node-12');
    expect(poll({ data: other, id: 'node-12' }).read()).toEqual(state(1));
    const lineage = kept({ Trigger: state(1, { lineage: 'two' }) });
    expect(poll({ data: lineage }).read()).toEqual(state(1, { lineage: 'two' }));
    expect(poll({ data: kept({ Trigger: state(3) }) }).read()).toEqual(state(3));
    const same = kept({ Trigger: state(2, { at: 5 }) });
    expect(poll({ data: same }).read()).toEqual(state(2, { at: 5 }));
    expect(poll({ data: kept({ Trigger: 'x' }) }).read()).toBe('x');
  });

  it('it does not count when n8n has thrown away the records that belong to it', () => {
    const poll = startProcess();
    // Only an n8n that says so when it takes records can be seen to throw them away.
    poll({ data: {} }).take();
    poll({ data: old() }).store.write(state(2), true);
    expect(poll({ data: old() }).read()).toEqual(state(1));
    // A later poll without records belongs to it.
    poll({ data: old() }).store.write(state(3), false);
    expect(poll({ data: old() }).read()).toEqual(state(1));
  });

  it('it counts once n8n has taken the records', () => {
    const poll = startProcess();
    poll({ data: {} }).take();
    const { store, take, emitted } = poll({ data: old() });
    store.write(state(2), true);
    take();
    expect(emitted).toEqual([['the records']]);
    expect(poll({ data: old() }).read()).toEqual(state(2));
    poll({ data: old() }).store.write(state(3), false);
    expect(poll({ data: old() }).read()).toEqual(state(3));
  });

  it('it counts under a new name as well, and goes on from there as another state', () => {
    const poll = startProcess();
    poll({ data: old(), name: 'Trigger' }).store.write(state(2), false);
    const renamed = poll({ data: old(), name: 'New' });
    const found = renamed.read()!;
    expect(found).toMatchObject({ serial: 2 });
    expect(found.lineage).not.toBe('one');
    renamed.store.write({ ...found, serial: 3 }, false);
    // n8n still has what it read before both of them.
    expect(poll({ data: old(), name: 'New' }).read()).toEqual({ ...found, serial: 3 });
    const again = poll({ data: old(), name: 'New' });
    again.read();
    again.store.write({ ...found, serial: 4 }, false);
    expect(poll({ data: old(), name: 'New' }).read()).toMatchObject({ serial: 4 });
    // The name is changed once more, and back.
    const third = poll({ data: kept({ New: { ...found, serial: 3 } }), name: 'Third' });
    const last = third.read()!;
    expect(last).toMatchObject({ serial: 4 });
    third.store.write({ ...last, serial: 5 }, false);
    expect(poll({ data: old(), name: 'Third' }).read()).toMatchObject({ serial: 5 });
    expect(poll({ data: old(), name: 'Trigger' }).read()).toMatchObject({ serial: 2 });
  });
});

it('a poll of one context is told once that n8n has taken what it gave', () => {
  const { StateStore } = jest.requireActual<typeof Store>(
    '../../../nodes/CrmTrigger/memory/stateStore',
  );
  const { context, emitted, take } = startProcess()({ data: {} });
  new StateStore(context);
  new StateStore(context);
  take();
  expect(emitted).toEqual([['the records']]);
});

it('the marks of the latest records belong to one state', () => {
  const poll = startProcess();
  const { store } = poll({ data: {} });
  const marks = store.snMarks(state(1));
  marks.set('5', 'mark');
  expect(poll({ data: {} }).store.snMarks(state(2))).toBe(marks);
  expect(poll({ data: {}, name: 'New' }).store.snMarks(state(2)).size).toBe(0);
  expect(store.snMarks(state(3, { lineage: 'two' })).size).toBe(0);
  expect(store.snMarks(state(3)).size).toBe(0);
});
