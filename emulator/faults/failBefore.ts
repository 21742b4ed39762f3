import type { FastifyReply, FastifyRequest } from 'fastify';
import { jsonAnswer, send } from '../wire/answer';
import type { Fault } from '../platform/faults';
import type { RecordedRequest } from '../platform/types';

const MAINTENANCE =
  '<html><head><title>系统维护中</title></head><body><h1>系统维护中</h1></body></html>';

/** A code that is in no document, for a message that nobody foresaw. */
const UNKNOWN_CODE = 99_999;

/** @returns whether the request ends here, with nothing done */
export function failsBefore(
  fault: Fault,
  recorded: RecordedRequest,
  request: FastifyRequest,
  reply: FastifyReply,
): boolean {
  switch (fault.kind) {
    case 'status': {
      const status = fault.status ?? 500;
      reply
        .code(status)
        .headers(fault.headers ?? {})
        .type('text/plain; charset=utf-8')
        .send(`HTTP ${status}`);
      return true;
    }
    case 'html':
      reply
        .code(fault.status ?? 200)
        .type('text/html; charset=utf-8')
        .send(MAINTENANCE);
      return true;
    case 'echo':
      echo(fault, recorded, request, reply);
      return true;
    case 'dropBefore':
      drop(request, reply);
      return true;
    default:
      return false;
  }
}

export function drop(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.hijack();
  request.raw.socket.destroy();
  return reply;
}

/** What frameworks show when nobody has turned debugging off: the request, written in several ways. */
function echo(
  fault: Fault,
  { params, rawBody = '' }: RecordedRequest,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const values = Object.values(params).map(String);
  if (fault.status === undefined) {
    const msg = [...values, rawBody, request.url].join(' ').slice(0, 2_000);
    send(jsonAnswer({ code: UNKNOWN_CODE, msg, data: [] }), reply);
    return;
  }
  const escape = (text: string) =>
    text.replace(/[&<>"']/g, (sign) => `&#${String(sign.charCodeAt(0)).padStart(3, '0')};`);
  const written = [
    request.url,
    ...values,
    ...values.map(escape),
    ...values.map((value) => Buffer.from(value).toString('base64')),
    new URLSearchParams(params as Record<string, string>).toString(),
    rawBody,
  ];
  reply
    .code(fault.status)
    .type('text/html; charset=utf-8')
    .send(`<pre>${written.join('\n')}</pre>`);
}
