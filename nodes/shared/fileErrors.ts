import { NodeOperationError } from 'n8n-workflow';

import type { TransportContext } from './context';
import { readLostExchange } from './transportError';
import { apiError, type CallSite } from './requestErrors';
import { foreignText } from './redactSecrets';

/** The connection ended in the middle of a file. */
export async function fileBrokeOff(context: TransportContext, site: CallSite, cause: unknown) {
  const message = await foreignText(context, readLostExchange(cause).message);
  return apiError(context, site, {
    message: 'The file from XiaoA broke off in the middle',
    description: `Nothing of it was kept (${message}). Run this again.`,
  });
}

export async function fileStalled(context: TransportContext, site: CallSite) {
  return apiError(context, site, {
    message: 'The file from XiaoA stopped coming in the middle',
    description:
      "Nothing of it was kept. Run this again. If XiaoA is only slow, raise 'Timeout' in the node's Request Options.",
  });
}

/** n8n itself could not keep the file: no space, too large for its database, … */
export function fileNotStored(context: TransportContext, { itemIndex }: CallSite, cause: unknown) {
  return new NodeOperationError(
    context.getNode(),
    `n8n could not store the file: ${(cause as Error).message}`,
    {
      description:
        'Look at where this n8n keeps its binary data, and how much space is left there.',
      itemIndex,
    },
  );
}
