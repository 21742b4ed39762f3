import type { FastifyReply } from 'fastify';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { FileAnswer } from '../endpoints/endpoint';

/** An answer that is text, as HTTP sends it. */
export interface TextAnswer {
  status: number;
  /** All but the length. */
  headers: Record<string, string>;
  text: string;
  /** Milliseconds between one byte and the next; undefined: all in one piece. */
  dripMs?: number;
}

/** What the platform has to say to a request. */
export type Answer = TextAnswer | FileAnswer;

export const JSON_TYPE = 'application/json; charset=utf-8';

export function isFile(answer: object): answer is FileAnswer {
  return 'file' in answer;
}

export function jsonAnswer(value: unknown): TextAnswer {
  return { status: 200, headers: { 'content-type': JSON_TYPE }, text: JSON.stringify(value) };
}

export function htmlAnswer(status: number, text: string): TextAnswer {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, text };
}

export function send(answer: Answer, reply: FastifyReply): FastifyReply {
  void reply.code(statusOf(answer)).headers(headersOf(answer));
  if (!isFile(answer)) return reply.send(answer.text);
  const { file } = answer;
  return reply.header('content-length', file.length).send(file.content());
}

export function statusOf(answer: Answer): number {
  return isFile(answer) ? 200 : answer.status;
}

/** All headers but the length. */
export function headersOf(answer: Answer): Record<string, string> {
  if (!isFile(answer)) return answer.headers;
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
  const bytes = Buffer.from(answer.text);
  return { length: bytes.length, content: Readable.from([bytes]) };
}

export async function bytesOf(answer: Answer): Promise<Buffer> {
  return await buffer(bodyOf(answer).content);
}
