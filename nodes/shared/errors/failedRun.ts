import type {
  IExecuteFunctions,
  INodeExecutionData,
  IPairedItemData,
  NodeApiError,
} from 'n8n-workflow';

/**
 * What an operation that speaks for many items does when it fails: the error goes on as an item where the
 * user chose to continue, else it ends the run.
 */
export function failedRun(
  context: IExecuteFunctions,
  error: unknown,
  pairedItem: IPairedItemData[],
): INodeExecutionData[][] {
  if (!context.continueOnFail()) throw error;
  const { message } = error as Error;
  return [[{ json: { error: message }, error: error as NodeApiError, pairedItem }]];
}
