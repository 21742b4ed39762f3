import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import { isRecord } from '../../xiaoa/text';
import type { TriggerState } from './state';
import type { Place } from './turns';

/** In the workflow's static data: the states by the id of the node, and by its name. */
const STORE = 'xiaoACrmTrigger';
/** Polls of one node are never of two activations where n8n keeps the state itself. */
const ONE_OWNER = {};

/** The latest state that this process has written for a trigger. */
interface Latest {
  readonly state: TriggerState;
  /** Whether n8n has yet to take the records that were given with it. */
  isUntaken: boolean;
}

const latest = new Map<string, Latest>();
/** The sn of the latest records of a trigger, by the state that they belong to. */
const snMarks = new Map<
  string,
  { readonly lineage: string; readonly marks: Map<string, string> }
>();
/** What to do when n8n takes what a poll gives, by the context of the poll. */
const onTaken = new WeakMap<object, () => void>();
let tellsWhenTaken = false;

/**
 * Where the state of a trigger is kept. n8n keys the static data of a node by the node's name, so that a new name
 * would begin anew: the state lies in the static data of the workflow, by the id of the node. Newer versions of n8n
 * can keep the data of a node by its id, in one transaction with the execution that a poll starts; there it stays.
 */
export class StateStore {
  readonly place: Place;
  /** Whether n8n keeps the state together with the execution, so that nothing can lie in between. */
  readonly isKeptWithExecution: boolean;
  private readonly nodeData: IDataObject;
  private readonly workflowData: IDataObject;

  constructor(private readonly context: IPollFunctions) {
    this.nodeData = context.getWorkflowStaticData('node');
    this.workflowData = context.getWorkflowStaticData('global');
    // What n8n watches for changes is written some time later.
    this.isKeptWithExecution = !('__dataChanged' in this.nodeData);
    const { id, name } = context.getNode();
    this.place = {
      id: `${context.getWorkflow().id ?? ''}:${id}`,
      name,
      owner: this.isKeptWithExecution ? ONE_OWNER : this.workflowData,
    };
    whenTaken(context, () => {
      tellsWhenTaken = true;
      const last = latest.get(this.memoryKey);
      if (last) last.isUntaken = false;
    });
  }

  /** The state as it is stored; undefined if there is none. */
  read(isOurs: (state: unknown) => boolean): unknown {
    if (this.isKeptWithExecution && this.nodeData.state !== undefined) return this.nodeData.state;
    const stored = this.find(isOurs) ?? this.nodeData.state;
    return this.isKeptWithExecution ? stored : this.newer(stored);
  }

  /** What this process knows of the sn of the latest records: too much to be stored. */
  snMarks({ lineage }: TriggerState): Map<string, string> {
    let known = snMarks.get(this.memoryKey);
    if (known?.lineage !== lineage) known = { lineage, marks: new Map() };
    snMarks.set(this.memoryKey, known);
    return known.marks;
  }

  /** @param givesRecords whether n8n is about to be given records with it */
  write(state: TriggerState, givesRecords: boolean): void {
    const data = state as unknown as IDataObject;
    if (this.isKeptWithExecution) {
      this.nodeData.state = data;
      return;
    }
    const { id, name } = this.context.getNode();
    const all = this.stored;
    const names = { ...this.names };
    const others = Object.keys(names).filter((other) => other !== name);
    // The only other name is the one that the node had before.
    if (!(name in names) && others.length === 1) delete names[others[0]];
    this.workflowData[STORE] = { ...all, [id]: { ...names, [name]: data } };
    delete this.nodeData.state;
    const isUntaken = givesRecords || latest.get(this.memoryKey)?.isUntaken === true;
    latest.set(this.memoryKey, { state, isUntaken });
  }

  /** By name, or under the name that the node had before. */
  private find(isOurs: (state: unknown) => boolean): unknown {
    const { names } = this;
    const own = names[this.place.name];
    if (own !== undefined) return own;
    const others = Object.values(names);
    return others.find(isOurs) ?? others[0];
  }

  /**
   * When a workflow is saved or published, n8n reads the static data before the poll that is under way has written
   * its own. What this process remembers is newer then; unless n8n has thrown away the records that belong to it.
   */
  private newer(stored: unknown): unknown {
    const last = latest.get(this.memoryKey);
    if (!last || !isRecord(stored) || stored.lineage !== last.state.lineage) return stored;
    const isNewer = last.state.serial > Number(stored.serial);
    return isNewer && !(last.isUntaken && tellsWhenTaken) ? last.state : stored;
  }

  private get stored(): IDataObject {
    const stored = this.workflowData[STORE];
    return isRecord(stored) ? (stored as IDataObject) : {};
  }

  private get names(): IDataObject {
    const names = this.stored[this.context.getNode().id];
    return isRecord(names) ? (names as IDataObject) : {};
  }

  private get memoryKey(): string {
    return `${this.place.id}:${this.place.name}`;
  }
}

/** n8n hands the records of a poll over by calling `__emit`; it does not if the workflow has changed meanwhile. */
function whenTaken(context: IPollFunctions, act: () => void): void {
  if (!onTaken.has(context)) {
    const emit = context.__emit;
    context.__emit = (...handedOver) => {
      onTaken.get(context)?.();
      return emit.apply(context, handedOver);
    };
  }
  onTaken.set(context, act);
}
