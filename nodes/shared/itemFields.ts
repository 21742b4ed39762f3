import type { INode } from 'n8n-workflow';

/** The fields of an operation as they are for one item, whichever way n8n runs the operation. */
export interface ItemFields {
  getNode(): INode;
  getNodeParameter(name: string, fallback: unknown): unknown;
}
