import type { IExecuteFunctions, IExecuteSingleFunctions, INodeExecutionData } from 'n8n-workflow';

/** Input items, and n8n's own way to evaluate an expression for one of them. */
export interface ItemSource {
  readonly items: readonly INodeExecutionData[];
  /** Evaluates an expression, without its `=`, for the item at this place in `items`. */
  evaluate(expression: string, index: number): unknown;
  /** A parameter as it is written, expressions and all. */
  raw(parameter: string, fallback?: unknown): unknown;
  /** The bytes of a file that an item carries. */
  readBinary(index: number, property: string): Promise<Buffer>;
}

export function allItems(context: IExecuteFunctions): ItemSource {
  return {
    items: context.getInputData(),
    evaluate: (expression, index) => context.evaluateExpression(expression, index),
    raw: (parameter, fallback) =>
      context.getNodeParameter(parameter, 0, fallback, { rawExpressions: true }),
    readBinary: async (index, property) =>
      await context.helpers.getBinaryDataBuffer(index, property),
  };
}

export function currentItem(context: IExecuteSingleFunctions): ItemSource {
  return {
    items: [context.getInputData() as INodeExecutionData],
    evaluate: (expression) => context.evaluateExpression(expression, context.getItemIndex()),
    raw: (parameter, fallback) =>
      context.getNodeParameter(parameter, fallback, { rawExpressions: true }),
    readBinary: async (_, property) => await context.helpers.getBinaryDataBuffer(property),
  };
}
