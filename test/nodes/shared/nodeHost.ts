import { Readable } from 'node:stream';

import {
  NodeHelpers,
  type IBinaryData,
  type IDataObject,
  type IExecuteFunctions,
  type INode,
  type INodeExecutionData,
  type INodeType,
} from 'n8n-workflow';

import { Host } from './host';

type Operations = Record<
  string,
  Record<string, (this: IExecuteFunctions) => Promise<INodeExecutionData[][]>>
>;

/** The body of an answer. */
export function streamOf(content: Buffer | string): Readable {
  return Readable.from([Buffer.from(content)], { objectMode: false });
}

/** A whole node on the road of n8n's present engine, with what n8n keeps of files. Expressions know `$json` alone. */
export class NodeHost extends Host {
  items: INodeExecutionData[] = [{ json: {} }];
  /** Whether n8n says when the execution is canceled. */
  canBeStopped = true;
  /** By the names under which n8n was handed them. */
  readonly files = new Map<string, Buffer>();

  constructor(readonly nodeType: INodeType) {
    super();
    this.type = nodeType.description.name;
  }

  /** Runs an operation, with its fields as they are by default where nothing else is given. */
  async run(
    operation: string,
    items: IDataObject[] = [{}],
    parameters: IDataObject = {},
  ): Promise<INodeExecutionData[]> {
    this.items = items.map((json) => ({ json }));
    this.parameters = { ...this.defaults(operation), ...parameters };
    const [resource] = Object.values(this.nodeType.customOperations as unknown as Operations);
    const [output] = await resource[operation].call(this.context);
    return output;
  }

  /** The fields of an operation that n8n shows, with their defaults. */
  defaults(operation: string, parameters: IDataObject = {}): IDataObject {
    const { description } = this.nodeType;
    const set = { operation, ...parameters } as INode['parameters'];
    const { properties } = description;
    const version = { typeVersion: 1 };
    const all = NodeHelpers.getNodeParameters(properties, set, true, false, version, description);
    return all as IDataObject;
  }

  /** What n8n finds wrong before it runs the operation. */
  issues(operation: string, parameters: IDataObject = {}): Record<string, string[]> {
    const { description } = this.nodeType;
    const node = {
      ...this.context.getNode(),
      parameters: { ...this.defaults(operation), ...parameters } as INode['parameters'],
    };
    const found = NodeHelpers.getNodeParametersIssues(description.properties, node, description);
    return (found?.parameters ?? {}) as Record<string, string[]>;
  }

  override get context(): IExecuteFunctions {
    const context = super.context;
    const { helpers } = context;
    return Object.assign(context, {
      getInputData: () => this.items,
      getExecutionCancelSignal: () =>
        this.canBeStopped ? ({ aborted: this.isStopped } as AbortSignal) : undefined,
      getNodeParameter: (name: string, item: number, otherwise: unknown, options?: object) => {
        const written = name in this.parameters ? this.parameters[name] : otherwise;
        return options && 'rawExpressions' in options ? written : this.evaluated(written, item);
      },
      helpers: Object.assign(helpers, {
        prepareBinaryData: async (stream: Readable, fileName: string, mimeType: string) => {
          const bytes = Buffer.concat((await stream.toArray()) as Buffer[]);
          this.files.set(fileName, bytes);
          return { fileName, mimeType, bytes: bytes.length, data: '' } as IBinaryData;
        },
      }),
    });
  }

  private evaluated(written: unknown, item: number): unknown {
    if (typeof written !== 'string' || !written.startsWith('=')) return written;
    const code = written.replace(/^=\{\{/, '').replace(/\}\}$/, '');
    const value = new Function('$json', `return (${code})`) as (json: IDataObject) => unknown;
    return value(this.items[item].json);
  }
}
