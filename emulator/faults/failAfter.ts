import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import {
  bodyOf,
  bytesOf,
  headersOf,
  isFile,
  JSON_TYPE,
  send,
  statusOf,
  type Answer,
} from '../wire/answer';
import { drop } from './failBefore';
import type { Fault } from '../platform/faults';

const PACK = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync };

/**
 * Connections that the next request finds closed: a server ends an idle one in the very moment in which
 * a client makes use of it.
 */
export const doomed = new WeakSet<Socket>();

/** Answers of this many pieces trickle. */
const PIECES = 8;

/** The request has been carried out; the answer does not arrive as it should. */
export async function failAfter(
  fault: Fault,
  answer: Answer,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  switch (fault.kind) {
    case 'dropAfter':
      return drop(request, reply);
    case 'emptyBody':
      return reply.code(statusOf(answer)).headers(headersOf(answer)).send('');
    case 'truncated':
      if (isFile(answer)) return await sendHalf(answer, request, reply);
      return send({ ...answer, text: firstHalf(answer.text) }, reply);
    case 'brokenOff':
      return await sendHalf(answer, request, reply);
    case 'stall':
      return await sendHalf(answer, request, reply, { thenNothing: true });
    case 'trickle':
      return await trickle(fault, answer, reply);
    case 'packed':
      return await sendPacked(fault, answer, reply);
    case 'contentType':
      return sendBytes(await bytesOf(answer), { 'content-type': fault.contentType }, reply);
    case 'closeIdle':
      doomed.add(request.raw.socket);
      return send(answer, reply);
    case 'text':
      return sendText(fault.text ?? '', answer, reply);
    default:
      return send(answer, reply);
  }
}

function firstHalf(text: string): string {
  return text.slice(0, Math.floor(text.length / 2));
}

function sendText(text: string, answer: Answer, reply: FastifyReply): FastifyReply {
  const json = isFile(answer) ? '' : answer.text;
  const whole = text
    .replaceAll('{json}', () => json)
    .replaceAll('{members}', () => json.slice(1, -1));
  return reply.code(statusOf(answer)).type(JSON_TYPE).send(whole);
}

/** Past fastify, which would add a Content-Type. */
function sendBytes(
  bytes: Buffer,
  headers: Record<string, string | undefined>,
  reply: FastifyReply,
): FastifyReply {
  reply.hijack();
  const present = Object.entries(headers).filter(([, value]) => value !== undefined);
  reply.raw.writeHead(200, {
    ...(Object.fromEntries(present) as Record<string, string>),
    'content-length': bytes.length,
  });
  reply.raw.end(bytes);
  return reply;
}

async function sendPacked(
  { encoding = 'gzip' }: Fault,
  answer: Answer,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const bytes = await bytesOf(answer);
  const headers = headersOf(answer);
  if (encoding === 'lie')
    return sendBytes(bytes, { ...headers, 'content-encoding': 'gzip' }, reply);
  return sendBytes(PACK[encoding](bytes), { ...headers, 'content-encoding': encoding }, reply);
}

/** Without a length, so that it goes out in chunks. */
async function trickle(
  { delayMs = 20 }: Fault,
  answer: Answer,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const bytes = await bytesOf(answer);
  reply.hijack();
  reply.raw.writeHead(200, headersOf(answer));
  const size = Math.ceil(bytes.length / PIECES);
  for (let at = 0; at < bytes.length; at += size) {
    reply.raw.write(bytes.subarray(at, at + size));
    await sleep(delayMs, undefined, { ref: false });
  }
  reply.raw.end();
  return reply;
}

/** Promises the whole and sends half of it; then the connection breaks, or nothing comes any more. */
async function sendHalf(
  answer: Answer,
  request: FastifyRequest,
  reply: FastifyReply,
  { thenNothing = false } = {},
): Promise<FastifyReply> {
  const { length, content } = bodyOf(answer);
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, { ...headersOf(answer), 'content-length': length });
  let left = Math.floor(length / 2);
  for await (const chunk of content) {
    const piece = (chunk as Buffer).subarray(0, left);
    left -= piece.length;
    if (left > 0) {
      raw.write(piece);
    } else {
      raw.write(piece, () => {
        if (!thenNothing) request.raw.socket.destroy();
      });
      break;
    }
  }
  return reply;
}
