import { NodeOperationError, type INode } from 'n8n-workflow';

/** A field that one item leaves empty, although nothing can be done without it. */
export function emptyField(
  node: INode,
  displayName: string,
  whatToDo: string,
  itemIndex: number,
): NodeOperationError {
  return new NodeOperationError(node, `'${displayName}' is empty [item ${itemIndex}]`, {
    description: whatToDo,
    itemIndex,
  });
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
      description: 'Correct the value, or take the field away.',
    });
  }
}
