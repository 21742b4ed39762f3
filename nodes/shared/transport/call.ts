import { SUCCESS } from '../../../xiaoa/codes';
import { openEnvelope } from '../../../xiaoa/envelope';
import type { TransportContext } from './context';
import { send, type Call, type Opened } from './send';

export type { Call } from './send';

/**
 * A call that the platform answers with its JSON envelope (API §4).
 *
 * @returns the answer's `data`
 * @throws {NodeApiError} for everything else than code 0; no secret is in it
 */
export async function call(context: TransportContext, request: Call): Promise<unknown> {
  return await send(context, request, ({ body }) => openJson(body));
}

function openJson(body: unknown): Opened<unknown> {
  const envelope = openEnvelope(body);
  return envelope.code === SUCCESS
    ? { accepted: true, value: envelope.data }
    : { accepted: false, envelope };
}
