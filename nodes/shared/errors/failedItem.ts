import type {
  IExecuteFunctions,
  IExecuteSingleFunctions,
  INodeExecutionData,
  IPairedItemData,
} from 'n8n-workflow';

/**
 * Where the user chose to continue, the item that goes on in place of a result; else the error ends the run.
 * The error output puts the data of the paired input item beside the message, and takes it off again where an
 * item has an `error` of its own: so the message alone goes on, as with n8n's own nodes.
 */
export function failedItem(
  context: IExecuteFunctions | IExecuteSingleFunctions,
  error: unknown,
  pairedItem: IPairedItemData | IPairedItemData[],
): INodeExecutionData {
  if (!context.continueOnFail()) throw error;
  return { json: { error: (error as Error).message }, pairedItem };
}
