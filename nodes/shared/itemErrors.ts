import {
  NodeOperationError,
  type INode,
  type INodeExecutionData,
  type IPairedItemData,
} from 'n8n-workflow';

import { isTool, type RunContext } from './run';

/**
 * Where the user chose to continue, the item that goes on in place of a result; else the error ends the run.
 * The error output puts the data of the paired input item beside the message, and takes it off again where an
 * item has an `error` of its own: so the message alone goes on, as with n8n's own nodes.
 */
export function failedItem(
  context: RunContext,
  error: unknown,
  pairedItem: IPairedItemData | IPairedItemData[],
): INodeExecutionData {
  const failure = forModel(context.getNode(), error);
  if (!context.continueOnFail()) throw failure;
  return { json: { error: (failure as Error).message }, pairedItem };
}

/**
 * Of an error, n8n's AI Agent shows its model the message alone. As a tool, a node therefore says there as well
 * what else it knows: that nothing was sent, or that a second attempt could call people twice.
 */
function forModel<T>(node: INode, error: T): T {
  if (!isTool(node) || !(error instanceof Error)) return error;
  const { description } = error as Error & { description?: string | null };
  if (description && !error.message.includes(description)) {
    error.message = `${error.message}. ${description}`;
  }
  return error;
}

/** A field that one item leaves empty, although nothing can be done without it. */
export function emptyField(
  node: INode,
  displayName: string,
  whatToDo: string,
  itemIndex: number,
): NodeOperationError {
  return new NodeOperationError(
    node,
    `'${displayName}' is empty (item ${itemIndex}, counted from 0)`,
    { description: whatToDo, itemIndex },
  );
}

/**
 * Runs a reader of user input, so that its complaint names the field.
 *
 * @throws {NodeOperationError} with the field's display name in front
 */
export function named<T>(node: INode, displayName: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new NodeOperationError(node, `'${displayName}': ${(error as Error).message}`, {
      description: 'Correct the value or remove the field.',
    });
  }
}
