import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import { isRecord } from '../../../xiaoa/text';
import { newLineage, type TriggerState } from './state';

/** In the workflow's static data: the states by the id of the node, and by its name. */
const STORE = 'xiaoACrmTrigger';
/** A state under an earlier name of the node is kept for so long, should it be that of a second node with one id. */
const FORGOTTEN_MS = 24 * 3_600_000;
/** Polls of one node are about a minute apart, at least. */
const RENAMED_MS = 50_000;
/** So many earlier names of a node are told from other nodes. */
const MOST_NAMES = 100;
/** Polls of one node are never of two activations where n8n keeps the state itself. */
const ONE_OWNER = {};

/** Whose poll it is. */
export interface Place {
  /** The workflow and the node's id, which a new name does not change. */
  readonly id: string;
  readonly name: string;
  /** The same object for all polls of one activation of the workflow. */
  readonly owner: object;
}

/** The latest state that this process has written for a trigger. */
interface Latest {
  readonly state: TriggerState;
  /** The lineages of the states that it goes on from, which were kept under other names. */
  readonly origins: readonly string[];
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
  private readonly id: string;
  private readonly name: string;
  private readonly nodeData: IDataObject;
  private readonly workflowData: IDataObject;
  /** Where the state comes from, if it was kept under another name. */
  private origins?: readonly string[];

  constructor(private readonly context: IPollFunctions) {
    this.nodeData = context.getWorkflowStaticData('node');
    this.workflowData = context.getWorkflowStaticData('global');
    // What n8n watches for changes is written some time later.
    this.isKeptWithExecution = !('__dataChanged' in this.nodeData);
    const { id, name } = context.getNode();
    this.id = id;
    this.name = name;
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

  /**
   * The state as it is stored; undefined if there is none.
   *
   * @param isOurs whether a state fits the filters, where more than one may be meant
   */
  read(isOurs: (state: unknown) => boolean): unknown {
    if (this.isKeptWithExecution && this.nodeData.state !== undefined) return this.nodeData.state;
    const own = this.newer(this.ownState);
    // The node may have had several names: the latest state counts.
    const others = this.earlierNames
      .map((name) => this.names[name])
      .sort((a, b) => serialOf(b) - serialOf(a));
    const earlier =
      own === undefined
        ? (others.find(isOurs) ?? others[0])
        : others.find((other) => isOurs(other) && hasReplaced(own, other));
    if (earlier === undefined) return own === undefined ? this.nodeData.state : own;
    // From here on it is another state, should the earlier one go on as well.
    const found = this.newer(earlier);
    if (!isRecord(found)) return found;
    if (found.lineage !== (earlier as IDataObject).lineage) return found;
    this.origins = [String(found.lineage), ...originsOf(earlier)].slice(0, MOST_NAMES);
    return { ...found, lineage: newLineage() };
  }

  /** What this process knows of the sn of the latest records: too much to be stored. */
  snMarks({ lineage }: TriggerState): Map<string, string> {
    let known = snMarks.get(this.memoryKey);
    if (known?.lineage !== lineage) {
      const earlier = [...snMarks.values()].find((one) => one.lineage === this.origins?.[0]);
      known = { lineage, marks: new Map(earlier?.marks) };
    }
    snMarks.set(this.memoryKey, known);
    return known.marks;
  }

  /** @param givesRecords whether n8n is about to be given records with it */
  write(state: TriggerState, givesRecords: boolean): void {
    if (this.isKeptWithExecution) {
      this.nodeData.state = state as unknown as IDataObject;
      return;
    }
    const known = latest.get(this.memoryKey);
    const origins = this.origins ?? known?.origins ?? originsOf(this.ownState);
    const data = { ...state, ...(origins.length > 0 && { origins }) } as unknown as IDataObject;
    const names = { ...this.names, [this.name]: data };
    for (const name of this.earlierNames) {
      if (state.at - writtenAt(names[name]) >= FORGOTTEN_MS) delete names[name];
    }
    this.workflowData[STORE] = { ...this.stored, [this.id]: names };
    delete this.nodeData.state;
    const isUntaken = givesRecords || known?.isUntaken === true;
    latest.set(this.memoryKey, { state, origins, isUntaken });
  }

  /**
   * When a workflow is saved or published, n8n reads the static data before the poll that is under way has written
   * its own. What this process remembers is newer then; unless n8n has thrown away the records that belong to it.
   */
  private newer(stored: unknown): unknown {
    if (this.isKeptWithExecution || !isRecord(stored)) return stored;
    const { lineage } = stored;
    const [last] = [...latest]
      .filter(([key]) => key.startsWith(`${this.place.id}:`))
      .filter(
        ([key, { state, origins }]) =>
          state.lineage === lineage ||
          (key === this.memoryKey && origins.includes(String(lineage))),
      )
      .map(([, one]) => one)
      .sort((a, b) => b.state.serial - a.state.serial);
    if (!last) return stored;
    const isNewer = last.state.serial > Number(stored.serial);
    return isNewer && !(last.isUntaken && tellsWhenTaken) ? last.state : stored;
  }

  private get stored(): IDataObject {
    const stored = this.workflowData[STORE];
    return isRecord(stored) ? (stored as IDataObject) : {};
  }

  private get names(): IDataObject {
    const names = this.stored[this.id];
    return isRecord(names) ? (names as IDataObject) : {};
  }

  private get ownState(): unknown {
    return Object.hasOwn(this.names, this.name) ? this.names[this.name] : undefined;
  }

  /** Names under which there is a state, but no node. */
  private get earlierNames(): string[] {
    const { nodes = {} } = (this.context as { workflow?: { nodes?: object } }).workflow ?? {};
    return Object.keys(this.names).filter(
      (name) => name !== this.name && !Object.hasOwn(nodes, name),
    );
  }

  private get memoryKey(): string {
    return `${this.place.id}:${this.name}`;
  }
}

/** The lineages that a state as it is stored goes on from. */
function originsOf(stored: unknown): readonly string[] {
  if (!isRecord(stored)) return [];
  for (const { state, origins } of latest.values()) {
    if (state.lineage === stored.lineage) return origins;
  }
  return Array.isArray(stored.origins) ? stored.origins.map(String) : [];
}

/**
 * Whether a node had another name for a while and then got its own back: the other state goes on from this one. Two
 * nodes with one id poll at about the same time.
 */
function hasReplaced(own: unknown, other: unknown): boolean {
  return (
    isRecord(own) &&
    originsOf(other).includes(String(own.lineage)) &&
    serialOf(other) > serialOf(own) &&
    writtenAt(other) - writtenAt(own) >= RENAMED_MS
  );
}

/** Goes on under a new name, so that it tells the later state, whatever the clock said. */
function serialOf(state: unknown): number {
  return isRecord(state) && typeof state.serial === 'number' ? state.serial : 0;
}

function writtenAt(state: unknown): number {
  return isRecord(state) && typeof state.at === 'number' ? state.at : 0;
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
