import { SUCCESS } from '../../xiaoa/codes';
import { openEnvelope } from '../../xiaoa/envelope';
import type { TransportContext } from './context';
import { send, type Call, type Opened } from './request';

export type { Call } from './request';

/**
 * A call that the platform answers with its JSON envelope (API §4).
 *
 * @param read makes of the answer's `data` what is wanted; throws MalformedAnswer when it cannot be that
 * @throws {NodeApiError} for everything else than code 0 and such data; no secret is in it
 */
export async function call<T = unknown>(
  context: TransportContext,
  request: Call,
  read: (data: unknown) => T = (data) => data as T,
): Promise<T> {
  return await send(context, request, ({ body }) => openJson(body, read));
}

function openJson<T>(body: unknown, read: (data: unknown) => T): Opened<T> {
  const envelope = openEnvelope(body);
  return envelope.code === SUCCESS
    ? { accepted: true, value: read(envelope.data) }
    : { accepted: false, envelope };
}
