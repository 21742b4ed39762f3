import type {
  IExecuteFunctions,
  IExecuteSingleFunctions,
  INodeExecutionData,
  IPairedItemData,
} from 'n8n-workflow';

import { forModel } from './toolErrors';

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
  const failure = forModel(context.getNode(), error);
  if (!context.continueOnFail()) throw failure;
  return { json: { error: (failure as Error).message }, pairedItem };
}
