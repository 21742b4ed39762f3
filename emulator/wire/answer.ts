import type { FastifyReply } from 'fastify';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { MESSAGES, PlatformError } from '../platform/codes';
import type { FileAnswer, JsonAnswer } from '../endpoints/endpoint';

/** What the platform has to say to a request, before it becomes HTTP. */
export type Answer = JsonAnswer | FileAnswer | PlatformError;

export const JSON_TYPE = 'application/json; charset=utf-8';

export function isFile(answer: Answer): answer is FileAnswer {
  return !(answer instanceof PlatformError) && 'file' in answer;
}

export function send(answer: Answer, reply: FastifyReply): FastifyReply {
  if (!isFile(answer)) return sendJson(jsonText(answer), reply);
  const { file } = answer;
  return reply
    .headers(headersOf(answer))
    .header('content-length', file.length)
    .send(file.content());
}

export function sendJson(text: string, reply: FastifyReply): FastifyReply {
  return reply.type(JSON_TYPE).send(text);
}

export function jsonText(answer: JsonAnswer | PlatformError): string {
  if (answer instanceof PlatformError) {
    return JSON.stringify({ code: answer.code, msg: answer.message, data: [] });
  }
  return JSON.stringify({ code: 0, msg: answer.msg ?? MESSAGES[0], data: answer.data });
}

/** All headers but the length. */
export function headersOf(answer: Answer): Record<string, string> {
  if (!isFile(answer)) return { 'content-type': JSON_TYPE };
  const { file } = answer;
  // The ASCII name for old readers, the real one (RFC 5987) for all others.
  const ascii = file.name.replace(/[^\x20-\x7e]|["\\]/g, '_');
  const encoded = encodeURIComponent(file.name);
  return {
    'content-type': file.type,
    'content-disposition': `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`,
  };
}

/** `length` in bytes. */
export function bodyOf(answer: Answer): { length: number; content: Readable } {
  if (isFile(answer)) return { length: answer.file.length, content: answer.file.content() };
  const bytes = Buffer.from(jsonText(answer));
  return { length: bytes.length, content: Readable.from([bytes]) };
}

export async function bytesOf(answer: Answer): Promise<Buffer> {
  return await buffer(bodyOf(answer).content);
}
