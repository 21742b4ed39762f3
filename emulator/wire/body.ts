import type { FastifyRequest } from 'fastify';
import type { Params, ReceivedFile } from '../platform/types';

/** What a request brought along. `params` is undefined when it could not be read: 20002. */
export interface Received {
  params?: Params;
  rawBody?: string;
  files: ReceivedFile[];
  /** Bytes of the body; of multipart, of its files alone. */
  bodyLength: number;
}

/** GET: the query. POST: a JSON object, a form, or multipart (whose values are all text). */
export async function receive(request: FastifyRequest): Promise<Received> {
  if (request.method === 'GET' || request.method === 'HEAD') {
    return {
      params: formParams(request.url.split('?').slice(1).join('?')),
      files: [],
      bodyLength: 0,
    };
  }
  if (request.isMultipart()) return await receiveMultipart(request);
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const rawBody = body.toString('utf8');
  const isForm = /^application\/x-www-form-urlencoded/i.test(request.headers['content-type'] ?? '');
  const params = isForm ? formParams(rawBody) : jsonParams(rawBody);
  return { params, rawBody, files: [], bodyLength: body.length };
}

/** As PHP does it, the last value of a name counts. */
function formParams(encoded: string): Params {
  return Object.fromEntries(new URLSearchParams(encoded));
}

function jsonParams(text: string): Params | undefined {
  try {
    const parsed: unknown = JSON.parse(text, demandWholeCharacters);
    const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
    return isObject ? (parsed as Params) : undefined;
  } catch {
    return undefined;
  }
}

/** PHP's json_decode gives up at half a surrogate pair, wherever it stands. */
function demandWholeCharacters(_key: string, value: unknown): unknown {
  if (typeof value === 'string' && /\p{Surrogate}/u.test(value))
    throw new Error('Half a character');
  return value;
}

async function receiveMultipart(request: FastifyRequest): Promise<Received> {
  const params: Params = {};
  const files: ReceivedFile[] = [];
  try {
    for await (const part of request.parts()) {
      if (part.type === 'file') {
        const { fieldname: field, filename, mimetype } = part;
        files.push({ field, filename, mimetype, bytes: await part.toBuffer() });
      } else {
        params[part.fieldname] = String(part.value);
      }
    }
    const bodyLength = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
    return { params, files, bodyLength };
  } catch {
    return { files, bodyLength: 0 };
  }
}
