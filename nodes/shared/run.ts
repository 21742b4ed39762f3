import type {
  IExecuteFunctions,
  IExecuteSingleFunctions,
  INode,
  INodeExecutionData,
  INodeProperties,
} from 'n8n-workflow';

import type { Connection } from './context';
import { isExpression, readParameter, unreadable } from './parameters';

/** n8n names the tool that it makes of a node so. */
export function isTool({ type }: INode): boolean {
  return type.endsWith('Tool');
}

/** n8n's functions for a run, on either of its roads. */
export type RunContext = IExecuteFunctions | IExecuteSingleFunctions;

/** What n8n gives to one run of an operation. */
export interface RunSetup {
  readonly context: RunContext;
  /** The input items that the run works for: one, or all of them. */
  readonly items: readonly INodeExecutionData[];
  /** n8n's index of the first of them. */
  readonly itemIndex: number;
  readonly requestOptions: Connection;
  /** Whether no other item is worked on at the same time. */
  readonly alone: boolean;
  /** The operation's own fields, by which values are read. */
  readonly fields: readonly INodeProperties[];
}

/** One run of an operation: its input items, and what the user has set for them. */
export class Run {
  readonly context: RunContext;
  readonly items: readonly INodeExecutionData[];
  readonly itemIndex: number;
  readonly requestOptions: Connection;
  readonly alone: boolean;
  private readonly fields: readonly INodeProperties[];

  constructor(setup: RunSetup) {
    this.context = setup.context;
    this.items = setup.items;
    this.itemIndex = setup.itemIndex;
    this.requestOptions = setup.requestOptions;
    this.alone = setup.alone;
    this.fields = setup.fields;
  }

  get node(): INode {
    return this.context.getNode();
  }

  /** What the errors of a request have to name, and how to send it. */
  get site(): { itemIndex: number; connection: Connection } {
    return { itemIndex: this.itemIndex, connection: this.requestOptions };
  }

  /**
   * The value of a field for the first item, read strictly by what the field is: a boolean for a switch, one of the
   * options for a choice, a number, the value of a resource locator, or text. A collection gives its members,
   * each read in the same way. A text field that holds nothing gives undefined.
   *
   * @throws {NodeOperationError} naming the field and the value that does not fit it
   */
  read<T>(name: string): T {
    const field = this.field(name);
    const evaluated = this.evaluated(name, field.default);
    return readParameter(
      { node: this.node, itemIndex: this.itemIndex },
      field,
      evaluated,
      this.raw(name, field.default),
    ) as T;
  }

  /** Whether this operation has such a field. */
  has(name: string): boolean {
    return this.fields.some((field) => field.name === name);
  }

  /** The description of a field of this operation; the one that is shown, where two share a name. */
  field(name: string): INodeProperties {
    const named = this.fields.filter((field) => field.name === name);
    const shown = named.find((field) => this.isShown(field)) ?? named[0];
    if (shown === undefined) throw unreadable(this.node, name);
    return shown;
  }

  /** A parameter as it is written, expressions and all. */
  raw(name: string, fallback: unknown = null): unknown {
    const options = { rawExpressions: true };
    return 'getItemIndex' in this.context
      ? this.context.getNodeParameter(name, fallback, options)
      : this.context.getNodeParameter(name, this.itemIndex, fallback, options);
  }

  /** Evaluates an expression, without its `=`, for the item at this place in `items`. */
  evaluate(expression: string, place: number): unknown {
    return this.context.evaluateExpression(expression, this.itemIndex + place);
  }

  /** The bytes of a file that an item carries. */
  async readBinary(place: number, property: string): Promise<Buffer> {
    const { context, itemIndex } = this;
    if (!('getItemIndex' in context)) {
      return await context.helpers.getBinaryDataBuffer(itemIndex + place, property);
    }
    if (place === 0) return await context.helpers.getBinaryDataBuffer(property);
    // n8n's routing shows the files of one item only; where the others are kept is written in the items.
    const file = this.items[place].binary?.[property];
    if (file?.id === undefined) return Buffer.from(file?.data ?? '', 'base64');
    const { getBinaryStream, binaryToBuffer } = context.helpers;
    return await binaryToBuffer(await getBinaryStream(file.id));
  }

  private evaluated(name: string, fallback: unknown): unknown {
    const raw = this.raw(name, fallback);
    if (!isExpression(raw) && (typeof raw !== 'object' || raw === null)) return raw;
    return 'getItemIndex' in this.context
      ? this.context.getNodeParameter(name, fallback)
      : this.context.getNodeParameter(name, this.itemIndex, fallback);
  }

  private isShown({ displayOptions }: INodeProperties): boolean {
    const isForTools = displayOptions?.show?.['@tool'];
    if (isForTools && !isForTools.includes(isTool(this.node))) return false;
    if (displayOptions?.hide?.['@tool'] && isTool(this.node)) return false;
    return Object.entries(displayOptions?.show ?? {}).every(([other, values]) => {
      if (other.startsWith('/') || other.startsWith('@')) return true;
      const set = this.context.getNode().parameters[other];
      return set === undefined || (values as unknown[] | undefined)?.includes(set);
    });
  }
}
