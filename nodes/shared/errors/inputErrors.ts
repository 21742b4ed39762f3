import { NodeOperationError, type INode } from 'n8n-workflow';

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
