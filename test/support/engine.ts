import { mkdtempSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

process.env.N8N_USER_FOLDER ??= mkdtempSync(join(tmpdir(), 'n8n-core-'));
process.env.N8N_ENCRYPTION_KEY ??= 'only for tests';
process.env.N8N_LOG_LEVEL ??= 'silent';

import 'reflect-metadata';
import {
  ExecuteContext,
  ExecutionLifecycleHooks,
  LoadOptionsContext,
  PackageDirectoryLoader,
  PollContext,
  RoutingNode,
  WorkflowExecute,
} from 'n8n-core';
import {
  createRunExecutionData,
  NodeHelpers,
  setSafeRegexEngine,
  Workflow,
  type IBinaryKeyData,
  type IDataObject,
  type IExecuteFunctions,
  type INode,
  type INodeExecutionData,
  type INodeListSearchResult,
  type INodeParameters,
  type INodeType,
  type INodeTypes,
  type IPollFunctions,
  type IRun,
  type IWorkflowExecuteAdditionalData,
  type NodeError,
  type ResourceMapperFields,
  type WorkflowExecuteMode,
} from 'n8n-workflow';

import { CredentialStore } from './credentialStore';

// n8n gives the pattern of a resource locator a quarter of a second by the clock, which a busy machine can take away from
// any of some ten thousand runs. What the patterns of this package cost is tried in test/hostile.
setSafeRegexEngine({
  exec: (pattern, input, flags) => new RegExp(pattern, flags).exec(input),
  test: (pattern, input, flags) => new RegExp(pattern, flags).test(input),
  replace: (pattern, input, flags, by) => input.replace(new RegExp(pattern, flags), by),
  matchAll: (pattern, input, flags) => [...input.matchAll(new RegExp(pattern, flags))],
  split: (pattern, input, flags) => input.split(new RegExp(pattern, flags)),
});

const PACKAGE = join(__dirname, '..', '..');

/** The built package in n8n-core's own loader and engine, without the n8n server around it. */
export interface Engine {
  readonly credentials: CredentialStore;
  /** Runs one node with these items as its input. */
  runNode(run: NodeRun): Promise<NodeResult>;
  /** Calls the trigger once; the static data is changed as n8n would keep it in memory. */
  poll(run: PollRun): Promise<INodeExecutionData[][] | null>;
  /** Loads a dropdown as the editor does. */
  search(run: SearchRun): Promise<INodeListSearchResult>;
  /** Loads the columns of a resource mapper as the editor does. */
  columns(run: SearchRun): Promise<ResourceMapperFields>;
}

export interface NodeRun {
  /** Such as `xiaoATask`, or `xiaoATaskTool` for the node as an AI agent's tool. */
  type: string;
  parameters: INodeParameters;
  credentials: INode['credentials'];
  items?: IDataObject[];
  /** Files of the items, by field. */
  binaries?: IBinaryKeyData[];
  /** Settings of the node itself, such as `onError` or `retryOnFail`. */
  node?: Partial<INode>;
  /** `routing`: as n8n's engine 2.0 and some AI tools run it, which know no custom operations. */
  road?: 'routing';
}

export interface NodeResult {
  items: INodeExecutionData[];
  /** What left through each output. */
  outputs: Array<INodeExecutionData[] | null>;
  error?: NodeError;
  run: IRun;
}

export interface PollRun {
  parameters?: INodeParameters;
  credentials: INode['credentials'];
  staticData?: IDataObject;
  mode?: WorkflowExecuteMode;
  /** Polls of one workflow do not run at the same time. */
  workflowId?: string;
  /** The id of the node and its name, which is `Trigger` as long as nobody says otherwise. */
  nodeId?: string;
  nodeName?: string;
  /** What the node writes into n8n's log. */
  warn?: (message: string) => void;
  /** What n8n does with the items; left out, it does not say whether it takes them. */
  take?: (items: INodeExecutionData[][]) => void;
}

export interface SearchRun {
  type: string;
  method: string;
  filter?: string;
  credentials: INode['credentials'];
  parameters?: INodeParameters;
}

export async function loadEngine(): Promise<Engine> {
  return await loadFrom(PACKAGE, (types) => new CredentialStore(types));
}

/**
 * Another process of n8n with the same database: a copy of the package, so that nothing in memory is shared, and the
 * same credentials.
 */
export async function loadOtherProcess(first: Engine): Promise<Engine> {
  const folder = join(PACKAGE, '.cache', 'other-process');
  await rm(folder, { recursive: true, force: true });
  await cp(join(PACKAGE, 'dist'), join(folder, 'dist'), { recursive: true });
  await cp(join(PACKAGE, 'package.json'), join(folder, 'package.json'));
  return await loadFrom(folder, (types) => first.credentials.seenWith(types));
}

async function loadFrom(
  folder: string,
  storeFor: (types: ConstructorParameters<typeof CredentialStore>[0]) => CredentialStore,
): Promise<Engine> {
  const loader = new PackageDirectoryLoader(folder);
  await loader.loadAll();
  const credentials = storeFor(loader.credentialTypes as never);
  const nodeTypes = nodeTypesOf(loader);

  /** What the editor calls a node's loaders with. */
  function editor(type: string, parameters: INodeParameters, used: INode['credentials']) {
    const name = `${loader.packageName}.${type}`;
    const data = workflowData(nodeTypes, [
      makeNode('Node', name, parameters, { credentials: used }),
    ]);
    const workflow = new Workflow(data);
    const context = new LoadOptionsContext(
      workflow,
      workflow.getNode('Node')!,
      additional(credentials, data, 'internal'),
      '',
    );
    return { context, node: nodeTypes.getByNameAndVersion(name, 1) };
  }

  return {
    credentials,

    async runNode(wanted) {
      const { parameters, credentials: used, items = [{}], binaries, node = {} } = wanted;
      const type = wanted.road === 'routing' ? `${wanted.type}${ROUTING}` : wanted.type;
      const data = workflowData(nodeTypes, [
        makeNode('Start', START, {}),
        makeNode('Node', `${loader.packageName}.${type}`, parameters, {
          credentials: used,
          ...node,
        }),
      ]);
      data.connections = { Start: { main: [[{ node: 'Node', type: 'main', index: 0 }]] } } as never;
      const workflow = new Workflow(data);
      const run = (await new WorkflowExecute(additional(credentials, data, 'manual'), 'manual').run(
        {
          workflow,
          startNode: workflow.getNode('Start')!,
          pinData: {
            Start: items.map((json, index) => ({ json, binary: binaries?.[index] })),
          },
        } as never,
      )) as IRun;
      const outputs = run.data.resultData.runData.Node?.[0]?.data?.main ?? [];
      return {
        run,
        outputs,
        items: outputs[0] ?? [],
        error: run.data.resultData.error as NodeError | undefined,
      };
    },

    async poll(run) {
      const { parameters = {}, credentials: used, staticData = {}, mode = 'trigger' } = run;
      const { nodeName = 'Trigger', nodeId = 'Trigger', warn, take } = run;
      const type = `${loader.packageName}.xiaoACrmTrigger`;
      const data = workflowData(nodeTypes, [
        makeNode(nodeName, type, parameters, { id: nodeId, credentials: used }),
      ]);
      data.staticData = staticData;
      data.id = run.workflowId ?? data.id;
      const workflow = new Workflow(data);
      const context = new PollContext(
        workflow,
        workflow.getNode(nodeName)!,
        additional(credentials, data, mode),
        mode,
        'activate',
        take && ((items) => take(items)),
      );
      if (warn) Object.defineProperty(context, 'logger', { value: { warn } });
      const node = nodeTypes.getByNameAndVersion(type, 1);
      const items = await node.poll!.call(context as IPollFunctions);
      if (items && take) context.__emit(items);
      return items;
    },

    async search({ type, method, filter, credentials: used, parameters = {} }) {
      const { context, node } = editor(type, parameters, used);
      return await node.methods!.listSearch![method].call(context, filter);
    },

    async columns({ type, method, credentials: used, parameters = {} }) {
      const { context, node } = editor(type, parameters, used);
      return await node.methods!.resourceMapping![method].call(context);
    },
  };
}

const START = 'test.start';
const ROUTING = '#routing';

const startNode: INodeType = {
  description: {
    name: START,
    displayName: 'Start',
    group: ['trigger'],
    version: 1,
    description: '',
    defaults: {},
    inputs: [],
    outputs: ['main'],
    properties: [],
  },
  async execute(this: IExecuteFunctions) {
    return [this.getInputData()];
  },
};

function nodeTypesOf(loader: PackageDirectoryLoader): INodeTypes {
  const getByNameAndVersion = (name: string, version?: number): INodeType => {
    if (name === START) return startNode;
    const isTool = name.endsWith('Tool') || name.endsWith(ROUTING);
    const { type } = loader.getNode(
      name.replace(`${loader.packageName}.`, '').replace(ROUTING, '').replace(/Tool$/, ''),
    );
    const node = Object.create(NodeHelpers.getVersionedNodeType(type, version)) as INodeType;
    // An AI agent's tool may be the node without its custom operations.
    if (isTool) node.customOperations = undefined;
    // By this name n8n knows a tool when it looks which fields to show.
    if (name.endsWith('Tool')) {
      node.description = { ...node.description, name: `${node.description.name}Tool` };
    }
    if (!node.execute && !node.poll) {
      // What n8n does with every declarative node.
      node.execute = async function (this: IExecuteFunctions) {
        return (await new RoutingNode(this as never, node).runNode()) ?? [];
      };
    }
    return node;
  };
  return { getByName: getByNameAndVersion, getByNameAndVersion, getKnownTypes: () => ({}) };
}

function makeNode(
  name: string,
  type: string,
  parameters: INodeParameters,
  more: Partial<INode> = {},
): INode {
  return { id: name, name, type, typeVersion: 1, position: [0, 0], parameters, ...more };
}

function workflowData(nodeTypes: INodeTypes, nodes: INode[]) {
  return {
    id: 'workflow',
    name: 'Workflow',
    active: false,
    nodeTypes,
    nodes,
    connections: {},
    settings: { executionOrder: 'v1' as const },
    staticData: {} as IDataObject,
  };
}

function additional(
  credentialsHelper: CredentialStore,
  data: ReturnType<typeof workflowData>,
  mode: WorkflowExecuteMode,
): IWorkflowExecuteAdditionalData {
  return {
    credentialsHelper,
    hooks: new ExecutionLifecycleHooks(mode, '1', data as never),
    executionId: '1',
    restApiUrl: 'http://localhost/',
    instanceBaseUrl: 'http://localhost/',
    webhookBaseUrl: 'http://localhost/',
    webhookWaitingBaseUrl: 'http://localhost/',
    webhookTestBaseUrl: 'http://localhost/',
    formWaitingBaseUrl: 'http://localhost/',
    variables: {},
    setExecutionStatus() {},
    sendDataToUI() {},
    logAiEvent() {},
  } as unknown as IWorkflowExecuteAdditionalData;
}

/** What a node's `execute` is called with, for tests of code that works below a node. */
export function executeContext(
  items: IDataObject[],
  { type = START, credentials }: { type?: string; credentials?: INode['credentials'] } = {},
  store = new CredentialStore({}),
): IExecuteFunctions {
  const nodeTypes: INodeTypes = {
    getByName: () => startNode,
    getByNameAndVersion: () => startNode,
    getKnownTypes: () => ({}),
  };
  const data = workflowData(nodeTypes, [makeNode('Start', type, {}, { credentials })]);
  const workflow = new Workflow(data);
  const input = items.map((json, item) => ({ json, pairedItem: { item } }));
  return new ExecuteContext(
    workflow,
    workflow.getNode('Start')!,
    additional(store, data, 'manual'),
    'manual',
    createRunExecutionData({}),
    0,
    input,
    { main: [input] },
    { node: workflow.getNode('Start')!, data: { main: [input] }, source: null },
    [],
  );
}
