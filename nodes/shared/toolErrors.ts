import type { INode } from 'n8n-workflow';

/**
 * Of an error, n8n's AI Agent shows its model the message alone. As a tool, a node therefore says there as well
 * what else it knows: that nothing was sent, or that a second attempt could call people twice.
 */
export function forModel<T>(node: INode, error: T): T {
  if (!isTool(node) || !(error instanceof Error)) return error;
  const { description } = error as Error & { description?: string | null };
  if (description && !error.message.includes(description)) {
    error.message = `${error.message}. ${description}`;
  }
  return error;
}

/** n8n names the tool that it makes of a node so. */
export function isTool({ type }: INode): boolean {
  return type.endsWith('Tool');
}
